/** How a real account is asked for the thing that an id of the simulator stands for. */
import type { Input } from '../command/flags'
import { arnParts } from './entries'

export interface Lookup {
  service: string
  operation: string
  input: Input
  /** JMESPath over the answer. */
  query: string
  /** What the variable is called: `TARGET_GROUP_ARN`. */
  variable: string
}

type Row = Record<string, unknown>

export interface LookupContext {
  world: Readonly<Record<string, unknown>>
  /** Cluster of the command at hand, for bare ids. */
  cluster: string
  /** Counts up for things that are told apart by their order only. */
  nextOf(kind: string): number
}

/** The question for an id; null when there is none and a person must put in their own. `member`: where the id stands. */
export function lookupOf(id: string, member: string, context: LookupContext): Lookup | null {
  const [kind = '', first = '', second = '', ...rest] = arnParts(id)
  switch (kind) {
    case 'loadbalancer':
      return elbv2('LoadBalancer', 'DescribeLoadBalancers', { Names: [second] }, 'LoadBalancers[0]')
    case 'targetgroup':
      return elbv2('TargetGroup', 'DescribeTargetGroups', { Names: [first] }, 'TargetGroups[0]')
    case 'listener':
      return listener(id, [first, second, ...rest], context)
    case 'listener-rule':
      return rule(id, [first, second, ...rest], context)
    case 'service':
      return ecs('SERVICE_ARN', 'DescribeServices', { cluster: first, services: [second] }, 'services[0].serviceArn')
    case 'service-deployment': {
      const query = 'serviceDeployments[0].serviceDeploymentArn'
      return ecs('SERVICE_DEPLOYMENT_ARN', 'ListServiceDeployments', { cluster: first, service: second }, query)
    }
    case 'task':
      return task(id, first, context)
    case 'container-instance':
      return containerInstance(first, context)
  }
  if (kind !== '') return null
  if (/^[0-9a-f]{32}$/.test(id)) {
    if (/^tasks?$/.test(member)) return task(id, context.cluster, context)
    return /^containerInstances?$/.test(member) ? containerInstance(context.cluster, context) : null
  }
  return ec2Lookup(id, context)
}

function ec2Lookup(id: string, context: LookupContext): Lookup | null {
  switch (id.slice(0, id.indexOf('-'))) {
    case 'subnet': {
      const row = rowOf(context, 'subnets', 'SubnetId', id)
      if (!row) return ec2('SUBNET_ID', 'DescribeSubnets', {}, `Subnets[${context.nextOf('subnet')}].SubnetId`)
      const isDefault = row.DefaultForAz === true
      const own = isDefault ? filter('default-for-az', 'true') : filter('cidr-block', row.CidrBlock)
      const Filters = [filter('availability-zone', row.AvailabilityZone), own]
      return ec2('SUBNET_ID', 'DescribeSubnets', { Filters }, 'Subnets[0].SubnetId')
    }
    case 'vpc':
      return ec2('VPC_ID', 'DescribeVpcs', { Filters: [filter('is-default', 'true')] }, 'Vpcs[0].VpcId')
    case 'sg': {
      const name = rowOf(context, 'securityGroups', 'GroupId', id)?.GroupName ?? 'default'
      const Filters = [filter('group-name', name)]
      return ec2('SECURITY_GROUP_ID', 'DescribeSecurityGroups', { Filters }, 'SecurityGroups[0].GroupId')
    }
    case 'i': {
      const query = `Reservations[].Instances[].InstanceId | [${context.nextOf('instance')}]`
      return ec2('INSTANCE_ID', 'DescribeInstances', {}, query)
    }
  }
  return null
}

const filter = (Name: string, value: unknown) => ({ Name, Values: [String(value)] })
const ec2 = (variable: string, operation: string, input: Input, query: string): Lookup => ({
  service: 'ec2',
  operation,
  input,
  query,
  variable,
})
const ecs = (variable: string, operation: string, input: Input, query: string): Lookup => ({
  ...ec2(variable, operation, input, query),
  service: 'ecs',
})
const elbv2 = (thing: string, operation: string, input: Input, from: string): Lookup => ({
  ...ec2(variableName(`${thing}Arn`), operation, input, `${from}.${thing}Arn`),
  service: 'elbv2',
})

function rowOf({ world }: LookupContext, table: string, member: string, id: string): Row | undefined {
  const rows = world[table]
  return Array.isArray(rows) ? (rows as Row[]).find((row) => row[member] === id) : undefined
}

const prefixOf = (arn: string): string => arn.split(':').slice(0, 5).join(':')

/** By its port, when the world knows it. */
function listener(id: string, path: string[], context: LookupContext): Lookup {
  const LoadBalancerArn = `${prefixOf(id)}:loadbalancer/${path.slice(0, 3).join('/')}`
  const port = rowOf(context, 'listeners', 'ListenerArn', id)?.Port
  const from = typeof port === 'number' ? `Listeners[?Port==\`${port}\`] | [0]` : 'Listeners[0]'
  return elbv2('Listener', 'DescribeListeners', { LoadBalancerArn }, from)
}

/** By its priority, when the world knows it. */
function rule(id: string, path: string[], context: LookupContext): Lookup {
  const ListenerArn = `${prefixOf(id)}:listener/${path.slice(0, 4).join('/')}`
  const priority = rowOf(context, 'rules', 'RuleArn', id)?.Priority
  const from = /^\w+$/.test(String(priority ?? '')) ? `Rules[?Priority=='${priority}'] | [0]` : 'Rules[0]'
  return elbv2('Rule', 'DescribeRules', { ListenerArn }, from)
}

/** One of the tasks of the same service: which one has no meaning on another account. */
function task(id: string, cluster: string, context: LookupContext): Lookup {
  const tail = id.slice(id.lastIndexOf('/') + 1)
  const tasks = context.world.tasks
  const row = Array.isArray(tasks) ? (tasks as Row[]).find(({ taskArn }) => String(taskArn).endsWith(tail)) : undefined
  const [kind, name] = String(row?.group ?? '').split(':')
  const where = kind === 'service' && name ? { serviceName: name } : {}
  const n = context.nextOf(`task ${cluster} ${name ?? ''}`)
  return ecs('TASK_ARN', 'ListTasks', { cluster, ...where }, `taskArns[${n}]`)
}

function containerInstance(cluster: string, context: LookupContext): Lookup {
  const n = context.nextOf(`containerInstance ${cluster}`)
  return ecs('CONTAINER_INSTANCE_ARN', 'ListContainerInstances', { cluster }, `containerInstanceArns[${n}]`)
}

/** `targetGroupArn` → `TARGET_GROUP_ARN` */
export function variableName(member: string): string {
  const name = member.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? name : 'ID'
}
