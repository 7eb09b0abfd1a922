/** How requests travel: load balancer, listener, rule, target group, target. */
import { setDeregistrationDelay, setHealthCheck, setTraffic } from '../../actions'
import { useClock, useTable } from '../../store'
import { NumberField, TextField } from '../../ui'
import type { ListenerView, LoadBalancerView, RuleView, TargetGroupView, TargetView } from '../../worker'
import { Facts, Part } from '../parts/Facts'
import { RowLink, RowLinks } from '../parts/Links'
import { duration } from '../parts/time'
import { Edit } from './Edit'
import { streakWords } from './task-words'

/** "3 × elb503, 1 × target5xx", or null. */
function causes(byCause: Record<string, number>): string | null {
  const named = Object.entries(byCause).filter(([, count]) => count > 0)
  return named.length === 0 ? null : named.map(([cause, count]) => `${count} × ${cause}`).join(', ')
}

export function LoadBalancerNow({ row }: { row: LoadBalancerView }) {
  const listeners = useTable('listeners').filter((listener) => listener.loadBalancerId === row.id)
  const { requests } = row
  return (
    <>
      <p>
        {row.requestsPerSecond} requests a second; {requests.ok} answered, {requests.failed} failed.
      </p>
      <Facts
        rows={[
          [
            'Traffic',
            <Edit
              key="t"
              label="Traffic"
              shown={`${row.requestsPerSecond} requests a second`}
              value={{ rate: row.requestsPerSecond }}
              action={setTraffic}
              args={({ rate }) => ({ loadBalancerId: row.id, requestsPerSecond: rate })}
            >
              {(draft, change) => (
                <NumberField
                  label="Requests a second"
                  value={draft.rate}
                  min={0}
                  max={100_000}
                  autoFocus
                  hint="0 stops the clients."
                  onChange={(rate) => change({ rate })}
                />
              )}
            </Edit>,
          ],
          ['State', row.state],
          ['Zones', row.zones.join(', ')],
          ['In flight', requests.inFlight],
          ['Failed by cause', causes(requests.byCause)],
        ]}
      />
      <Part title="Listeners">
        <RowLinks kind="listener" ids={listeners.map(({ id }) => id)} />
      </Part>
    </>
  )
}

export function ListenerNow({ row }: { row: ListenerView }) {
  const rules = useTable('rules').filter((rule) => rule.listenerId === row.id)
  return (
    <>
      <Facts
        rows={[
          ['Load balancer', <RowLink key="l" kind="loadBalancer" id={row.loadBalancerId} />],
          ['Protocol', row.protocol],
          ['Port', row.port],
        ]}
      />
      <Part title="Rules, in the order they are tried">
        <RowLinks kind="rule" ids={rules.map(({ id }) => id)} />
      </Part>
    </>
  )
}

export function RuleNow({ row }: { row: RuleView }) {
  return (
    <>
      <p>
        {row.isDefault ? 'It takes every request that no other rule took.' : `It takes requests for ${row.condition}.`}
      </p>
      <Facts
        rows={[
          ['Listener', <RowLink key="l" kind="listener" id={row.listenerId} />],
          ['Priority', row.isDefault ? 'last' : row.priority],
        ]}
      />
      <Part title="Forwards to">
        <ul className="flex flex-col gap-0.5">
          {row.forwards.map(({ targetGroupId, weight, sharePercent, requestsPerSecond }) => (
            <li key={targetGroupId} className="flex items-center gap-2">
              <RowLink kind="targetGroup" id={targetGroupId} />
              {row.forwards.length > 1 && (
                <span className="text-12 text-ink-2">
                  weight {weight}
                  {sharePercent !== null && `, ${sharePercent} %`}
                </span>
              )}
              <span className="text-12 text-ink-2">{requestsPerSecond} requests/s</span>
            </li>
          ))}
        </ul>
      </Part>
    </>
  )
}

