import { useState } from 'react'
import { NumberField } from '../../ui'
import { useAccount } from './account'
import type { LaunchType } from './choices'
import { ClusterChoice, DefinitionChoice, LaunchTypeChoice, launchTypeOf, SubnetsField, useClusterNow } from './choices'
import { taskCreation } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

interface Values {
  cluster: string
  count: number
  /** null: what fits. */
  definition: string | null
  launchType: LaunchType | null
  subnets: string[] | null
}

/** What one RunTask may start. */
const MOST_TASKS = 10

export function Task({ onClose }: FormProps) {
  const account = useAccount()
  const cluster = useClusterNow()
  const [values, setValues] = useState<Values>({ cluster, count: 1, definition: null, launchType: null, subnets: null })
  const change = (part: Partial<Values>) => setValues((old) => ({ ...old, ...part }))
  const definition = account?.definitions.find(({ name }) => name === values.definition) ?? account?.definitions[0]
  const { awsvpc = false, name = '' } = definition ?? {}
  const task = {
    ...{ cluster: values.cluster, count: values.count, taskDefinition: name, awsvpc },
    launchType: values.launchType ?? launchTypeOf(definition, values.cluster),
    subnets: values.subnets ?? account?.subnets ?? [],
    securityGroups: account?.securityGroups ?? [],
  }
  return (
    <NewForm
      title="New task"
      description="Runs once; nothing replaces it when it ends."
      verb="Run task"
      creation={taskCreation(task)}
      problem={definition ? null : 'A task definition is needed first.'}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        <DefinitionChoice account={account} value={name} onChange={(chosen) => change({ definition: chosen })} />
        <NumberField
          label="Count"
          value={values.count}
          min={1}
          max={MOST_TASKS}
          onChange={(count) => change({ count })}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <ClusterChoice value={values.cluster} onChange={(chosen) => change({ cluster: chosen })} />
        <LaunchTypeChoice value={task.launchType} onChange={(launchType) => change({ launchType })} />
      </div>
      {awsvpc && <SubnetsField value={task.subnets} onChange={(subnets) => change({ subnets })} />}
    </NewForm>
  )
}
