/** Scale-in: which of a service's tasks go, one after the other (S-50 … S-54, D-203). */
import type { PlacementStrategy } from '@aws-sdk/client-ecs'
import { accountOf } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { ContainerInstanceRow, DecisionRow, TaskRow } from '../model'
import { SERVICE_DEFAULT, spreadValueOf } from './strategies'

const ZONE = 'attribute:ecs.availability-zone'

/** S-50, in the order in which they go. */
const CLASSES = ['not yet running', 'unhealthy', 'healthy'] as const

export interface StopStep {
  taskId: string
  /** S-50 */
  class: (typeof CLASSES)[number]
  /** What made it the one: the largest count or amount at each level of the chain. */
  because: string
  /** How many stood equal at the end; above 1 chance (or age) decided. */
  equals: number
}

export interface StopChoice {
  /** Row ids in the order of stopping; fewer than asked when too many are protected (S-55). */
  taskIds: string[]
  /** Candidates under scale-in protection, which were passed over. */
  protectedTaskIds: string[]
  steps: StopStep[]
  /** For `sim.decide`. */
  decision: Omit<DecisionRow, 'id' | 'n' | 'atMs'>
}

/** A level of the chain: the tasks with the largest figure stay in the choice. */
interface Level {
  name: string
  rule: string
  figure(task: TaskRow): number
  describe(figure: number): string
  /** The task goes: later figures are those of the rest. */
  remove(task: TaskRow): void
}

/**
 * Chooses up to `count` of the candidates. Figures count all tasks of the service that occupy something (S-2), also
 * those that are no candidates; each choice sees the effect of the one before. Writes nothing; draws from the stream
 * `scaleIn` for ties (`scaleInTie`).
 */
export function chooseTasksToStop(
  sim: Sim,
  serviceId: string,
  candidates: readonly TaskRow[],
  count: number,
  strategy: readonly PlacementStrategy[],
): StopChoice {
  const isProtected = (task: TaskRow) => task.protectedUntilMs !== null && task.protectedUntilMs > sim.nowMs
  const rest = withKin(
    sim,
    candidates.filter((task) => !isProtected(task)),
  )
  const levels = levelsOf(sim, serviceId, candidates, strategy)
  const steps: StopStep[] = []
  while (steps.length < count && rest.length > 0) {
    const { candidate, step } = next(sim, rest, levels)
    steps.push(step)
    rest.splice(rest.indexOf(candidate), 1)
    for (const level of levels) level.remove(candidate.task)
  }
  const taskIds = steps.map(({ taskId }) => taskId)
  const protectedTaskIds = candidates.filter(isProtected).map(({ id }) => id)
  const decision: StopChoice['decision'] = {
    kind: 'stopChoice',
    subject: serviceId,
    serviceId,
    rules: ['S-50', ...new Set(levels.map(({ rule }) => rule))],
    because: becauseOf(steps, protectedTaskIds.length, count),
    inputs: {
      count,
      candidates: candidates.length,
      protected: protectedTaskIds.length,
      chain: levels.map(({ name }) => name),
    },
    outcome: { steps, protectedTaskIds },
  }
  return { taskIds, protectedTaskIds, steps, decision }
}

/** Tasks for which every figure is the same, whoever of them goes: one of them is measured for all. */
interface Kin {
  class: number
  example: TaskRow
}

interface Candidate {
  task: TaskRow
  kin: Kin
}

/** The tasks in their order, each with its kin: same class, place and size. */
function withKin(sim: Sim, tasks: readonly TaskRow[]): Candidate[] {
  const kins = new Map<string, Kin>()
  return tasks.map((task) => {
    const cls = classIndex(sim, task)
    const key = `${cls} ${task.containerInstanceId} ${task.zone} ${task.cpuUnits} ${task.memoryMiB}`
    let kin = kins.get(key)
    if (!kin) {
      kin = { class: cls, example: task }
      kins.set(key, kin)
    }
    return { task, kin }
  })
}

function next(sim: Sim, rest: readonly Candidate[], levels: readonly Level[]) {
  const kins = new Set<Kin>()
  let first: number = CLASSES.length
  for (const { kin } of rest) {
    kins.add(kin)
    if (kin.class < first) first = kin.class
  }
  let best = [...kins].filter((kin) => kin.class === first)
  const because: string[] = []
  for (const level of levels) {
    const figures = best.map((kin) => level.figure(kin.example))
    const most = figures.reduce((max, figure) => Math.max(max, figure), Number.MIN_SAFE_INTEGER)
    best = best.filter((_kin, i) => figures[i] === most)
    because.push(level.describe(most))
  }
  const chosen = new Set(best)
  const equals = rest.filter(({ kin }) => chosen.has(kin))
  const candidate = pick(sim, equals)
  const step: StopStep = {
    taskId: candidate.task.id,
    class: CLASSES[first] as StopStep['class'],
    because: because.join(', '),
    equals: equals.length,
  }
  return { candidate, step }
}