export function TargetGroupNow({ row }: { row: TargetGroupView }) {
  const targets = useTable('targets').filter((target) => target.targetGroupId === row.id)
  const healthy = targets.filter((target) => target.state === 'healthy').length
  return (
    <>
      <p>
        {healthy} of {targets.length} targets are healthy.
      </p>
      <Facts
        rows={[
          ['Health check', <EditHealthCheck key="h" row={row} />],
          ['Deregistration delay', <EditDelay key="d" row={row} />],
          ['Matcher', row.healthCheck.matcher],
          ['Target type', row.targetType],
          ['Protocol', `${row.protocol}:${row.port}`],
          ['Load balancers', <RowLinks key="l" kind="loadBalancer" ids={row.loadBalancerIds} />],
        ]}
      />
      <Part title={`Targets · ${targets.length}`}>
        <RowLinks kind="target" ids={targets.map(({ id }) => id)} />
      </Part>
    </>
  )
}

function EditHealthCheck({ row }: { row: TargetGroupView }) {
  const { path, intervalSeconds, timeoutSeconds, healthy, unhealthy } = row.healthCheck
  return (
    <Edit
      label="Health check"
      shown={`${path} every ${intervalSeconds} s; healthy after ${healthy}, unhealthy after ${unhealthy}`}
      value={{ path, intervalSeconds, timeoutSeconds, healthy, unhealthy }}
      action={setHealthCheck}
      args={(draft) => ({
        targetGroupId: row.id,
        path: draft.path,
        intervalSeconds: draft.intervalSeconds,
        timeoutSeconds: draft.timeoutSeconds,
        healthyThreshold: draft.healthy,
        unhealthyThreshold: draft.unhealthy,
      })}
    >
      {(draft, change) => (
        <>
          <TextField label="Path" value={draft.path} onChange={(next) => change({ path: next })} />
          <div className="grid grid-cols-2 gap-2">
            <NumberField
              label="Interval"
              value={draft.intervalSeconds}
              min={5}
              max={300}
              unit="s"
              onChange={(next) => change({ intervalSeconds: next })}
            />
            <NumberField
              label="Timeout"
              value={draft.timeoutSeconds}
              min={2}
              max={120}
              unit="s"
              onChange={(next) => change({ timeoutSeconds: next })}
            />
            <NumberField
              label="Healthy after"
              value={draft.healthy}
              min={2}
              max={10}
              onChange={(next) => change({ healthy: next })}
            />
            <NumberField
              label="Unhealthy after"
              value={draft.unhealthy}
              min={2}
              max={10}
              onChange={(next) => change({ unhealthy: next })}
            />
          </div>
        </>
      )}
    </Edit>
  )
}

function EditDelay({ row }: { row: TargetGroupView }) {
  return (
    <Edit
      label="Deregistration delay"
      shown={`${row.deregistrationDelaySeconds} s`}
      value={{ seconds: row.deregistrationDelaySeconds }}
      action={setDeregistrationDelay}
      args={({ seconds }) => ({ targetGroupId: row.id, seconds })}
    >
      {(draft, change) => (
        <NumberField
          label="Deregistration delay"
          value={draft.seconds}
          min={0}
          max={3_600}
          unit="s"
          autoFocus
          hint="How long requests under way may finish before the stop signal."
          onChange={(seconds) => change({ seconds })}
        />
      )}
    </Edit>
  )
}

export function TargetNow({ row }: { row: TargetView }) {
  const nowMs = useClock()
  const drain = row.drainUntilMs === null ? null : Math.max(0, row.drainUntilMs - nowMs)
  return (
    <>
      <p>
        {drain === null ? `It is ${row.state}.` : `It drains: no new requests; ${duration(drain)} for those under way.`}{' '}
        {streakWords(row)}
      </p>
      <Facts
        rows={[
          ['State', row.state],
          ['Reason', row.reason],
          ['Task', <RowLink key="t" kind="task" id={row.taskId} />],
          ['Target group', <RowLink key="g" kind="targetGroup" id={row.targetGroupId} />],
          ['Requests a second', row.requestsPerSecond],
          ['Failed by cause', causes(row.failed)],
        ]}
      />
    </>
  )
}
