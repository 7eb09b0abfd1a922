/**
 * Small changes that might free a service that waits for something: commands as a user would send them, smallest first.
 * Whether one does is not judged here: each is tried (trial.ts).
 */
import type { Engine, RowTypes, WaitingAnswer } from '../../engine'
import { boundsOf } from '../../engine'
import type { Command } from '../protocol'

type Service = RowTypes['services']

export interface Candidate {
  id: string
  /** A sentence that tells the change. */
  words: string
  commands: Command[]
}

const ecs = (operation: string, input: object): Command => ({ service: 'ecs', operation, input })

/** In the order in which they are tried: numbers first, then tasks, then capacity, then another revision. */
export function candidatesFor(engine: Engine, service: Service, waiting: WaitingAnswer): Candidate[] {
  const cluster = engine.row('clusters', service.clusterId)?.name ?? 'default'
  const update = (input: object) => ecs('UpdateService', { cluster, service: service.name, ...input })
  const world: World = { engine, service, waiting, cluster, update }
  if (waiting.kind === 'failed') return [...previousRevision(world), ...rollBack(world)]
  const replica = service.schedulingStrategy === 'REPLICA'
  return [
    ...(replica ? percents(world) : []),
    ...(replica ? desiredCounts(world) : []),
    ...stopOne(world),
    ...(waiting.kind === 'placement' ? [...oneInstance(world), ...otherPorts(world), ...otherService(world)] : []),
    ...rollBack(world),
  ]
}

interface World {
  engine: Engine
  service: Service
  waiting: WaitingAnswer
  cluster: string
  update: (input: object) => Command
}

/** D-304: the nearest percentages that move a bound by one task. */
function percents({ service, update }: World): Candidate[] {
  const { desiredCount: desired } = service
  if (desired === 0) return []
  const { lower, upper } = boundsOf(service)
  const min = service.deploymentConfiguration.minimumHealthyPercent ?? 100
  const max = service.deploymentConfiguration.maximumPercent ?? 200
  const configuration = (minimumHealthyPercent: number, maximumPercent: number) =>
    update({ deploymentConfiguration: { minimumHealthyPercent, maximumPercent } })
  const out: Candidate[] = []
  const most = (percent: number) => boundsAt(service, min, percent).upper
  const least = (percent: number) => boundsAt(service, percent, max).lower
  const more = rounded(Math.ceil(((upper + 1) * 100) / desired), Math.ceil, most)
  out.push({
    id: 'raiseMaximum',
    words: `Raise maximumPercent from ${max} to ${more}: ${most(more)} tasks may exist, not ${upper}.`,
    commands: [configuration(min, more)],
  })
  if (lower > 0) {
    const less = rounded(Math.floor(((lower - 1) * 100) / desired), Math.floor, least)
    out.push({
      id: 'lowerMinimum',
      words: `Lower minimumHealthyPercent from ${min} to ${less}: ${least(less)} must stay healthy, not ${lower}.`,
      commands: [configuration(less, max)],
    })
  }
  return out
}

const boundsAt = (service: Service, minimumHealthyPercent: number, maximumPercent: number) =>
  boundsOf({ ...service, deploymentConfiguration: { minimumHealthyPercent, maximumPercent } })

/** A multiple of five where that has the same effect as the exact percentage. */
function rounded(exact: number, round: (fives: number) => number, bound: (percent: number) => number): number {
  const near = round(exact / 5) * 5
  return bound(near) === bound(exact) ? near : exact
}

/** One task fewer, and the next greater count whose bounds leave room. */
function desiredCounts({ service, update }: World): Candidate[] {
  const { desiredCount: desired } = service
  const out: Candidate[] = []
  if (desired > 1) {
    out.push({
      id: 'lowerDesired',
      words: `Lower the desired count from ${desired} to ${desired - 1}.`,
      commands: [update({ desiredCount: desired - 1 })],
    })
  }
  for (let more = desired + 1; more <= 2 * desired + 1; more++) {
    const { lower, upper } = boundsOf({ ...service, desiredCount: more })
    if (lower === more && upper === more) continue
    out.push({
      id: 'raiseDesired',
      words: `Raise the desired count from ${desired} to ${more}: the percentages then leave room.`,
      commands: [update({ desiredCount: more })],
    })
    break
  }
  return out
}

