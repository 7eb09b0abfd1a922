/** Verdicts of container health checks. A probe that would repeat its verdict is not queued (design.md §3). */
import type { Sim } from '../kernel'
import type { ContainerState, TaskRow } from '../model'
import { changeContainer, changeTask, isCut, isOver } from './change'
import { checkOf, rollUp, scheduleProbe } from './checks'
import { behaviourOf, seconds } from './images'
import { startReady } from './start'

type Answer = 'pass' | 'fail' | 'hang'

/** What the command of the check would answer now: the image's script, and faults on the task. */
function answerNow(sim: Sim, task: TaskRow, container: ContainerState): Answer {
  for (const fault of sim.t.faults.by('target', task.id)) {
    const check = fault.detail.check
    if (fault.kind === 'failHealthChecks' && (check === 'container' || check === 'both')) return 'fail'
  }
  if (container.process === 'hung') return 'hang'
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  const ranMs = sim.nowMs - (container.startedAtMs ?? sim.nowMs)
  if (ranMs < seconds(behaviour.healthyAfterSeconds) || container.process === 'booting') return 'fail'
  if (behaviour.unhealthyAfterSeconds !== null && ranMs >= seconds(behaviour.unhealthyAfterSeconds)) return 'fail'
  return 'pass'
}

/** The next known instant at which the answer changes by the image's own script, or null. */
function nextChangeMs(sim: Sim, container: ContainerState): number | null {
  const behaviour = behaviourOf(sim, container.image, container.imageDigest)
  const start = container.startedAtMs ?? sim.nowMs
  const instants = [start + seconds(behaviour.healthyAfterSeconds), container.listensAtMs ?? start]
  if (behaviour.unhealthyAfterSeconds !== null) instants.push(start + seconds(behaviour.unhealthyAfterSeconds))
  const later = instants.filter((ms) => ms > sim.nowMs)
  return later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b))
}

/** Probe k of a container starts. */
export function probe(sim: Sim, id: string, name: string, k: number): void {
  const task = sim.t.tasks.get(id)
  const container = task?.containers.find((c) => c.name === name)
  if (!task || !container?.health || container.stage !== 'running' || container.unseenExit || isOver(task)) return
  const check = checkOf(sim, task, name)
  if (!check) return
  const answer = answerNow(sim, task, container)
  if (answer === 'hang') {
    sim.schedule(sim.nowMs + check.timeoutMs, 0, 'task.probeTimeout', `${id} ${name} ${k}`, container.restartCount)
  } else {
    verdict(sim, id, name, k, answer === 'pass')
  }
}

/** No answer within the timeout is a failure (D-139). */
export function probeTimeout(sim: Sim, id: string, name: string, k: number, restart: number): void {
  const container = sim.t.tasks.get(id)?.containers.find((c) => c.name === name)
  if (container?.health && container.stage === 'running' && !container.unseenExit && container.restartCount === restart)
    verdict(sim, id, name, k, false)
}

function verdict(sim: Sim, id: string, name: string, k: number, pass: boolean): void {
  const task = sim.t.tasks.need(id)
  const container = task.containers.find((c) => c.name === name)
  const check = checkOf(sim, task, name)
  if (!container?.health || !check) return
  const { health } = container
  const probeMs = health.anchorMs + k * check.intervalMs
  // D-139: failures during startPeriod do not count unless a success already happened inside it.
  const excused = !pass && !health.graceEnded && probeMs - health.anchorMs <= check.startPeriodMs
  const failures = pass ? 0 : health.failures + (excused ? 0 : 1)
  const before = health.unseen ?? container.healthStatus
  let healthStatus = before
  if (pass) healthStatus = 'HEALTHY'
  else if (failures >= check.retries) healthStatus = 'UNHEALTHY'
  const repeats = pass ? before === 'HEALTHY' && health.failures === 0 : before === 'UNHEALTHY'
  // D-143, D-808: without its agent the last known health stands.
  const cut = isCut(sim, task)
  changeContainer(sim, id, name, {
    healthStatus: cut ? container.healthStatus : healthStatus,
    health: {
      ...health,
      probes: k,
      failures,
      graceEnded: health.graceEnded || pass,
      parkedAtProbe: repeats ? k : null,
      parkedPass: pass,
      ...(cut ? { unseen: healthStatus } : {}),
    },
  })
  if (!cut && healthStatus !== before) {
    sim.decide({
      kind: 'health',
      subject: id,
      serviceId: task.serviceId,
      rules: ['D-139'],
      because: pass
        ? `Container ${name} passed its health check: HEALTHY.`
        : `Container ${name} failed ${failures} checks in a row, ${check.retries} are needed: UNHEALTHY.`,
      inputs: { container: name, probe: k, failures, retries: check.retries },
      outcome: { healthStatus },
    })
    showHealth(sim, id)
  }
  if (!repeats) {
    // A probe that hung for longer than the interval has let grid points pass.
    scheduleProbe(sim, id, name, probeAt(health.anchorMs, check.intervalMs, sim.nowMs, k))
    return
  }
  const next = nextChangeMs(sim, container)
  if (next !== null) scheduleProbe(sim, id, name, probeAt(health.anchorMs, check.intervalMs, next, k))
}

/** What follows from the health of a container that has changed (D-141). */
function showHealth(sim: Sim, id: string): void {
  const task = sim.t.tasks.need(id)
  const rolled = rollUp(task.containers)
  if (rolled !== task.healthStatus) changeTask(sim, id, { healthStatus: rolled })
  startReady(sim, id)
}

/** D-808: the agent is back and tells what its checks have found meanwhile. */
export function tellHealth(sim: Sim, id: string): void {
  const { containers, serviceId } = sim.t.tasks.need(id)
  for (const { name, health, healthStatus: before } of containers) {
    if (!health?.unseen) continue
    const { unseen: healthStatus, ...known } = health
    changeContainer(sim, id, name, { healthStatus, health: known })
    if (healthStatus === before) continue
    const because = `The agent is back; container ${name} is ${healthStatus}.`
    const inputs = { container: name, before }
    sim.decide({ kind: 'health', subject: id, serviceId, rules: ['D-808'], because, inputs, outcome: { healthStatus } })
    showHealth(sim, id)
  }
}

/** First probe at or after `ms`, later than probe k. */
function probeAt(anchorMs: number, intervalMs: number, ms: number, k: number): number {
  return Math.max(k + 1, Math.ceil((ms - anchorMs) / intervalMs))
}

/** Something about the process changed: parked checks look again at the next probe of their grid. */
export function wakeProbes(sim: Sim, id: string): void {
  const task = sim.t.tasks.get(id)
  if (!task || isOver(task)) return
  for (const container of task.containers) {
    const { health } = container
    if (!health || health.parkedAtProbe === null || container.stage !== 'running') continue
    const check = checkOf(sim, task, container.name)
    if (!check) continue
    const k = probeAt(health.anchorMs, check.intervalMs, sim.nowMs, health.probes)
    changeContainer(sim, id, container.name, { health: { ...health, parkedAtProbe: null } })
    scheduleProbe(sim, id, container.name, k)
  }
}
