/** The forms of "New"; loaded on demand. */
import type { NewKind } from '../../store'
import { setUi, useUi } from '../../store'
import { Balancer } from './Balancer'
import { Cluster } from './Cluster'
import type { FormProps } from './Form'
import { Instances } from './Instances'
import { Service } from './Service'
import { Task } from './Task'
import { Traffic } from './Traffic'

const FORMS: Record<NewKind, (props: FormProps) => React.ReactNode> = {
  cluster: Cluster,
  instances: Instances,
  balancer: Balancer,
  service: Service,
  task: Task,
  traffic: Traffic,
}

/** The form for `ui.creating`; nothing while that is null. */
export default function New() {
  const kind = useUi((state) => state.creating)
  if (kind === null) return null
  const Form = FORMS[kind]
  return <Form onClose={() => setUi({ creating: null })} />
}
