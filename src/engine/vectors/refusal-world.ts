/** A world in which every call of the refusal tests is refused. Used by tests only. */
import type { Bench } from '../testing'
import { vectorBench } from '../testing'
import { subnetsOf } from './kit'

export const SERVICE = { cluster: 'demo', serviceName: 'new', taskDefinition: 'app:1', desiredCount: 1 }
export const UPDATE = { cluster: 'demo', service: 'web' }
export const RUN = { cluster: 'demo', taskDefinition: 'app:1' }

export interface RefusalWorld {
  b: Bench
  subnets: string[]
  /** ARN of the one container instance. */
  instance: string
  /** Target groups: two in use by a listener, one free. */
  groups: { instance: string; ip: string; free: string }
}

/** Services `web` (ACTIVE) and `gone` (INACTIVE); definitions `own` awsvpc, `bare` none, `far` Fargate, `old:1` INACTIVE. */
export function refusalWorld(): RefusalWorld {
  const b = vectorBench({ instances: 1 })
  b.call('ecs.PutClusterCapacityProviders', {
    cluster: 'demo',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  })
  const subnets = subnetsOf(b)
  const instance = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns[0]
  const container = { name: 'app', image: 'app:1', memory: 128, portMappings: [{ containerPort: 80 }] }
  const register = (family: string, more: object, c: object = {}) =>
    b.call('ecs.RegisterTaskDefinition', { family, containerDefinitions: [{ ...container, ...c }], ...more })
  register('own', { networkMode: 'awsvpc' })
  register('bare', { networkMode: 'none' }, { portMappings: [] })
  register('far', { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' })
  register('old', {})
  b.call('ecs.DeregisterTaskDefinition', { taskDefinition: 'old:1' })
  const VpcId = b.call('ec2.DescribeVpcs').Vpcs[0].VpcId
  const { LoadBalancers } = b.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets: subnets })
  const group = (Name: string, TargetType: string, port: number | null) => {
    const { TargetGroupArn } = b.call('elbv2.CreateTargetGroup', {
      Name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId,
      TargetType,
    }).TargetGroups[0]
    const DefaultActions = [{ Type: 'forward', TargetGroupArn }]
    const { LoadBalancerArn } = LoadBalancers[0]
    if (port) b.call('elbv2.CreateListener', { LoadBalancerArn, Protocol: 'HTTP', Port: port, DefaultActions })
    return TargetGroupArn as string
  }
  const groups = { instance: group('a', 'instance', 80), ip: group('b', 'ip', 81), free: group('c', 'instance', null) }
  b.call('ecs.CreateService', { ...SERVICE, serviceName: 'web', clientToken: 'first' })
  b.call('ecs.CreateService', { ...SERVICE, serviceName: 'gone', desiredCount: 0 })
  b.to(100)
  b.call('ecs.DeleteService', { cluster: 'demo', service: 'gone' })
  b.before(200)
  return { b, subnets, instance, groups }
}
