/** Deployment failure detection by CloudWatch alarms (D-430 … D-433). */
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow } from '../model'

/** Names of the service's alarms that are in ALARM now; none when alarms are off. */
export function alarmsInAlarm(sim: Sim, service: Pick<ServiceRow, 'deploymentConfiguration'>): string[] {
  const alarms = service.deploymentConfiguration.alarms
  if (!alarms?.enable) return []
  return (alarms.alarmNames ?? []).filter((name) => sim.t.alarms.find('name', name)?.state === 'ALARM')
}

/** Whether alarms watch this deployment (D-431: not when one was in ALARM at its start; not a rollback, V-37). */
export function alarmsWatch(service: ServiceRow, deployment: DeploymentRow): boolean {
  return (
    service.deploymentConfiguration.alarms?.enable === true &&
    !deployment.alarmsIgnored &&
    deployment.rollbackOf === null
  )
}

/** D-432: how long the deployment bakes once everything is in place, in ms; 0 = not at all. */
export function bakeMs(sim: Sim, service: ServiceRow, deployment: DeploymentRow): number {
  if (deployment.rollbackOf !== null) return 0
  const minutes = service.deploymentConfiguration.bakeTimeInMinutes ?? 0
  if (service.deploymentConfiguration.alarms?.enable && deployment.alarmsIgnored) return 0
  if (minutes > 0) return minutes * 60_000
  return alarmsWatch(service, deployment) ? sim.timings.rollingAlarmBake * 1000 : 0
}
