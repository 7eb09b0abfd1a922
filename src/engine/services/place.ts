/** Placing and launching service tasks, and what the event says when there is no place (D-204, S-46). */
import { remaining } from '../capacity/accounts'
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow, TaskRow } from '../model'
import { decideFargatePlacement, decidePlacement, demandOf, placementEventText } from '../scheduler'
import { launchTask } from '../tasks'
import { chooseProvider } from './providers'

export interface NoPlace {
  /** The service event. */
  text: string
  /** Reason → number of instances (S-17), for the tray. */
  reasons: Record<string, number>
  decisionId: string
  /** S-49: what EventBridge is told with the event; `resources` are the closest instance or the provider. */
  reason: string
  resources: { containerInstanceArns?: string[]; capacityProviderArns?: string[] }
}

export type Placed = { task: TaskRow } | { noPlace: NoPlace }

/** Where alone the task may go: on these instances (D-230), in this zone (S-61). */
export interface Only {
  instances?: string[]
  zone?: string
}

/** Finds a place for one more task of the deployment and launches it there. */
export function placeTask(
  sim: Sim,
  service: ServiceRow,
  deployment: DeploymentRow,
  replaces: string | null,
  only: Only = {},
): Placed {
  const provider = chooseProvider(sim, service, deployment)
  const fargate = deployment.launchType === 'FARGATE' || provider === 'FARGATE' || provider === 'FARGATE_SPOT'
  const placed = fargate
    ? placeOnFargateFor(sim, service, deployment, provider, replaces, only)
    : placeOnInstanceFor(sim, service, deployment, replaces, only)
  // The record of a placement is about the task it gave a place to; without one it is about the service.
  if ('task' in placed) sim.t.decisions.patch(placed.decisionId, { subject: placed.task.id })
  return placed
}

type Decided = { task: TaskRow; decisionId: string } | { noPlace: NoPlace }

function placeOnFargateFor(
  sim: Sim,
  service: ServiceRow,
  deployment: DeploymentRow,
  provider: string | null,
  replaces: string | null,
  only: Only,
): Decided {
  const definition = sim.t.taskDefinitions.need(deployment.taskDefinitionId)
  const found = decideFargatePlacement(
    sim,
    {
      clusterId: service.clusterId,
      subnetIds: subnetsOf(sim, deployment, only.zone).ids,
      scope: scopeOf(service),
      serviceId: service.id,
      capacityProvider: provider === 'FARGATE_SPOT' ? 'FARGATE_SPOT' : 'FARGATE',
      demand: demandOf(definition),
    },
    service.id,
  )
  if ('reason' in found) {
    const text = placementEventText(sim, service.name, found)
    const reason = 'RESOURCE:FARGATE'
    const arn = sim.t.capacityProviders.find('name', provider ?? '')?.arn
    const resources = arn ? { capacityProviderArns: [arn] } : {}
    return { noPlace: { text, reasons: { [reason]: 1 }, decisionId: found.decisionId, reason, resources } }
  }
  const task = launchTask(sim, {
    ...common(service, deployment, provider, replaces),
    taskDefinition: definition,
    launchType: 'FARGATE',
    containerInstanceId: null,
    subnetId: found.subnetId,
    zone: found.zone,
  })
  return { task, decisionId: found.decisionId }
}

function placeOnInstanceFor(
  sim: Sim,
  service: ServiceRow,
  deployment: DeploymentRow,
  replaces: string | null,
  only: Only,
): Decided {
  const definition = sim.t.taskDefinitions.need(deployment.taskDefinitionId)
  const launchType = deployment.launchType === 'EXTERNAL' ? 'EXTERNAL' : 'EC2'
  const demand = demandOf(definition)
  const subnets = subnetsOf(sim, deployment)
  const inZone = only.zone && sim.t.containerInstances.by('cluster', service.clusterId)
  const onlyInstances = inZone ? inZone.flatMap((ci) => (ci.zone === only.zone ? [ci.id] : [])) : only.instances
  const result = decidePlacement(
    sim,
    {
      clusterId: service.clusterId,
      pool: { launchType },
      scope: scopeOf(service),
      serviceId: service.id,
      demand,
      vpcId: demand.awsvpc ? subnets.vpcId : null,
      zones: demand.awsvpc ? subnets.zones : null,
      constraints: [...(definition.def.placementConstraints ?? []), ...service.placementConstraints],
      strategy: service.placementStrategy,
      ...(onlyInstances ? { onlyInstances } : {}),
    },
    service.id,
  )
  if (!result.containerInstanceId) {
    const text = placementEventText(sim, service.name, result)
    const reasons: Record<string, number> = {}
    for (const { reason } of result.refusals) reasons[reason] = (reasons[reason] ?? 0) + 1
    const { closest } = result
    const arn = sim.t.containerInstances.get(closest?.containerInstanceId)?.arn
    const resources = arn ? { containerInstanceArns: [arn] } : {}
    const reason = closest?.reason ?? 'EMPTY CAPACITY PROVIDER'
    return { noPlace: { text, reasons, decisionId: result.decisionId, reason, resources } }
  }
  const instance = sim.t.containerInstances.need(result.containerInstanceId)
  const task = launchTask(sim, {
    ...common(service, deployment, null, replaces),
    taskDefinition: definition,
    launchType,
    containerInstanceId: instance.id,
    subnetId: demand.awsvpc ? (subnets.rows.find((row) => row.zone === instance.zone)?.subnetId ?? null) : null,
    zone: instance.zone,
    gpuIds: remaining(sim, instance).gpuIds.slice(0, demand.gpus),
  })
  return { task, decisionId: result.decisionId }
}

/** S-3: a service task's group cannot be chosen. */
const scopeOf = (service: ServiceRow) => `service:${service.name}`

function common(service: ServiceRow, deployment: DeploymentRow, provider: string | null, replaces: string | null) {
  return {
    clusterId: service.clusterId,
    serviceId: service.id,
    deploymentId: deployment.id,
    group: scopeOf(service),
    startedBy: deployment.deploymentId,
    capacityProviderName: provider,
    networkConfiguration: deployment.networkConfiguration,
    platformVersion: deployment.platformVersion,
    enableExecuteCommand: service.enableExecuteCommand,
    tags: service.propagateTags === 'SERVICE' ? service.tags : [],
    replaces,
  }
}

/** The deployment's subnets that exist (in one zone, if asked), with their VPC and zones in the order given. */
function subnetsOf(sim: Sim, deployment: DeploymentRow, zone?: string) {
  const all = deployment.networkConfiguration?.awsvpcConfiguration?.subnets ?? []
  const inZone = (id: string) => sim.t.subnets.find('subnetId', id)?.zone === zone
  const ids = zone === undefined ? all : all.filter(inZone)
  const rows = ids.flatMap((id) => sim.t.subnets.find('subnetId', id) ?? [])
  return { ids, rows, vpcId: rows[0]?.vpcId ?? null, zones: [...new Set(rows.map((row) => row.zone))] }
}
