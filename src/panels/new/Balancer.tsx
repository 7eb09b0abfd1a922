import { useState } from 'react'
import { useTable } from '../../store'
import { NumberField, TextField } from '../../ui'
import { Select } from '../parts/Select'
import { freeName, useAccount } from './account'
import type { NewBalancer } from './creations'
import { balancerCreation, DEFAULT_DEREGISTRATION_SECONDS } from './creations'
import type { FormProps } from './Form'
import { NewForm } from './Form'

export function Balancer({ onClose }: FormProps) {
  const account = useAccount()
  const balancers = useTable('loadBalancers')
  const groups = useTable('targetGroups')
  const [values, setValues] = useState<Omit<NewBalancer, 'vpcId' | 'subnets'>>(() => ({
    name: freeName(
      'alb',
      balancers.map(({ name }) => name),
    ),
    groupName: freeName(
      'targets',
      groups.map(({ name }) => name),
    ),
    targetType: 'instance',
    listenerPort: 80,
    healthCheckPath: '/',
    healthCheckSeconds: 10,
    deregistrationSeconds: DEFAULT_DEREGISTRATION_SECONDS,
  }))
  const change = (part: Partial<NewBalancer>) => setValues((old) => ({ ...old, ...part }))
  const { vpcId = '', subnets = [] } = account ?? {}
  return (
    <NewForm
      title="New load balancer"
      description="An Application Load Balancer whose listener forwards to a new target group."
      verb="Create load balancer"
      creation={balancerCreation({ ...values, vpcId, subnets })}
      problem={account ? null : 'The account is being read.'}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-3">
        <TextField label="Load balancer" value={values.name} onChange={(name) => change({ name })} />
        <NumberField
          label="Listener port"
          value={values.listenerPort}
          min={1}
          max={65535}
          onChange={(listenerPort) => change({ listenerPort })}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <TextField label="Target group" value={values.groupName} onChange={(groupName) => change({ groupName })} />
        <Select
          label="Targets"
          value={values.targetType}
          options={[
            { value: 'instance', label: 'instance: bridge and host networks' },
            { value: 'ip', label: 'ip: awsvpc network' },
          ]}
          onChange={(targetType) => change({ targetType: targetType as NewBalancer['targetType'] })}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <TextField
          label="Health check path"
          value={values.healthCheckPath}
          onChange={(healthCheckPath) => change({ healthCheckPath })}
        />
        <NumberField
          label="Check every"
          unit="s"
          value={values.healthCheckSeconds}
          min={5}
          max={300}
          onChange={(healthCheckSeconds) => change({ healthCheckSeconds })}
        />
        <NumberField
          label="Deregistration delay"
          unit="s"
          value={values.deregistrationSeconds}
          min={0}
          max={3600}
          onChange={(deregistrationSeconds) => change({ deregistrationSeconds })}
        />
      </div>
    </NewForm>
  )
}
