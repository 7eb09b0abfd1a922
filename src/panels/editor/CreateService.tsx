/** The small form behind "Register and create a service". */
import { useEffect, useState } from 'react'
import type { NewService } from '../../actions'
import { cliLine, createCommands, firstPort, newServiceProblem, proposedService, targetTypeOf } from '../../actions'
import { useTable } from '../../store'
import { Button, CopyButton, NumberField, TextField } from '../../ui'
import { client } from '../../worker'
import { CodeBlock } from '../parts/CodeBlock'
import { Select } from '../parts/Select'
import type { Json } from './input'
import { isObject } from './input'

interface CreateServiceProps {
  input: Json
  refusal: string | undefined
  onBack: () => void
  onCreate: (service: NewService) => void
}

export function CreateService({ input, refusal, onBack, onCreate }: CreateServiceProps) {
  const clusters = useTable('clusters')
  const groups = useTable('targetGroups')
  // A service that appears meanwhile may take the name.
  useTable('services')
  const [service, setService] = useState<NewService>(() =>
    proposedService(input, { cluster: clusters[0]?.name ?? '', subnets: [], securityGroups: [] }),
  )
  const change = (part: Partial<NewService>) => setService((old) => ({ ...old, ...part }))
  useEffect(() => {
    void defaultNetwork().then((network) => setService((old) => ({ ...old, ...network })))
  }, [])

  const port = firstPort(input)
  const fitting = groups.filter((group) => group.targetType === targetTypeOf(input))
  const problem = newServiceProblem(service.cluster, service.serviceName)
  const nameProblem = service.cluster === '' ? undefined : (problem ?? undefined)

  return (
    <section aria-label="Create a service" className="flex flex-col gap-3">
      <h3 className="font-600 text-14">Register and create a service</h3>
      <TextField
        label="Service name"
        value={service.serviceName}
        error={nameProblem}
        onChange={(serviceName) => change({ serviceName })}
      />
      <div className="flex flex-wrap gap-3">
        <NumberField
          label="Desired count"
          value={service.desiredCount}
          min={0}
          max={5000}
          onChange={(desiredCount) => change({ desiredCount })}
        />
        <Select
          label="Launch type"
          value={service.launchType}
          options={[
            { value: 'EC2', label: 'EC2' },
            { value: 'FARGATE', label: 'Fargate' },
          ]}
          onChange={(launchType) => change({ launchType: launchType as NewService['launchType'] })}
        />
      </div>
      <Select
        label="Cluster"
        value={service.cluster}
        options={clusters.map(({ name }) => ({ value: name, label: name }))}
        onChange={(name) => change({ cluster: name })}
      />
      {port && (
        <Select
          label={`Target group for ${port.containerName}:${port.containerPort}`}
          value={service.targetGroupArn}
          options={[{ value: '', label: 'None' }, ...fitting.map(({ arn, name }) => ({ value: arn, label: name }))]}
          hint={
            fitting.length < groups.length
              ? `Only target groups of type ${targetTypeOf(input)} reach tasks of this network mode.`
              : undefined
          }
          onChange={(targetGroupArn) => change({ targetGroupArn })}
        />
      )}
      {input.networkMode === 'awsvpc' && (
        <TextField
          label="Subnets"
          value={service.subnets.join(' ')}
          hint="The default subnets, unless you write others."
          onChange={(text) => change({ subnets: text.split(/[\s,]+/).filter((part) => part !== '') })}
        />
      )}
      <CliLines lines={createCommands(input, service).map(cliLine)} />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabledReason={refusal ?? problem ?? undefined} onClick={() => onCreate(service)}>
          Register and create service
        </Button>
        <Button variant="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </section>
  )
}

/** The lines that will be sent. */
function CliLines({ lines }: { lines: string[] }) {
  return (
    <div>
      <div className="flex items-center">
        <span className="flex-1 text-12 text-ink-2">Will be sent</span>
        <CopyButton text={lines.join('\n')} label="Copy commands" />
      </div>
      <CodeBlock label="Commands that will be sent" className="max-h-32">
        {lines.join('\n')}
      </CodeBlock>
    </div>
  )
}

/** The subnets and security group that a new account has. */
async function defaultNetwork(): Promise<Partial<NewService>> {
  try {
    const world = (await client.world(['subnets', 'securityGroups'])) as Record<string, unknown>
    const rows = (table: string) => (Array.isArray(world[table]) ? world[table].filter(isObject) : [])
    const idsOf = (list: Json[], member: string) => list.map((row) => String(row[member]))
    return {
      subnets: idsOf(
        rows('subnets').filter((subnet) => subnet.DefaultForAz !== false),
        'SubnetId',
      ),
      securityGroups: idsOf(
        rows('securityGroups').filter((group) => group.GroupName === 'default'),
        'GroupId',
      ).slice(0, 1),
    }
  } catch {
    return {}
  }
}
