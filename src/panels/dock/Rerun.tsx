/** The latest deployment once more with one setting changed; the run as it was stays as a branch. */
import { useEffect, useState } from 'react'
import type { RerunSetting } from '../../actions'
import { perform, rerunDeployment, rerunPresent } from '../../actions'
import { useUi } from '../../store'
import { Button } from '../../ui'
import type { ServiceView } from '../../worker'

interface Choice {
  id: RerunSetting
  label: string
  unit: string
  least: number
  most: number
  first: number
}

/** In the order of what a deployment waits for last; ranges are ECS's (D-126, N-65, N-92, D-320). */
const CHOICES: readonly Choice[] = [
  { id: 'deregistrationDelay', label: 'deregistration delay', unit: 's', least: 0, most: 3_600, first: 20 },
  { id: 'stopTimeout', label: 'stopTimeout', unit: 's', least: 2, most: 120, first: 5 },
  { id: 'healthCheckInterval', label: 'health check interval', unit: 's', least: 5, most: 300, first: 10 },
  { id: 'healthyThreshold', label: 'healthy threshold', unit: 'checks', least: 2, most: 10, first: 2 },
  { id: 'unhealthyThreshold', label: 'unhealthy threshold', unit: 'checks', least: 2, most: 10, first: 5 },
  { id: 'gracePeriod', label: 'health check grace period', unit: 's', least: 0, most: 2_147_483, first: 60 },
  { id: 'minimumHealthyPercent', label: 'minimum healthy percent', unit: '%', least: 0, most: 100, first: 50 },
  { id: 'maximumPercent', label: 'maximum percent', unit: '%', least: 100, most: 10_000, first: 200 },
  { id: 'imageSize', label: 'image size (its pull)', unit: 'MiB', least: 1, most: 100_000, first: 1_000 },
  { id: 'startTime', label: 'start of the image', unit: 's', least: 0, most: 3_600, first: 3 },
]

export function Rerun({ service }: { service: ServiceView }) {
  const [at, setAt] = useState(0)
  const { id, label, unit, least, most, first } = CHOICES[at] ?? (CHOICES[0] as Choice)
  const [value, setValue] = useState(first)
  const refusal = useUi((state) => (state.refusal?.where === 'service.rerun' ? state.refusal.message : null))
  const args = { serviceId: service.id, setting: id, value }
  const now = usePresent(service, id)
  const wrong = value < least || value > most || !Number.isInteger(value)
  const reason = wrong ? `A whole number from ${least} to ${most}.` : rerunDeployment.refusal?.(args)
  return (
    <div className="ml-auto flex flex-wrap items-center gap-1 text-13">
      <select
        aria-label="Setting"
        value={at}
        onChange={(event) => {
          setAt(Number(event.target.value))
          setValue(CHOICES[Number(event.target.value)]?.first ?? 0)
        }}
        className="hit min-h-[26px] max-w-44 rounded-card border border-edge bg-surface px-1"
      >
        {CHOICES.map((choice, n) => (
          <option key={choice.id} value={n}>
            {choice.label}
          </option>
        ))}
      </select>
      <span className="whitespace-nowrap text-ink-2">{now === undefined ? 'not set →' : `${now} ${unit} →`}</span>
      <input
        type="number"
        aria-label={`New ${label}, ${unit}`}
        value={value}
        min={least}
        max={most}
        onChange={(event) => setValue(Number(event.target.value))}
        className="hit min-h-[26px] w-16 rounded-card border border-edge bg-surface px-1 text-right"
      />
      {unit}
      <Button
        size="small"
        disabledReason={reason ?? undefined}
        hint={
          id === 'stopTimeout'
            ? 'Plays the run again from its log with this in the definition that was replaced; this run stays as a branch.'
            : 'Goes back before the latest deployment, changes this, and plays it again; this run stays as a branch.'
        }
        onClick={() => void perform(rerunDeployment, args)}
      >
        Change and run again
      </Button>
      {refusal && (
        <span role="alert" className="text-bad">
          {refusal}
        </span>
      )}
    </div>
  )
}

/** What the setting is now; asked again when the service has changed. */
function usePresent(service: ServiceView, setting: RerunSetting): number | undefined {
  const [present, setPresent] = useState<number | undefined>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another deployment, or a change of its numbers
  useEffect(() => {
    let stale = false
    rerunPresent(service.id, setting).then(
      (value) => !stale && setPresent(value),
      () => !stale && setPresent(undefined),
    )
    return () => {
      stale = true
    }
  }, [service.id, setting, service.deployment?.id, service.minimumHealthyPercent, service.maximumPercent])
  return present
}
