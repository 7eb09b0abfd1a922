/** A deployment: what it is about, where it stands, what watches it, what it changes. */
import { useClock, useTable } from '../../../store'
import type { DeploymentView } from '../../../worker'
import { Facts, Part } from '../../parts/Facts'
import { RowLink, RowLinks } from '../../parts/Links'
import { duration } from '../../parts/time'
import { Meter } from '../../service/Meter'
import { timeText } from '../../time'
import { Diff } from './Diff'
import { Track } from './Track'
import { tookText, watchedBy } from './words'

export function DeploymentNow({ row }: { row: DeploymentView }) {
  const tasks = useTable('tasks').filter((task) => task.deploymentId === row.id)
  const nowMs = useClock()
  const { record, shift } = row
  const [source] = record?.sources ?? []
  const baking = record?.bakeUntilMs ?? null
  return (
    <>
      <p>{row.rolloutStateReason}</p>
      {record && (
        <div className="flex">
          <Meter record={record} />
        </div>
      )}
      {shift && <Track row={row} shift={shift} />}
      <Facts
        rows={[
          ['Service', <RowLink key="s" kind="service" id={row.serviceId} />],
          ['Strategy', record?.strategy],
          ['Outcome', record?.status],
          ['Reason', record?.statusReason],
          ['Began', timeText(row.createdAtMs)],
          [record?.finishedAtMs === null ? 'Runs for' : 'Took', record && tookText(record, nowMs)],
          ['Status', row.status],
          ['Rollout state', row.rolloutState],
          ['Revision', row.revision],
          ['Desired', row.desired],
          ['Running', row.running],
          ['Pending', row.pending],
          ['Failed tasks', row.failedTasks],
          ['Lowest healthy', record?.figures.lowestHealthy],
          ['Most tasks', record?.figures.peakTasks],
          ['Failed requests', record?.figures.failedRequests],
          ['Watched by', record && watchedBy(record)],
          ['Triggered', record?.alarms.triggered.join(', ')],
          ['Bake time', record && record.bakeMinutes > 0 && `${record.bakeMinutes} min`],
          ['Bakes for', baking !== null && `another ${duration(Math.max(0, baking - nowMs))}`],
          ['Deployment id', row.deploymentId],
        ]}
      />
      {record && source !== undefined && <Diff before={source} after={record.target} />}
      <Part title={`Tasks · ${tasks.length}`}>
        <RowLinks kind="task" ids={tasks.map(({ id }) => id)} />
      </Part>
    </>
  )
}
