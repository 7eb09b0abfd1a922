/** Choices that several forms of "New" have. */
import { useTable, useUi, world } from '../../store'
import { TextField } from '../../ui'
import { Select } from '../parts/Select'
import type { Account, Definition } from './account'

interface ChoiceProps {
  value: string
  onChange: (value: string) => void
}

/** Cluster of the service in the service bar, else the first. */
export function clusterNow(serviceId: string | null): string {
  const service = world.rows.services.get(serviceId ?? '') ?? [...world.rows.services.values()][0]
  const cluster = world.rows.clusters.get(service?.clusterId ?? '') ?? [...world.rows.clusters.values()][0]
  return cluster?.name ?? 'default'
}

export const useClusterNow = (): string => clusterNow(useUi((state) => state.serviceId))

export function ClusterChoice({ value, onChange }: ChoiceProps) {
  const clusters = useTable('clusters').filter(({ status }) => status === 'ACTIVE')
  const names = clusters.map(({ name }) => name)
  const options = (names.includes(value) ? names : [value, ...names]).map((name) => ({ value: name, label: name }))
  const hint = names.includes(value) ? undefined : 'There is no cluster of this name yet.'
  return <Select label="Cluster" value={value} options={options} hint={hint} onChange={onChange} />
}

export function DefinitionChoice({ account, value, onChange }: ChoiceProps & { account: Account | null }) {
  const definitions = account?.definitions ?? []
  const hint = account && definitions.length === 0 ? 'There is none yet: register one first.' : undefined
  return (
    <Select
      label="Task definition"
      value={value}
      options={definitions.map(({ name }) => ({ value: name, label: name }))}
      hint={hint}
      onChange={onChange}
    />
  )
}

export type LaunchType = 'EC2' | 'FARGATE'

export function LaunchTypeChoice({ value, onChange }: { value: LaunchType; onChange: (value: LaunchType) => void }) {
  return (
    <Select
      label="Launch type"
      value={value}
      options={[
        { value: 'EC2', label: 'EC2' },
        { value: 'FARGATE', label: 'Fargate' },
      ]}
      onChange={(launchType) => onChange(launchType as LaunchType)}
    />
  )
}

export function SubnetsField({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  return (
    <TextField
      label="Subnets"
      value={value.join(' ')}
      hint="The default subnets, unless you write others."
      onChange={(text) => onChange(text.split(/[\s,]+/).filter((part) => part !== ''))}
    />
  )
}

/** Where a definition runs unless someone says otherwise. */
export const launchTypeOf = (definition: Definition | undefined, cluster: string): LaunchType => {
  const hasInstances = [...world.rows.instances.values()].some(
    ({ clusterId }) => world.rows.clusters.get(clusterId)?.name === cluster,
  )
  return definition?.fargate && definition.awsvpc && !hasInstances ? 'FARGATE' : 'EC2'
}
