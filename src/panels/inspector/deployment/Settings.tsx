/** What the next deployment will follow: strategy, circuit breaker, alarms and bake; each shows its CLI line. */
import { setAlarms, setBreaker, setStrategy } from '../../../actions'
import { NumberField, TextField, Toggle } from '../../../ui'
import type { DeploymentSettings, ServiceView } from '../../../worker'
import { Select } from '../../parts/Select'
import { Edit } from '../Edit'

const STRATEGIES = [
  { value: 'ROLLING', label: 'ROLLING: replace a few at a time' },
  { value: 'BLUE_GREEN', label: 'BLUE_GREEN: two sets, one switch' },
  { value: 'LINEAR', label: 'LINEAR: equal steps of traffic' },
  { value: 'CANARY', label: 'CANARY: a little first, then all' },
]

const TEST_PORT = 8080

export function EditStrategy({ row }: { row: ServiceView }) {
  const { strategy, bakeMinutes, linear, canary, canShift } = row.settings
  const lacks = (wanted: string) => wanted !== 'ROLLING' && !canShift
  return (
    <Edit
      label="Deployment strategy"
      wide
      shown={strategy}
      value={{
        ...{ strategy, bakeMinutes: strategy === 'ROLLING' ? 15 : bakeMinutes, ...linear, ...canary },
        ...{ create: true, test: false },
      }}
      action={setStrategy}
      args={(draft) => ({
        serviceId: row.id,
        strategy: draft.strategy,
        bakeMinutes: draft.bakeMinutes,
        linear: { stepPercent: draft.stepPercent, stepBakeMinutes: draft.stepBakeMinutes },
        canary: { canaryPercent: draft.canaryPercent, canaryBakeMinutes: draft.canaryBakeMinutes },
        create: lacks(draft.strategy) && draft.create ? { testPort: draft.test ? TEST_PORT : null } : null,
      })}
    >
      {(draft, change) => (
        <>
          <Select
            label="Strategy of the next deployment"
            value={draft.strategy}
            options={STRATEGIES}
            onChange={(next) => change({ strategy: next as DeploymentSettings['strategy'] })}
          />
          {draft.strategy !== 'ROLLING' && (
            <div className="flex flex-wrap gap-x-3 gap-y-2">
              {draft.strategy === 'LINEAR' && (
                <>
                  <Percent
                    label="Traffic of each step"
                    least={3}
                    value={draft.stepPercent}
                    onChange={(stepPercent) => change({ stepPercent })}
                  />
                  <Minutes
                    label="After each step"
                    value={draft.stepBakeMinutes}
                    onChange={(stepBakeMinutes) => change({ stepBakeMinutes })}
                  />
                </>
              )}
              {draft.strategy === 'CANARY' && (
                <>
                  <Percent
                    label="Canary’s traffic"
                    least={1}
                    value={draft.canaryPercent}
                    onChange={(canaryPercent) => change({ canaryPercent })}
                  />
                  <Minutes
                    label="Before the rest"
                    value={draft.canaryBakeMinutes}
                    onChange={(canaryBakeMinutes) => change({ canaryBakeMinutes })}
                  />
                </>
              )}
              <Minutes
                label="Bake time"
                value={draft.bakeMinutes}
                onChange={(minutes) => change({ bakeMinutes: minutes })}
              />
            </div>
          )}
          {lacks(draft.strategy) && <Missing {...draft} change={change} />}
        </>
      )}
    </Edit>
  )
}

interface MissingProps {
  create: boolean
  test: boolean
  change: (part: { create?: boolean; test?: boolean }) => void
}

