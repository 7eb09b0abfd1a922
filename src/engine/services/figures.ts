/** What a deployment cost: lowest healthy count, most tasks, failed requests while it ran (playground, not ECS's). */
import type { Sim } from '../kernel'
import type { DeploymentFigures, ServiceDeploymentRow, ServiceRow } from '../model'
import { trafficAt } from '../traffic'

/** Requests that failed so far at the load balancers whose rules lead to the service's target groups. */
export function failedRequestsOf(sim: Sim, service: Pick<ServiceRow, 'loadBalancers'>): number {
  if (sim.t.traffic.size === 0) return 0
  const groups = new Set<string>()
  for (const { targetGroupArn, advancedConfiguration } of service.loadBalancers)
    for (const arn of [targetGroupArn, advancedConfiguration?.alternateTargetGroupArn]) if (arn) groups.add(arn)
  if (groups.size === 0) return 0
  const balancers = new Set<string>()
  for (const rule of sim.t.rules.values()) {
    const listener = sim.t.listeners.get(rule.listenerId)
    if (!listener || balancers.has(listener.loadBalancerId)) continue
    const leads = rule.actions.some(
      (action) =>
        groups.has(action.TargetGroupArn ?? '') ||
        action.ForwardConfig?.TargetGroups?.some((group) => groups.has(group.TargetGroupArn ?? '')),
    )
    if (leads) balancers.add(listener.loadBalancerId)
  }
  if (balancers.size === 0) return 0
  const traffic = trafficAt(sim)
  let failed = 0
  for (const id of balancers) {
    const requests = traffic.loadBalancers.get(id)
    if (requests) failed += requests.total - requests.ok - requests.inFlight
  }
  return failed
}

/** Figures of a service deployment: as kept at its end, else as they are now. */
export function deploymentFigures(sim: Sim, record: ServiceDeploymentRow): DeploymentFigures {
  if (record.figures) return record.figures
  const service = sim.t.services.need(record.serviceId)
  const { lowestHealthy, peakTasks } = service.figures
  const failedRequests = failedRequestsOf(sim, service) - (record.failedRequestsBefore ?? 0)
  return { lowestHealthy, peakTasks, failedRequests: Math.max(0, failedRequests) }
}

/**
 * Live tasks that requests can reach: with a healthy target in a group that some rule gives a weight, the service's test
 * rules aside (D-513: the test listener is not production).
 */
export function servingCount(sim: Sim, service: Pick<ServiceRow, 'id' | 'loadBalancers'>): number {
  const testRules = new Set(service.loadBalancers.map((lb) => lb.advancedConfiguration?.testListenerRule))
  const reached = new Set<string>()
  for (const rule of sim.t.rules.values()) {
    if (testRules.has(rule.arn) || testRules.has(sim.t.listeners.get(rule.listenerId)?.arn)) continue
    for (const { TargetGroupArn, ForwardConfig } of rule.actions) {
      const groups = ForwardConfig?.TargetGroups ?? [{ TargetGroupArn, Weight: 1 }]
      for (const group of groups) if ((group.Weight ?? 1) > 0 && group.TargetGroupArn) reached.add(group.TargetGroupArn)
    }
  }
  const serves = (taskId: string) =>
    sim.t.targets
      .by('task', taskId)
      .some(
        ({ state, targetGroupId }) =>
          state === 'healthy' && reached.has(sim.t.targetGroups.get(targetGroupId)?.arn ?? ''),
      )
  return sim.t.tasks.by('liveOfService', service.id).filter(({ id }) => serves(id)).length
}
