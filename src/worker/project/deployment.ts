/** A service deployment's row as the page shows it: breaker, alarms, figures; and the settings of the next one. */
import type { RowTypes } from '../../engine'
import {
  breakerOf,
  CANARY_DEFAULTS,
  DEFAULT_BAKE_MINUTES,
  deploymentFigures,
  LINEAR_DEFAULTS,
  strategyOf,
  thresholdOf,
} from '../../engine'
import type { DeploymentSettings, ServiceDeploymentView } from '../views'
import type { EngineReader } from './source'

type RecordRow = RowTypes['serviceDeployments']
type Service = RowTypes['services']

export function projectRecord(record: RecordRow, engine: EngineReader): ServiceDeploymentView | null {
  const service = engine.row('services', record.serviceId)
  const deployment = engine.row('deployments', record.deploymentId)
  if (!service || !deployment) return null
  const { deploymentConfiguration: configuration } = record
  const strategy = strategyOf(configuration)
  const running = record.finishedAtMs === null
  return {
    id: record.id,
    arn: record.arn,
    deploymentId: record.deploymentId,
    status: record.status,
    statusReason: record.statusReason,
    strategy,
    target: revisionName(record.targetRevisionId, engine),
    sources: record.sourceRevisionIds.map((id) => revisionName(id, engine)),
    createdAtMs: record.createdAtMs,
    finishedAtMs: record.finishedAtMs,
    breaker: breakerView(record, service, deployment),
    alarms: {
      enabled: configuration.alarms?.enable === true && !deployment.alarmsIgnored,
      names: configuration.alarms?.alarmNames ?? [],
      triggered: record.triggeredAlarms,
    },
    bakeMinutes: configuration.bakeTimeInMinutes ?? (strategy === 'ROLLING' ? 0 : DEFAULT_BAKE_MINUTES),
    bakeUntilMs: running ? deployment.bakeUntilMs : null,
    stepBakeMinutes: stepBakeOf(record),
    rollbackSinceMs: record.rollback?.startedAtMs ?? null,
    figures: record.figures ?? {
      lowestHealthy: service.figures.lowestHealthy,
      peakTasks: service.figures.peakTasks,
      failedRequests: null,
    },
  }
}

const stepBakeOf = ({ deploymentConfiguration: configuration }: RecordRow): number => {
  const { linear, canary } = paceOf(configuration)
  const strategy = strategyOf(configuration)
  return strategy === 'LINEAR' ? linear.stepBakeMinutes : strategy === 'CANARY' ? canary.canaryBakeMinutes : 0
}

function paceOf(configuration: Service['deploymentConfiguration']): Pick<DeploymentSettings, 'linear' | 'canary'> {
  const linear = { ...LINEAR_DEFAULTS, ...configuration.linearConfiguration }
  const canary = { ...CANARY_DEFAULTS, ...configuration.canaryConfiguration }
  return {
    linear: { stepPercent: linear.stepPercent, stepBakeMinutes: linear.stepBakeTimeInMinutes },
    canary: { canaryPercent: canary.canaryPercent, canaryBakeMinutes: canary.canaryBakeTimeInMinutes },
  }
}

/** `web:2` of a service revision. */
function revisionName(id: string, engine: EngineReader): string {
  const definitionId = engine.row('serviceRevisions', id)?.taskDefinitionId
  const definition = definitionId === undefined ? undefined : engine.row('taskDefinitions', definitionId)
  return definition ? `${definition.family}:${definition.revision}` : '?'
}

/** D-352: live while it is watched, as kept afterwards. */
function breakerView(record: RecordRow, service: Service, deployment: RowTypes['deployments']) {
  const { rollback, resetOnHealthyTask } = breakerOf({ deploymentConfiguration: record.deploymentConfiguration })
  const { status, failureCount, threshold } = record.breaker
  const live = status === 'MONITORING'
  return {
    status,
    failureCount: live ? deployment.failedTasks : failureCount,
    threshold: live || threshold === 0 ? thresholdOf(service) : threshold,
    rollback,
    resetOnHealthyTask,
  }
}

/** The latest one: on the way back, and until the next begins, the one that failed. */
export const recordOf = (service: Service, engine: EngineReader): RecordRow | undefined =>
  engine.sim.t.serviceDeployments.by('service', service.id).at(-1)

export function settingsOf(service: Service): DeploymentSettings {
  const { deploymentConfiguration: configuration, loadBalancers } = service
  const strategy = strategyOf(configuration)
  const alarms = configuration.alarms
  return {
    strategy,
    breaker: breakerOf(service),
    alarms: {
      enable: alarms?.enable ?? false,
      rollback: alarms?.rollback ?? false,
      names: alarms?.alarmNames ?? [],
    },
    bakeMinutes: configuration.bakeTimeInMinutes ?? (strategy === 'ROLLING' ? 0 : DEFAULT_BAKE_MINUTES),
    ...paceOf(configuration),
    canShift: loadBalancers.every((entry) => entry.advancedConfiguration?.alternateTargetGroupArn !== undefined),
  }
}

const HISTORY_SHOWN = 50

/** The service's deployments, newest first, with the figures of those still running counted up to now. */
export function historyOf(serviceId: string, engine: EngineReader): ServiceDeploymentView[] {
  const views: ServiceDeploymentView[] = []
  for (const record of engine.sim.t.serviceDeployments.by('service', serviceId).slice(-HISTORY_SHOWN).reverse()) {
    const view = projectRecord(record, engine)
    if (view) views.push({ ...view, figures: deploymentFigures(engine.sim, record) })
  }
  return views
}