/** The service names no second target group and no production rule (D-502): offers to make them. */
function Missing({ create, test, change }: MissingProps) {
  return (
    <fieldset className="flex flex-col gap-1 rounded-card border border-edge px-2 pb-2">
      <legend className="px-1 text-13">Lacks a second target group and its rule</legend>
      <Toggle label="Create them for me" on={create} onChange={(next) => change({ create: next })} />
      {create && (
        <Toggle
          label={`Also a test listener, port ${TEST_PORT}`}
          on={test}
          onChange={(next) => change({ test: next })}
        />
      )}
      <p className="text-12 text-ink-2">
        {create
          ? 'Load balancers belong to a revision, so ECS deploys the present one anew. The role is only named: no IAM here.'
          : 'ECS will refuse: it wants both on each load balancer entry.'}
      </p>
    </fieldset>
  )
}

interface FieldProps {
  label: string
  value: number
  onChange: (value: number) => void
}
const Minutes = (props: FieldProps) => <NumberField {...props} min={0} max={1440} unit="min" />
const Percent = ({ least, ...props }: FieldProps & { least: number }) => (
  <NumberField {...props} min={least} max={100} unit="%" />
)

const KINDS = [
  { value: 'BOUNDED_PERCENT', label: 'BOUNDED_PERCENT: 3 to 200' },
  { value: 'UNBOUNDED_PERCENT', label: 'UNBOUNDED_PERCENT' },
  { value: 'COUNT', label: 'COUNT' },
]

export function breakerText({ enable, rollback, type, value }: DeploymentSettings['breaker']): string {
  if (!enable) return 'off'
  const at = type === 'COUNT' ? `${value} failures` : `${value} % failures`
  return `at ${at}, ${rollback ? 'rolls back' : 'stops there'}`
}

export function EditBreaker({ row }: { row: ServiceView }) {
  return (
    <Edit
      label="Circuit breaker"
      shown={breakerText(row.settings.breaker)}
      value={row.settings.breaker}
      action={setBreaker}
      args={(draft) => ({ serviceId: row.id, ...draft })}
    >
      {(draft, change) => (
        <>
          <Toggle label="Circuit breaker" on={draft.enable} onChange={(enable) => change({ enable })} />
          {draft.enable && (
            <>
              <Toggle
                label="Roll back when it trips"
                on={draft.rollback}
                onChange={(rollback) => change({ rollback })}
              />
              <Toggle
                label="A healthy task resets it"
                on={draft.resetOnHealthyTask}
                onChange={(resetOnHealthyTask) => change({ resetOnHealthyTask })}
              />
              <Select
                label="Threshold"
                value={draft.type}
                options={KINDS}
                onChange={(type) => change({ type, value: type === 'COUNT' ? 3 : 50 })}
              />
              <NumberField
                label={draft.type === 'COUNT' ? 'Failures' : 'Percent of the desired count'}
                value={draft.value}
                min={1}
                max={draft.type === 'COUNT' ? 1_000 : 100}
                onChange={(value) => change({ value })}
              />
            </>
          )}
        </>
      )}
    </Edit>
  )
}

export function EditAlarms({ row }: { row: ServiceView }) {
  const { alarms, bakeMinutes } = row.settings
  return (
    <Edit
      label="Deployment alarms"
      shown={alarms.enable ? `${alarms.names.join(', ')}; bake ${bakeMinutes} min` : 'off'}
      value={{ ...alarms, text: alarms.names.join(', '), bakeMinutes }}
      action={setAlarms}
      args={({ text, ...draft }) => ({
        serviceId: row.id,
        ...draft,
        names: text
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      })}
    >
      {(draft, change) => (
        <>
          <Toggle label="Alarms watch deployments" on={draft.enable} onChange={(enable) => change({ enable })} />
          <TextField
            label="Names of alarms"
            value={draft.text}
            hint="With commas between them."
            onChange={(text) => change({ text })}
          />
          <Toggle
            label="Roll back when one goes off"
            on={draft.rollback}
            onChange={(rollback) => change({ rollback })}
          />
          <Minutes
            label="Bake time"
            value={draft.bakeMinutes}
            onChange={(minutes) => change({ bakeMinutes: minutes })}
          />
        </>
      )}
    </Edit>
  )
}
