/** What "New" offers. */
import { addInstance, createCluster, perform, runTask } from '../actions'
import { useShownService } from '../panels'
import { setUi, useTable } from '../store'
import type { MenuEntry } from '../ui'

/** Types that differ in what they teach: the opening one, more memory, more interfaces, a small one. */
const TYPES = ['c5.large', 'c5.xlarge', 'm5.large', 't3.medium', 't3.small']

export function useNewItems(): MenuEntry[] {
  const clusters = useTable('clusters')
  const service = useShownService()
  const clusterId = service?.clusterId ?? clusters[0]?.id
  const names = new Set(clusters.map((cluster) => cluster.name))
  let n = clusters.length + 1
  while (names.has(`demo-${n}`)) n++
  const items: MenuEntry[] = []
  if (clusterId !== undefined) {
    items.push({ heading: 'Container instance' })
    for (const instanceType of TYPES) {
      items.push({
        id: instanceType,
        label: instanceType,
        onSelect: () => void perform(addInstance, { clusterId, instanceType }),
      })
    }
    items.push('line')
  }
  if (clusterId !== undefined && service) {
    const taskDefinition = `${service.taskDefinition.family}:${service.taskDefinition.revision}`
    items.push({
      id: 'task',
      label: `Task of ${taskDefinition}`,
      onSelect: () => void perform(runTask, { clusterId, taskDefinition }),
    })
  }
  items.push(
    { id: 'definition', label: 'Task definition …', onSelect: () => setUi({ editing: 'new' }) },
    {
      id: 'cluster',
      label: 'Cluster',
      onSelect: () => void perform(createCluster, { clusterName: clusters.length === 0 ? 'demo' : `demo-${n}` }),
    },
  )
  return items
}
