/** Where things run: instance, zone, cluster. */
import { useTable } from '../../store'
import type { ClusterView, InstanceView, ZoneView } from '../../worker'
import { Facts, Part } from '../parts/Facts'
import { RowLink, RowLinks } from '../parts/Links'

export function InstanceNow({ row }: { row: InstanceView }) {
  const tasks = useTable('tasks').filter((task) => task.containerInstanceId === row.id)
  return (
    <>
      <p>{instanceSentence(row)}</p>
      <div className="flex flex-col gap-1">
        <Meter name="CPU" unit="units" {...row.cpuUnits} />
        <Meter name="Memory" unit="MiB" {...row.memoryMiB} />
        <Meter name="Network interfaces" unit="" total={row.eni.max} reserved={row.eni.used} used={row.eni.used} />
      </div>
      <p className="text-12 text-ink-2">Reserved is what placement counts; used is what the containers take.</p>
      <Facts
        rows={[
          ['Type', row.instanceType],
          ['Zone', row.zone],
          ['EC2 instance', row.ec2InstanceId],
          ['Status', row.status],
          ['Agent', row.agentConnected ? 'connected' : 'not connected'],
          ['Host ports taken', row.portsInUse.join(', ') || 'none'],
          ['Cluster', <RowLink key="c" kind="cluster" id={row.clusterId} />],
        ]}
      />
      <Part title={`Tasks · ${tasks.length}`}>
        <RowLinks kind="task" ids={tasks.map(({ id }) => id)} />
      </Part>
    </>
  )
}

/** What the state of an instance means for its tasks. */
function instanceSentence({ status, agentConnected, taskCount }: InstanceView): string {
  const tasks = `${taskCount} ${taskCount === 1 ? 'task' : 'tasks'}`
  if (status === 'lost') return 'EC2 has terminated it; ECS has not noticed yet.'
  if (status === 'stopped') return 'EC2 has stopped it.'
  if (status === 'REGISTERING') return 'It starts up; its agent has not registered it yet.'
  if (status === 'DRAINING') return `It takes no new tasks, and services move theirs away; ${tasks} left.`
  if (status !== 'ACTIVE') return `It is ${status}.`
  if (!agentConnected) return `Its agent does not answer: nothing new is placed here, ${tasks} run on.`
  return `It takes tasks; it has ${tasks}.`
}

interface MeterProps {
  name: string
  unit: string
  total: number
  reserved: number
  used: number
}

/** Reserved solid, used as a line inside; the figures say it too. */
function Meter({ name, unit, total, reserved, used }: MeterProps) {
  const part = (value: number) => `${total === 0 ? 0 : Math.min(100, (value / total) * 100)}%`
  const figures = `${reserved} of ${total}${unit ? ` ${unit}` : ''} reserved${used === reserved ? '' : `, ${used} used`}`
  return (
    <div className="text-13">
      <div className="flex gap-2">
        <span className="flex-1">{name}</span>
        <span className="text-ink-2">{figures}</span>
      </div>
      <div aria-hidden className="relative h-2.5 overflow-hidden rounded-full border border-edge bg-sunken">
        <div className="absolute inset-y-0 left-0 bg-cap" style={{ width: part(reserved) }} />
        <div className="absolute inset-y-[3px] left-0 bg-cap-used" style={{ width: part(used) }} />
      </div>
    </div>
  )
}

export function ZoneNow({ row }: { row: ZoneView }) {
  const tasks = useTable('tasks').filter((task) => task.zone === row.name && task.clusterId === row.clusterId)
  const onFargate = tasks.filter((task) => task.fargate)
  return (
    <>
      <p>
        {row.instanceIds.length} {row.instanceIds.length === 1 ? 'instance' : 'instances'} and {tasks.length}{' '}
        {tasks.length === 1 ? 'task' : 'tasks'}.
      </p>
      <Facts rows={[['Cluster', <RowLink key="c" kind="cluster" id={row.clusterId} />]]} />
      <Part title="Container instances">
        <RowLinks kind="instance" ids={row.instanceIds} />
      </Part>
      {row.fargate && (
        <Part title="On Fargate">
          <RowLinks kind="task" ids={onFargate.map(({ id }) => id)} />
        </Part>
      )}
    </>
  )
}

export function ClusterNow({ row }: { row: ClusterView }) {
  const services = useTable('services').filter((service) => service.clusterId === row.id)
  const instances = useTable('instances').filter((instance) => instance.clusterId === row.id)
  const alone = useTable('tasks').filter((task) => task.clusterId === row.id && task.serviceId === null)
  return (
    <>
      <Facts
        rows={[
          ['Status', row.status],
          [
            'ARN',
            <code key="a" className="text-12">
              {row.arn}
            </code>,
          ],
        ]}
      />
      <Part title="Services">
        <RowLinks kind="service" ids={services.map(({ id }) => id)} />
      </Part>
      <Part title="Container instances">
        <RowLinks kind="instance" ids={instances.map(({ id }) => id)} />
      </Part>
      {alone.length > 0 && (
        <Part title="Tasks without a service">
          <RowLinks kind="task" ids={alone.map(({ id }) => id)} />
        </Part>
      )}
    </>
  )
}
