import { useState } from 'react'
import { useTable } from '../../store'
import { NumberField } from '../../ui'
import { Select } from '../parts/Select'
import type { NewTraffic, ShapeMember, TrafficShape } from './creations'
import { TRAFFIC_SHAPES, trafficCreation } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

const SHAPES: { value: TrafficShape; label: string }[] = [
  { value: 'constant', label: 'the same all the time' },
  { value: 'ramp', label: 'ramp: grows or falls to another rate' },
  { value: 'spike', label: 'spike: another rate for a while' },
  { value: 'wave', label: 'wave: up and down' },
]
const MEMBERS: Record<ShapeMember, { label: string; unit: string }> = {
  to: { label: 'To', unit: 'a second' },
  overSeconds: { label: 'Within', unit: 's' },
  atSeconds: { label: 'After', unit: 's' },
  forSeconds: { label: 'For', unit: 's' },
  periodSeconds: { label: 'One wave', unit: 's' },
}

export function Traffic({ onClose }: FormProps) {
  const balancers = useTable('loadBalancers')
  const [values, setValues] = useState<NewTraffic>({
    target: balancers[0]?.arn ?? '',
    requestsPerSecond: 20,
    shape: 'constant',
    figures: { to: 100, overSeconds: 120, atSeconds: 60, forSeconds: 60, periodSeconds: 300 },
    clientTimeoutSeconds: 30,
  })
  const change = (part: Partial<NewTraffic>) => setValues((old) => ({ ...old, ...part }))
  return (
    <NewForm
      title="New traffic"
      description="Requests of clients to a load balancer. It replaces those that go there now; 0 ends them."
      verb="Send requests"
      creation={trafficCreation(values)}
      problem={values.target === '' ? 'A load balancer is needed first.' : null}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        <Select
          label="To"
          value={values.target}
          options={balancers.map(({ arn, name }) => ({ value: arn, label: name }))}
          hint={balancers.length === 0 ? 'There is no load balancer yet.' : undefined}
          onChange={(target) => change({ target })}
        />
        <NumberField
          label="Requests a second"
          value={values.requestsPerSecond}
          min={0}
          max={1_000_000}
          onChange={(requestsPerSecond) => change({ requestsPerSecond })}
        />
        <NumberField
          label="Clients give up after"
          unit="s"
          value={values.clientTimeoutSeconds}
          min={1}
          max={3600}
          onChange={(clientTimeoutSeconds) => change({ clientTimeoutSeconds })}
        />
      </div>
      <Select
        label="Shape"
        value={values.shape}
        options={SHAPES}
        onChange={(shape) => change({ shape: shape as TrafficShape })}
      />
      <div className="flex flex-wrap gap-3">
        {TRAFFIC_SHAPES[values.shape].map((member) => (
          <NumberField
            key={member}
            {...MEMBERS[member]}
            value={values.figures[member]}
            min={0}
            max={1_000_000}
            onChange={(figure) => change({ figures: { ...values.figures, [member]: figure } })}
          />
        ))}
      </div>
    </NewForm>
  )
}
