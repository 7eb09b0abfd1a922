/** Which service events and decisions belong to an object. Pure. */
import type { SelectionKind } from '../../store'
import type {
  DeploymentView,
  InstanceView,
  ServiceEventView,
  TargetGroupView,
  TaskView,
  ViewTable,
  ViewTables,
} from '../../worker'

/** A test for service events: those of the service, or those whose text names the object. */
export function aboutIn(kind: SelectionKind, row: ViewTables[ViewTable]): (event: ServiceEventView) => boolean {
  switch (kind) {
    case 'service':
      return (event) => event.serviceId === row.id
    case 'task': {
      const { taskId } = row as TaskView
      return (event) => event.message.includes(taskId)
    }
    case 'instance': {
      const { arn, ec2InstanceId } = row as InstanceView
      const shortId = arn.slice(arn.lastIndexOf('/') + 1)
      return ({ message }) => message.includes(ec2InstanceId) || message.includes(shortId)
    }
    case 'deployment': {
      const { deploymentId } = row as DeploymentView
      return (event) => event.message.includes(deploymentId)
    }
    case 'targetGroup': {
      const { arn } = row as TargetGroupView
      return (event) => event.message.includes(arn)
    }
    case 'cluster':
    case 'zone':
    case 'loadBalancer':
    case 'listener':
    case 'rule':
    case 'target':
      return () => false
  }
}

/** Row ids whose decisions explain the object: a task's include those about its targets. */
export function subjectsOf(kind: SelectionKind, row: ViewTables[ViewTable]): string[] {
  if (kind === 'task') return [row.id, ...(row as TaskView).targetIds]
  if (kind === 'deployment') return [row.id, (row as DeploymentView).serviceId]
  return [row.id]
}
