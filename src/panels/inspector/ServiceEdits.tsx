import { setDesired, setPlacement } from '../../actions'
import { NumberField, TextField } from '../../ui'
import type { ServiceView } from '../../worker'
import { Select } from '../parts/Select'
import { Edit } from './Edit'
import type { ConstraintKind } from './placement'
import { constraintOf, constraintsFrom, PRESETS, placementWords, presetOf } from './placement'

export function EditDesired({ row }: { row: ServiceView }) {
  return (
    <Edit
      label="Desired count"
      shown={`${row.desired} tasks`}
      value={{ count: row.desired }}
      action={setDesired}
      args={({ count }) => ({ serviceId: row.id, desiredCount: count })}
    >
      {(draft, change) => (
        <NumberField
          label="Desired count"
          value={draft.count}
          min={0}
          max={5_000}
          autoFocus
          hint={`${row.running} run now.`}
          onChange={(count) => change({ count })}
        />
      )}
    </Edit>
  )
}

const KEEP = 'keep'

export function EditPlacement({ row }: { row: ServiceView }) {
  const { kind, expression } = constraintOf(row.placementConstraints)
  return (
    <Edit
      label="Placement"
      shown={placementWords(row)}
      value={{ preset: presetOf(row.placementStrategy)?.id ?? KEEP, kind, expression }}
      action={setPlacement}
      args={(draft) => ({
        serviceId: row.id,
        placementStrategy: PRESETS.find(({ id }) => id === draft.preset)?.strategy ?? row.placementStrategy,
        placementConstraints: constraintsFrom(draft.kind, draft.expression),
      })}
    >
      {(draft, change) => (
        <>
          <Select
            label="Strategy"
            value={draft.preset}
            options={[
              ...(presetOf(row.placementStrategy) ? [] : [{ value: KEEP, label: 'As it is' }]),
              ...PRESETS.map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={(preset) => change({ preset })}
          />
          <Select
            label="Constraint"
            value={draft.kind}
            options={[
              { value: 'none', label: 'None' },
              { value: 'distinctInstance', label: 'distinctInstance: one task per instance' },
              { value: 'memberOf', label: 'memberOf: an expression' },
            ]}
            onChange={(next) => change({ kind: next as ConstraintKind })}
          />
          {draft.kind === 'memberOf' && (
            <TextField
              label="Expression"
              value={draft.expression}
              placeholder="attribute:ecs.instance-type =~ c5.*"
              hint="Cluster query language."
              onChange={(next) => change({ expression: next })}
            />
          )}
        </>
      )}
    </Edit>
  )
}
