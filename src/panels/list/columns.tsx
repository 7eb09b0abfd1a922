/** The columns of the list's table, by what stands in it: the same words as inspector and graph. */
import type { ReactNode } from 'react'
import type { SelectionKind } from '../../store'
import { RevisionPlate } from '../../ui'
import type { ViewTables } from '../../worker'
import { streakWords } from '../inspector/task-words'
import { RowLink } from '../parts/Links'
import type { TABLE_OF } from '../parts/words'

export interface Column<Row> {
  name: string
  /** Figures stand at the right. */
  figure?: boolean
  cell: (row: Row) => ReactNode
}

type Columns = { [K in SelectionKind]: readonly Column<ViewTables[(typeof TABLE_OF)[K]]>[] }

const share = ({ total, reserved }: { total: number; reserved: number }) => `${reserved} / ${total}`

/** After the first column, which is always the name with glyph and word. */
export const COLUMNS: Columns = {
  cluster: [{ name: 'ARN', cell: (row) => <code className="text-12">{row.arn}</code> }],
  service: [
    { name: 'Healthy', figure: true, cell: (row) => row.counts.healthyOld + row.counts.healthyNew },
    { name: 'At least', figure: true, cell: (row) => row.lowerBound },
    { name: 'Desired', figure: true, cell: (row) => row.desired },
    { name: 'At most', figure: true, cell: (row) => row.upperBound },
    { name: 'Definition', cell: (row) => `${row.taskDefinition.family}:${row.taskDefinition.revision}` },
    { name: 'Why', cell: (row) => row.why.sentence },
  ],
  deployment: [
    { name: 'Running', figure: true, cell: (row) => row.running },
    { name: 'Pending', figure: true, cell: (row) => row.pending },
    { name: 'Failed', figure: true, cell: (row) => row.failedTasks },
  ],
  task: [
    {
      name: 'Revision',
      cell: (row) => <RevisionPlate revision={row.revision} width={24} height={20} numeral={14} />,
    },
    { name: 'Last status', cell: (row) => row.lastStatus },
    {
      name: 'Runs on',
      cell: (row) =>
        row.fargate ? `Fargate, ${row.zone}` : <RowLink kind="instance" id={row.containerInstanceId} short />,
    },
    { name: 'Address', cell: (row) => row.address },
    { name: 'Checks', cell: (row) => streakWords(row) },
    { name: 'Mark', cell: (row) => row.mark },
  ],
  instance: [
    { name: 'Zone', cell: (row) => row.zone },
    { name: 'Tasks', figure: true, cell: (row) => row.taskCount },
    { name: 'CPU reserved', figure: true, cell: (row) => share(row.cpuUnits) },
    { name: 'Memory reserved, MiB', figure: true, cell: (row) => share(row.memoryMiB) },
    { name: 'Interfaces', figure: true, cell: (row) => `${row.eni.used} / ${row.eni.max}` },
    { name: 'Host ports', cell: (row) => row.portsInUse.join(', ') },
  ],
  zone: [
    { name: 'Instances', figure: true, cell: (row) => row.instanceIds.length },
    { name: 'Fargate', cell: (row) => (row.fargate ? 'yes' : '') },
  ],
  loadBalancer: [
    { name: 'Requests a second', figure: true, cell: (row) => row.requestsPerSecond },
    { name: 'Answered', figure: true, cell: (row) => row.requests.ok },
    { name: 'Failed', figure: true, cell: (row) => row.requests.failed },
    { name: 'In flight', figure: true, cell: (row) => row.requests.inFlight },
    { name: 'Zones', cell: (row) => row.zones.join(', ') },
  ],
  listener: [
    { name: 'Protocol', cell: (row) => row.protocol },
    { name: 'Port', figure: true, cell: (row) => row.port },
  ],
  rule: [
    { name: 'Priority', cell: (row) => (row.isDefault ? 'last' : row.priority) },
    { name: 'Condition', cell: (row) => row.condition },
    {
      name: 'Forwards to',
      cell: (row) =>
        row.forwards.map(({ targetGroupId, weight }) => (
          <div key={targetGroupId}>
            <RowLink kind="targetGroup" id={targetGroupId} />
            {row.forwards.length > 1 && ` · weight ${weight}`}
          </div>
        )),
    },
  ],
  targetGroup: [
    { name: 'Target type', cell: (row) => row.targetType },
    { name: 'Targets', figure: true, cell: (row) => row.targetIds.length },
    { name: 'Health check', cell: (row) => `${row.healthCheck.path} every ${row.healthCheck.intervalSeconds} s` },
    { name: 'Deregistration delay', figure: true, cell: (row) => `${row.deregistrationDelaySeconds} s` },
  ],
  target: [
    { name: 'Task', cell: (row) => <RowLink kind="task" id={row.taskId} /> },
    { name: 'Reason', cell: (row) => row.reason },
    { name: 'Checks', cell: (row) => streakWords(row) },
    { name: 'Requests a second', figure: true, cell: (row) => row.requestsPerSecond },
    { name: 'Failed', figure: true, cell: (row) => Object.values(row.failed).reduce((sum, count) => sum + count, 0) },
  ],
}
