/** How an event names whose it is (D-600). */
import type { DeploymentRow, ServiceRow } from '../../model'

/** `web`, or `web, taskSet ecs-svc/…` for what a task set does. */
export function titleOf(
  service: Pick<ServiceRow, 'name'>,
  deployment: Pick<DeploymentRow, 'deploymentId' | 'taskSet'>,
) {
  return deployment.taskSet ? `${service.name}, taskSet ${deployment.deploymentId}` : service.name
}
