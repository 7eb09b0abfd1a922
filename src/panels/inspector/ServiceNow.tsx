import { OctagonAlert } from 'lucide-react'
import { setGracePeriod, setNetworkMode, setPercents } from '../../actions'
import { openXrayOfTray, setUi, useTable } from '../../store'
import { Button, NumberField, RevisionPlate } from '../../ui'
import type { ServiceView } from '../../worker'
import { Approximate } from '../parts/Approximate'
import { Facts, Part } from '../parts/Facts'
import { RowLink, RowLinks } from '../parts/Links'
import { Select } from '../parts/Select'
import { Meter } from '../service/Meter'
import { timeText } from '../time'
import { reasonWords } from '../xray/sentences'
import { History } from './deployment/History'
import { EditAlarms, EditBreaker, EditStrategy } from './deployment/Settings'
import { Edit } from './Edit'
import { EditDesired, EditPlacement } from './ServiceEdits'

export function ServiceNow({ row }: { row: ServiceView }) {
  const deployments = useTable('deployments').filter((deployment) => deployment.serviceId === row.id)
  const tasks = useTable('tasks').filter((task) => task.serviceId === row.id)
  const { counts } = row
  return (
    <>
      <div className={`flex items-start gap-2 ${row.why.canProgress ? '' : 'rounded-card bg-bad-tint px-2 py-1'}`}>
        {!row.why.canProgress && <OctagonAlert size={18} aria-hidden className="flex-none text-bad" />}
        <p>{row.why.sentence}</p>
        <Approximate rules={row.why.rules} />
      </div>
      {(row.deployment?.breaker.status === 'MONITORING' || row.deployment?.breaker.status === 'TRIGGERED') && (
        <div className="flex">
          <Meter record={row.deployment} />
        </div>
      )}
      {row.tray && (
        <Part title="No place for">
          <p>
            {row.tray.wanted} wanted, no place:{' '}
            {row.tray.reasons.map(({ reason, count }) => `${count} × ${reasonWords(reason)}`).join(', ')}.
          </p>
          <div>
            <Button size="small" onClick={() => void openXrayOfTray(row.id)}>
              X-ray
            </Button>
          </div>
        </Part>
      )}
      <Facts
        rows={[
          ['Healthy', `${counts.healthyOld + counts.healthyNew} of at least ${row.lowerBound}`],
          ['Not counted yet', counts.notCounted || null],
          ['Starting', counts.starting || null],
          ['Stopping', counts.stopping || null],
          ['At most', `${row.upperBound} tasks`],
          [
            'Lowest healthy',
            `${row.figures.lowestHealthy} since the deployment began at ${timeText(row.figures.sinceMs)}`,
          ],
          ['Cluster', <RowLink key="c" kind="cluster" id={row.clusterId} />],
          ['Target groups', row.targetGroupIds.length > 0 && <RowLinks kind="targetGroup" ids={row.targetGroupIds} />],
        ]}
      />
      <Settings row={row} />
      <Part
        title="Task definition"
        aside={
          <Button size="small" onClick={() => setUi({ editing: row.taskDefinition.arn })}>
            Edit task definition
          </Button>
        }
      >
        <ul className="flex flex-col gap-1 text-13">
          {row.revisions.map(({ revision, label, tasks: count }) => (
            <li key={revision} className="flex items-center gap-2">
              <RevisionPlate revision={revision} width={24} height={20} numeral={14} />
              <span className="min-w-0 flex-1 break-words">
                {row.taskDefinition.family}:{revision} · {label}
              </span>
              <span className="text-ink-2">
                {count} {count === 1 ? 'task' : 'tasks'}
              </span>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Deployments">
        <RowLinks kind="deployment" ids={deployments.map(({ id }) => id)} />
      </Part>
      <History service={row} known={new Set(deployments.map(({ id }) => id))} />
      <Part title={`Tasks · ${tasks.length}`}>
        <RowLinks kind="task" ids={tasks.map(({ id }) => id)} />
      </Part>
    </>
  )
}

function Settings({ row }: { row: ServiceView }) {
  const onInstances = row.launchType !== 'FARGATE' && row.launchType !== 'FARGATE_SPOT'
  return (
    <Part title="Settings">
      <Facts
        rows={[
          ['Desired count', <EditDesired key="d" row={row} />],
          ['Deployment', <EditPercents key="p" row={row} />],
          ['Strategy', <EditStrategy key="t" row={row} />],
          ['Circuit breaker', <EditBreaker key="b" row={row} />],
          ['Alarms', <EditAlarms key="a" row={row} />],
          ['Grace period', row.targetGroupIds.length > 0 && <EditGrace key="g" row={row} />],
          ['Launch type', row.launchType],
          ['Scheduling', row.schedulingStrategy],
          ['Network mode', <EditNetworkMode key="n" row={row} />],
          ['Placement', onInstances && <EditPlacement key="s" row={row} />],
          ['Subnets', row.subnets.join(', ')],
        ]}
      />
    </Part>
  )
}

/** ECS's default first; then a place too many, one too few, half, and all at once. */
const PRESETS = [
  [100, 200],
  [100, 150],
  [75, 150],
  [50, 100],
  [0, 100],
] as const

function EditPercents({ row }: { row: ServiceView }) {
  return (
    <Edit
      label="Deployment percents"
      shown={`${row.minimumHealthyPercent} % to ${row.maximumPercent} %`}
      value={{ min: row.minimumHealthyPercent, max: row.maximumPercent }}
      action={setPercents}
      args={({ min, max }) => ({ serviceId: row.id, minimumHealthyPercent: min, maximumPercent: max })}
    >
      {(draft, change) => (
        <>
          <fieldset aria-label="Presets" className="flex flex-wrap gap-1">
            {PRESETS.map(([min, max]) => (
              <Button
                key={`${min}/${max}`}
                size="small"
                aria-pressed={draft.min === min && draft.max === max}
                onClick={() => change({ min, max })}
              >
                {min}/{max}
              </Button>
            ))}
          </fieldset>
          <NumberField
            label="Minimum healthy percent"
            value={draft.min}
            min={0}
            max={100}
            unit="%"
            autoFocus
            hint={`This part of ${row.desired}, rounded up, must stay healthy.`}
            onChange={(min) => change({ min })}
          />
          <NumberField
            label="Maximum percent"
            value={draft.max}
            min={100}
            max={10_000}
            unit="%"
            hint={`This part of ${row.desired}, rounded down, may exist at once.`}
            onChange={(max) => change({ max })}
          />
        </>
      )}
    </Edit>
  )
}

function EditGrace({ row }: { row: ServiceView }) {
  return (
    <Edit
      label="Health check grace period"
      shown={`${row.healthCheckGracePeriodSeconds} s`}
      value={{ seconds: row.healthCheckGracePeriodSeconds }}
      action={setGracePeriod}
      args={({ seconds }) => ({ serviceId: row.id, healthCheckGracePeriodSeconds: seconds })}
    >
      {(draft, change) => (
        <NumberField
          label="Grace period"
          value={draft.seconds}
          min={0}
          unit="s"
          autoFocus
          hint="How long after its start a task's failed checks are ignored."
          onChange={(seconds) => change({ seconds })}
        />
      )}
    </Edit>
  )
}

const MODES = ['bridge', 'host', 'awsvpc'] as const
type Mode = (typeof MODES)[number]

function EditNetworkMode({ row }: { row: ServiceView }) {
  const current = MODES.find((mode) => mode === row.networkMode) ?? 'bridge'
  return (
    <Edit
      label="Network mode"
      shown={row.networkMode}
      value={{ mode: current }}
      action={setNetworkMode}
      verb="Register and deploy"
      args={({ mode }) => ({ serviceId: row.id, mode })}
    >
      {(draft, change) => (
        <Select
          label="Network mode of the next revision"
          value={draft.mode}
          options={MODES.map((mode) => ({ value: mode, label: mode }))}
          hint="A definition never changes: a new revision is registered and deployed."
          onChange={(mode) => change({ mode: mode as Mode })}
        />
      )}
    </Edit>
  )
}