/** S-54, `scaleInTie`. */
function pick(sim: Sim, equals: readonly Candidate[]): Candidate {
  if (equals.length === 1) return equals[0] as Candidate
  if (sim.timings.scaleInTie === 'random') return equals[sim.random('scaleIn', equals.length)] as Candidate
  const age = ({ task }: Candidate) => task.startedAtMs ?? task.createdAtMs
  return equals.reduce((oldest, one) => ((age(one) - age(oldest) || one.task.n - oldest.task.n) < 0 ? one : oldest))
}

/** S-50; unhealthy by its container check or by a target group's. */
function classIndex(sim: Sim, task: TaskRow): number {
  if (task.lastStatus === 'PROVISIONING' || task.lastStatus === 'PENDING' || task.lastStatus === 'ACTIVATING') return 0
  const unhealthy =
    task.healthStatus === 'UNHEALTHY' || task.targetIds.some((id) => sim.t.targets.get(id)?.state === 'unhealthy')
  return unhealthy ? 1 : 2
}

/** S-51, S-52: the chain up to a `random`, which leaves the rest to chance. */
function levelsOf(
  sim: Sim,
  serviceId: string,
  candidates: readonly TaskRow[],
  strategy: readonly PlacementStrategy[],
): Level[] {
  const chain = strategy.length > 0 ? strategy : SERVICE_DEFAULT
  const random = chain.findIndex(({ type }) => type === 'random')
  const ofService = sim.t.tasks.by('liveOfService', serviceId).filter((task) => task.desiredStatus === 'RUNNING')
  const counted = new Map([...ofService, ...candidates].map((task) => [task.id, task]))
  const rule = strategy.length > 0 ? 'S-52' : 'S-51'
  return chain
    .slice(0, random < 0 ? chain.length : random)
    .map(({ type, field = '' }) =>
      type === 'spread' ? spreadLevel(sim, counted.values(), field, rule) : binpackLevel(sim, field),
    )
}

/** S-51, S-52: the value with the most tasks of the service loses one. */
function spreadLevel(sim: Sim, tasks: Iterable<TaskRow>, field: string, rule: string): Level {
  const values = new Map<string, string | undefined>()
  const counts = new Map<string | undefined, number>()
  for (const task of tasks) {
    const value = spreadValueOfTask(sim, task, field)
    values.set(task.id, value)
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const figure = (task: TaskRow) => counts.get(values.get(task.id)) ?? 0
  return {
    name: `spread ${field}`,
    rule,
    figure,
    describe: (n) => `${n} of the service ${whereOf(field)}`,
    remove: (task) => counts.set(values.get(task.id), figure(task) - 1),
  }
}

function whereOf(field: string): string {
  if (field === 'instanceId') return 'on its instance'
  return field === ZONE ? 'in its zone' : `with its ${field.slice('attribute:'.length)}`
}

/** A task without an instance (Fargate, or waiting for one) has a zone at most. */
function spreadValueOfTask(sim: Sim, task: TaskRow, field: string): string | undefined {
  const ci = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
  if (ci) return spreadValueOf(field)(ci)
  return field === ZONE ? (task.zone ?? undefined) : undefined
}

/** S-53: the instance that would have the most left after the stop loses a task. */
function binpackLevel(sim: Sim, field: string): Level {
  const ofCpu = field.toUpperCase() === 'CPU'
  const freed = new Map<string, number>()
  const take = (of: { cpuUnits: number; memoryMiB: number }) => (ofCpu ? of.cpuUnits : of.memoryMiB)
  const leftOn = (ci: ContainerInstanceRow) => take(ci) - take(accountOf(sim, ci.id)) + (freed.get(ci.id) ?? 0)
  return {
    name: `binpack ${ofCpu ? 'CPU' : 'MEMORY'}`,
    rule: 'S-53',
    figure(task) {
      const ci = sim.t.containerInstances.get(task.containerInstanceId ?? undefined)
      return ci ? leftOn(ci) + take(task) : Number.MAX_SAFE_INTEGER
    },
    describe: (n) =>
      n === Number.MAX_SAFE_INTEGER ? 'on no instance yet' : `${n} ${ofCpu ? 'CPU units' : 'MiB'} left after it`,
    remove(task) {
      if (task.containerInstanceId === null) return
      freed.set(task.containerInstanceId, (freed.get(task.containerInstanceId) ?? 0) + take(task))
    },
  }
}

function becauseOf(steps: readonly StopStep[], protectedCount: number, asked: number): string {
  const first = steps[0]
  const passed = protectedCount > 0 ? ` ${protectedCount} under scale-in protection.` : ''
  if (!first) return `None of the ${asked} tasks asked for can go.${passed}`
  const equals = first.equals > 1 ? `, one of ${first.equals} equals` : ''
  const reason = first.because ? `: ${first.because}` : ''
  return `${steps.length} of ${asked} to stop; the first was ${first.class}${reason}${equals}.${passed}`
}
