/** What "New" offers. */
import type { NewKind } from '../store'
import { setUi } from '../store'
import type { MenuEntry } from '../ui'

const form = (kind: NewKind, label: string): MenuEntry => ({
  id: `new-${kind}`,
  label: `${label} …`,
  onSelect: () => setUi({ creating: kind }),
})

export const NEW_ITEMS: MenuEntry[] = [
  form('cluster', 'Cluster'),
  form('instances', 'Instances'),
  form('balancer', 'Load balancer'),
  { id: 'new-definition', label: 'Task definition …', onSelect: () => setUi({ editing: 'new' }) },
  form('service', 'Service'),
  form('task', 'Task'),
  form('traffic', 'Traffic'),
]