/** An old task, an unhealthy one first. */
function stopOne({ engine, service, cluster }: World): Candidate[] {
  const old: RowTypes['tasks'][] = []
  for (const task of engine.sim.t.tasks.by('liveOfService', service.id))
    if (task.desiredStatus === 'RUNNING' && task.deploymentId !== service.primaryId) old.push(task)
  const victim = old.find((task) => !task.countsAsHealthy) ?? old[0]
  if (!victim) return []
  const which = victim.countsAsHealthy ? 'one old task' : 'one old task that is not healthy'
  return [
    {
      id: 'stopOld',
      words: `Stop ${which} by hand (${victim.taskId.slice(0, 4)}): StopTask does not ask for the lower bound.`,
      commands: [ecs('StopTask', { cluster, task: victim.taskId })],
    },
  ]
}

function oneInstance({ engine, service, cluster }: World): Candidate[] {
  const counts = new Map<string, number>()
  for (const row of engine.rows('containerInstances')) {
    if (row.clusterId !== service.clusterId || row.status !== 'ACTIVE' || row.external) continue
    counts.set(row.instanceType, (counts.get(row.instanceType) ?? 0) + 1)
  }
  const [instanceType] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? []
  if (instanceType === undefined) return []
  return [
    {
      id: 'addInstance',
      words: `Add one ${instanceType} to the cluster.`,
      commands: [{ service: 'playground', operation: 'AddContainerInstances', input: { cluster, instanceType } }],
    },
  ]
}

/** N-20: a static host port stands once on an instance; bridge mode can leave the choice to the agent (N-23). */
function otherPorts({ engine, service, waiting, update }: World): Candidate[] {
  const definition = engine.row('taskDefinitions', service.taskDefinitionId)
  if (!definition || !('RESOURCE:PORTS' in waiting.reasons)) return []
  if (definition.derived.networkMode !== 'bridge') return []
  const containerDefinitions = (definition.def.containerDefinitions ?? []).map((container) => ({
    ...container,
    portMappings: container.portMappings?.map((mapping) => ({ ...mapping, hostPort: 0 })),
  }))
  const ports = [...definition.derived.tcpPorts, ...definition.derived.udpPorts].join(', ')
  return [
    {
      id: 'dynamicPort',
      words: `Give up host port ${ports}: a revision with hostPort 0 gets a free one on any instance.`,
      commands: [
        ecs('RegisterTaskDefinition', { ...definition.def, containerDefinitions }),
        update({ taskDefinition: definition.family }),
      ],
    },
  ]
}

/** Another service of the cluster gives one task up. */
function otherService({ engine, service, cluster }: World): Candidate[] {
  for (const other of engine.rows('services')) {
    if (other.id === service.id || other.clusterId !== service.clusterId) continue
    if (other.status !== 'ACTIVE' || other.schedulingStrategy !== 'REPLICA' || other.desiredCount === 0) continue
    const desiredCount = other.desiredCount - 1
    return [
      {
        id: 'scaleOther',
        words: `Take one task from service ${other.name}: ${desiredCount} instead of ${other.desiredCount}.`,
        commands: [ecs('UpdateService', { cluster, service: other.name, desiredCount })],
      },
    ]
  }
  return []
}

/** D-356: no rollback option is needed for it. */
function rollBack({ engine, service }: World): Candidate[] {
  const primary = engine.row('deployments', service.primaryId)
  const record = primary && engine.row('serviceDeployments', primary.serviceDeploymentId)
  if (!record || (record.status !== 'IN_PROGRESS' && record.status !== 'PENDING')) return []
  if (record.sourceRevisionIds.length === 0) return []
  return [
    {
      id: 'rollBack',
      words: 'Give the deployment up: roll back to the last revision that was completed.',
      commands: [ecs('StopServiceDeployment', { serviceDeploymentArn: record.arn, stopType: 'ROLLBACK' })],
    },
  ]
}

/** After a breaker without rollback (D-410): deploy what last worked. */
function previousRevision({ engine, service, update }: World): Candidate[] {
  const completed = engine.sim.t.deployments
    .by('service', service.id)
    .filter((row) => row.rolloutState === 'COMPLETED' && row.id !== service.primaryId)
    .reduce<RowTypes['deployments'] | null>(
      (best, row) => (best && (best.completedAtMs ?? 0) > (row.completedAtMs ?? 0) ? best : row),
      null,
    )
  const definition = completed && engine.row('taskDefinitions', completed.taskDefinitionId)
  if (!definition) return []
  const name = `${definition.family}:${definition.revision}`
  return [
    {
      id: 'previousRevision',
      words: `Deploy ${name} again, the last revision that was completed.`,
      commands: [update({ taskDefinition: name })],
    },
  ]
}
