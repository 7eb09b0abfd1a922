import { useId, useState } from 'react'
import { NumberField, TextField } from '../../ui'
import { useAccount } from './account'
import { ClusterChoice, useClusterNow } from './choices'
import type { NewInstances } from './creations'
import { instancesCreation } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

/** Types that differ in what they teach: the opening one, more room, more memory, more interfaces, small ones, Arm, a GPU. */
const TYPES = ['c5.large', 'c5.xlarge', 'm5.large', 'm5.xlarge', 'r5.large', 't3.medium', 't3.small', 't3.micro']
const MORE_TYPES = ['c6g.large', 'm6g.large', 'g4dn.xlarge']

export function Instances({ onClose }: FormProps) {
  const list = useId()
  const account = useAccount()
  const cluster = useClusterNow()
  const [values, setValues] = useState<NewInstances>({ cluster, instanceType: 'c5.large', count: 1, zones: [] })
  const change = (part: Partial<NewInstances>) => setValues((old) => ({ ...old, ...part }))
  const { zones } = values
  return (
    <NewForm
      title="New container instances"
      description="EC2 instances that start, run the ECS agent and join the cluster."
      verb="Add instances"
      creation={instancesCreation(values)}
      onClose={onClose}
    >
      <ClusterChoice value={values.cluster} onChange={(name) => change({ cluster: name })} />
      <div className="flex flex-wrap gap-3">
        <TextField
          label="Instance type"
          list={list}
          value={values.instanceType}
          onChange={(instanceType) => change({ instanceType: instanceType.trim() })}
        />
        <datalist id={list}>
          {[...TYPES, ...MORE_TYPES].map((type) => (
            <option key={type} value={type} />
          ))}
        </datalist>
        <NumberField label="Count" value={values.count} min={1} max={5000} onChange={(count) => change({ count })} />
      </div>
      <fieldset className="flex flex-col gap-1">
        <legend className="text-13 text-ink-2">Availability Zones; none ticked spreads over all</legend>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          {(account?.zones ?? []).map((zone) => (
            <label key={zone} className="hit inline-flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                checked={zones.includes(zone)}
                onChange={({ target: { checked } }) =>
                  change({ zones: checked ? [...zones, zone].sort() : zones.filter((other) => other !== zone) })
                }
              />
              {zone}
            </label>
          ))}
        </div>
      </fieldset>
    </NewForm>
  )
}
