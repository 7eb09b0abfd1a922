import { useState } from 'react'
import { newServiceProblem } from '../../actions'
import { useTable } from '../../store'
import { NumberField, TextField } from '../../ui'
import { Select } from '../parts/Select'
import { freeName, useAccount } from './account'
import type { LaunchType } from './choices'
import { ClusterChoice, DefinitionChoice, LaunchTypeChoice, launchTypeOf, SubnetsField, useClusterNow } from './choices'
import { serviceCreation } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

interface Values {
  cluster: string
  desiredCount: number
  targetGroupArn: string
  /** null: what fits. */
  definition: string | null
  serviceName: string | null
  launchType: LaunchType | null
  subnets: string[] | null
}

export function Service({ onClose }: FormProps) {
  const account = useAccount()
  const groups = useTable('targetGroups')
  const services = useTable('services')
  const cluster = useClusterNow()
  const [values, setValues] = useState<Values>({
    ...{ cluster, desiredCount: 2, targetGroupArn: '' },
    ...{ definition: null, serviceName: null, launchType: null, subnets: null },
  })
  const change = (part: Partial<Values>) => setValues((old) => ({ ...old, ...part }))
  const definition = account?.definitions.find(({ name }) => name === values.definition) ?? account?.definitions[0]
  const { port = null, awsvpc = false, name = '' } = definition ?? {}
  const family = name.replace(/:\d+$/, '')
  const live = services.filter(({ status }) => status !== 'INACTIVE').map((service) => service.name)
  const service = {
    cluster: values.cluster,
    desiredCount: values.desiredCount,
    targetGroupArn: port ? values.targetGroupArn : '',
    serviceName: values.serviceName ?? freeName(family || 'web', live),
    launchType: values.launchType ?? launchTypeOf(definition, values.cluster),
    subnets: values.subnets ?? account?.subnets ?? [],
    securityGroups: account?.securityGroups ?? [],
  }
  const fitting = groups.filter(({ targetType }) => targetType === (awsvpc ? 'ip' : 'instance'))
  const nameProblem = newServiceProblem(service.cluster, service.serviceName)
  return (
    <NewForm
      title="New service"
      description="Keeps as many tasks of a definition running as you desire."
      verb="Create service"
      creation={serviceCreation(service, { name, awsvpc, port })}
      problem={definition ? nameProblem : 'A task definition is needed first.'}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        <TextField
          label="Name"
          value={service.serviceName}
          error={nameProblem ?? undefined}
          onChange={(serviceName) => change({ serviceName })}
        />
        <NumberField
          label="Desired count"
          value={values.desiredCount}
          min={0}
          max={5000}
          onChange={(desiredCount) => change({ desiredCount })}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <ClusterChoice value={values.cluster} onChange={(chosen) => change({ cluster: chosen })} />
        <DefinitionChoice
          account={account}
          value={name}
          onChange={(chosen) => change({ definition: chosen, targetGroupArn: '' })}
        />
        <LaunchTypeChoice value={service.launchType} onChange={(launchType) => change({ launchType })} />
      </div>
      {port && (
        <Select
          label={`Target group for ${port.containerName}:${port.containerPort}`}
          value={values.targetGroupArn}
          options={[{ value: '', label: 'None' }, ...fitting.map((group) => ({ value: group.arn, label: group.name }))]}
          hint={
            fitting.length < groups.length
              ? `Only target groups of type ${awsvpc ? 'ip' : 'instance'} reach tasks of this network mode.`
              : undefined
          }
          onChange={(targetGroupArn) => change({ targetGroupArn })}
        />
      )}
      {awsvpc && <SubnetsField value={service.subnets} onChange={(subnets) => change({ subnets })} />}
    </NewForm>
  )
}
