/** Events about targets (D-610a … D-610c): those that fall into one instant are one event per target group. */
import type { Extra, RegistrationNotice, Sim } from '../kernel'
import { emit } from './events'

interface Notice extends RegistrationNotice {
  serviceId: string
  /** `ecs-svc/…` of the task's deployment. */
  deploymentId: string
}

class Notices implements Extra {
  list: Notice[] = []
  save() {
    return this.list.map((notice) => ({ ...notice }))
  }
  load(saved: unknown) {
    this.list = (saved as Notice[]).map((notice) => ({ ...notice }))
  }
}

function noticesOf(sim: Sim): Notices {
  return sim.extras.notices as Notices
}

export function installNotices(sim: Sim): void {
  sim.extras.notices = new Notices()
  sim.hooks.registration.push((s, notice) => {
    const task = s.t.tasks.get(notice.taskId)
    if (!task?.serviceId) return
    const deploymentId = s.t.deployments.get(task.deploymentId ?? undefined)?.deploymentId ?? ''
    noticesOf(s).list.push({ ...notice, serviceId: task.serviceId, deploymentId })
    s.timer(`notices ${task.serviceId}`, notice.showAtMs, 1, 'services.notices', task.serviceId, 'earliest')
  })
}

/** Emits what is due for a service. True when a deregistration was among it (D-250: not steady in that evaluation). */
export function flushNotices(sim: Sim, serviceId: string): boolean {
  const notices = noticesOf(sim)
  const due = notices.list.filter((n) => n.serviceId === serviceId && n.showAtMs <= sim.nowMs)
  if (due.length === 0) return false
  notices.list = notices.list.filter((n) => !due.includes(n))
  const service = sim.t.services.get(serviceId)
  const later = notices.list.filter((n) => n.serviceId === serviceId).map((n) => n.showAtMs)
  if (later.length > 0) {
    const next = later.reduce((a, b) => Math.min(a, b))
    sim.timer(`notices ${serviceId}`, next, 1, 'services.notices', serviceId, 'earliest')
  }
  if (!service || service.status === 'INACTIVE') return false
  for (const kind of ['registered', 'deregistered'] as const) {
    for (const group of groupBy(
      due.filter((n) => n.kind === kind),
      (n) => n.targetGroupId,
    )) {
      const arn = sim.t.targetGroups.get(group[0]?.targetGroupId)?.arn
      const rule = kind === 'registered' ? 'D-610a' : 'D-610b'
      if (arn)
        emit(sim, serviceId, rule, `(service ${service.name}) ${kind} ${group.length} targets in (target-group ${arn})`)
    }
  }
  const drained = due.filter((n) => n.kind === 'deregistered')
  for (const group of groupBy(drained, (n) => n.deploymentId)) {
    const tasks = new Set(group.map((n) => n.taskId)).size
    const taskSet = group[0]?.deploymentId
    emit(
      sim,
      serviceId,
      'D-610c',
      `(service ${service.name}, taskSet ${taskSet}) has begun draining connections on ${tasks} tasks.`,
    )
  }
  return drained.length > 0
}

/** Whether a deregistration of the service is still to be announced. */
export function deregistrationPending(sim: Sim, serviceId: string): boolean {
  return noticesOf(sim).list.some((n) => n.serviceId === serviceId && n.kind === 'deregistered')
}

function groupBy<T>(items: T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return [...groups.values()]
}
