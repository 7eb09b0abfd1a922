import { useState } from 'react'
import { useTable } from '../../store'
import { TextField, Toggle } from '../../ui'
import { freeName } from './account'
import { clusterCreation } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

export function Cluster({ onClose }: FormProps) {
  const clusters = useTable('clusters')
  const [values, setValues] = useState(() => ({
    clusterName: freeName(
      'demo',
      clusters.map(({ name }) => name),
    ),
    fargate: false,
  }))
  return (
    <NewForm
      title="New cluster"
      description="A name under which services, tasks and instances belong together."
      verb="Create cluster"
      creation={clusterCreation(values)}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={values.clusterName}
        onChange={(clusterName) => setValues({ ...values, clusterName })}
      />
      <Toggle
        label="Fargate capacity providers"
        hint="Services may then ask for FARGATE or FARGATE_SPOT by a strategy."
        on={values.fargate}
        onChange={(fargate) => setValues({ ...values, fargate })}
      />
    </NewForm>
  )
}
