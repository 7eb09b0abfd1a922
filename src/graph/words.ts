/** What is said of an object, to eyes and to screen readers (screens.md §8). */
import type { Selection } from '../store'
import { world } from '../store'
import type { StatusWord } from '../ui'
import type { InstanceView, TargetView, TaskView } from '../worker'

/** Glyph of a target's state: the same shapes as the tasks'. */
export const targetWord: Record<TargetView['state'], StatusWord> = {
  initial: 'running',
  healthy: 'healthy',
  unhealthy: 'unhealthy',
  draining: 'draining',
  unused: 'unused',
}

/** The word on a task's chip: of a failed one its reason. */
export const taskWord = (task: TaskView): string => (task.word === 'failed' ? (task.failure ?? 'failed') : task.word)

/** Status of an instance in a word, empty when it is plainly ACTIVE. */
export function instanceWord(instance: InstanceView): string {
  if (instance.status !== 'ACTIVE') return instance.status
  return instance.agentConnected ? '' : 'agent not connected'
}

/** "1a" of "us-east-1a". */
export const shortZone = (name: string): string => name.match(/\d+[a-z]$/)?.[0] ?? name

/** "task 7a3f, revision 2, pending, on i-2 in us-east-1b". */
export function taskLabel(task: TaskView): string {
  const instance = task.containerInstanceId ? world.rows.instances.get(task.containerInstanceId) : undefined
  const place = instance ? `on ${instance.label} in ${instance.zone}` : task.zone ? `on Fargate in ${task.zone}` : ''
  return [`task ${task.shortId}`, `revision ${task.revision}`, taskWord(task), place, task.mark]
    .filter(Boolean)
    .join(', ')
}

export function instanceLabel(instance: InstanceView): string {
  const { cpuUnits: cpu, memoryMiB: memory } = instance
  return [
    `instance ${instance.label}`,
    instance.instanceType,
    instanceWord(instance),
    `${instance.taskCount} ${instance.taskCount === 1 ? 'task' : 'tasks'}`,
    `CPU ${cpu.reserved} of ${cpu.total} reserved, memory ${memory.reserved} of ${memory.total} MiB reserved`,
  ]
    .filter(Boolean)
    .join(', ')
}

export function targetLabel(target: TargetView): string {
  return `target ${target.label}, ${target.state}`
}

/** The spoken name of anything on the stage. */
export function spoken({ kind, id }: Selection): string {
  const { rows } = world
  switch (kind) {
    case 'task': {
      const task = rows.tasks.get(id)
      return task ? taskLabel(task) : 'task, gone'
    }
    case 'instance': {
      const instance = rows.instances.get(id)
      return instance ? instanceLabel(instance) : 'instance, gone'
    }
    case 'target': {
      const target = rows.targets.get(id)
      return target ? targetLabel(target) : 'target, gone'
    }
    case 'zone':
      return `zone ${rows.zones.get(id)?.name ?? ''}, ${rows.zones.get(id)?.instanceIds.length ?? 0} instances`
    case 'loadBalancer': {
      const balancer = rows.loadBalancers.get(id)
      return `load balancer ${balancer?.name ?? ''}, ${balancer?.requestsPerSecond ?? 0} requests a second`
    }
    case 'rule':
      return `rule ${rows.rules.get(id)?.condition ?? ''}`
    case 'targetGroup': {
      const group = rows.targetGroups.get(id)
      return `target group ${group?.name ?? ''}, ${group?.targetIds.length ?? 0} targets`
    }
    case 'service': {
      const service = rows.services.get(id)
      return `service ${service?.name ?? ''}${service?.tray ? `, ${service.tray.wanted} wanted, no place` : ''}`
    }
    default:
      return `${kind} ${id}`
  }
}
