import { beforeAll, describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { vectorBench } from '../testing'
import { awsvpc, subnetsOf } from './kit'

/** One world for all: a refused call changes nothing, so the order does not matter (`b.refused` compares digests). */
let b: Bench
let subnets: string[]
let instance: string
let groups: { instance: string; ip: string; free: string }

beforeAll(() => {
  b = vectorBench({ instances: 1 })
  b.call('ecs.PutClusterCapacityProviders', {
    cluster: 'demo',
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  })
  subnets = subnetsOf(b)
  instance = b.call('ecs.ListContainerInstances', { cluster: 'demo' }).containerInstanceArns[0]
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
  groups = { instance: group('a', 'instance', 80), ip: group('b', 'ip', 81), free: group('c', 'instance', null) }
  b.call('ecs.CreateService', { ...SERVICE, serviceName: 'web', clientToken: 'first' })
  b.call('ecs.CreateService', { ...SERVICE, serviceName: 'gone', desiredCount: 0 })
  b.to(100)
  b.call('ecs.DeleteService', { cluster: 'demo', service: 'gone' })
  b.before(200)
})

const SERVICE = { cluster: 'demo', serviceName: 'new', taskDefinition: 'app:1', desiredCount: 1 }
const UPDATE = { cluster: 'demo', service: 'web' }
const RUN = { cluster: 'demo', taskDefinition: 'app:1' }

function refused(operation: string, input: object, text: string, name = 'InvalidParameterException'): void {
  expect(b.refused(operation, input)).toEqual({ name, message: text })
}
const config = (deploymentConfiguration: object) => ({ deploymentConfiguration })

/** What CreateService and UpdateService check alike. */
function service(more: () => object, text: string, name?: string): void {
  refused('ecs.CreateService', { ...SERVICE, ...more() }, text, name)
  refused('ecs.UpdateService', { ...UPDATE, ...more() }, text, name)
}

describe('percentages (deployments D-320)', () => {
  it.each([
    [100, 100, 'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.'],
    [101, 200, 'minimumHealthyPercent must be at most 100'],
    [100, 99, 'maximumPercent must be at least 100'],
    [-1, 200, 'minimumHealthyPercent must be at least 0'],
    [0, 1001, 'maximumPercent must be at most 1000'],
  ])('D-320 deployments V-12 %i/%i', (minimumHealthyPercent, maximumPercent, text) => {
    service(() => config({ minimumHealthyPercent, maximumPercent }), text)
  })

  it('D-320 UpdateService judges what the service would have: 100 stays from before', () => {
    refused(
      'ecs.UpdateService',
      { ...UPDATE, ...config({ maximumPercent: 100 }) },
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    )
  })

  it('D-320 zone rebalancing needs a maximum above 100 and a strategy that begins with zones', () => {
    service(
      () => ({
        availabilityZoneRebalancing: 'ENABLED',
        ...config({ minimumHealthyPercent: 50, maximumPercent: 100 }),
      }),
      'The max running tasks value must be greater than 100 when Availability Zone rebalancing is turned on.',
    )
    const placementStrategy = [{ type: 'binpack', field: 'cpu' }]
    const input = { ...SERVICE, availabilityZoneRebalancing: 'ENABLED', placementStrategy }
    expect(b.refused('ecs.CreateService', input).name).toBe('InvalidParameterException')
  })
})

describe('names, existence, idempotency (D-701, D-702, D-710, D-711, T-164)', () => {
  it('D-701 T-163 an unknown cluster', () => {
    const cases: [string, object][] = [
      ['ecs.CreateService', SERVICE],
      ['ecs.UpdateService', UPDATE],
      ['ecs.DeleteService', UPDATE],
      ['ecs.DescribeServices', { services: ['web'] }],
      ['ecs.ListServices', {}],
      ['ecs.RunTask', RUN],
      ['ecs.StartTask', { ...RUN, containerInstances: ['x'] }],
      ['ecs.StopTask', { task: 'x' }],
      ['ecs.DescribeTasks', { tasks: ['x'] }],
      ['ecs.ListTasks', {}],
      ['ecs.ListContainerInstances', {}],
    ]
    for (const [operation, input] of cases) {
      refused(operation, { ...input, cluster: 'nope' }, 'Cluster not found.', 'ClusterNotFoundException')
    }
  })

  it('D-701 unknown and inactive services', () => {
    for (const operation of ['ecs.UpdateService', 'ecs.DeleteService']) {
      refused(operation, { cluster: 'demo', service: 'nope' }, 'Service not found.', 'ServiceNotFoundException')
      refused(operation, { cluster: 'demo', service: 'gone' }, 'Service was not ACTIVE.', 'ServiceNotActiveException')
    }
    const listed = { cluster: 'demo', serviceName: 'nope' }
    refused('ecs.ListTasks', listed, 'Service not found.', 'ServiceNotFoundException')
    refused(
      'ecs.ListServiceDeployments',
      { cluster: 'demo', service: 'nope' },
      'Service not found.',
      'ServiceNotFoundException',
    )
  })

  it('D-702 the cluster first, then the service, then its state, then parameters', () => {
    const bad = config({ minimumHealthyPercent: 101 })
    refused(
      'ecs.UpdateService',
      { cluster: 'nope', service: 'nope', ...bad },
      'Cluster not found.',
      'ClusterNotFoundException',
    )
    refused(
      'ecs.UpdateService',
      { cluster: 'demo', service: 'nope', ...bad },
      'Service not found.',
      'ServiceNotFoundException',
    )
    refused(
      'ecs.UpdateService',
      { cluster: 'demo', service: 'gone', ...bad },
      'Service was not ACTIVE.',
      'ServiceNotActiveException',
    )
    const both = { ...UPDATE, ...bad, taskDefinition: 'nope' }
    refused('ecs.UpdateService', both, 'minimumHealthyPercent must be at most 100')
  })

  it('T-164 D-710 the name of a service', () => {
    for (const serviceName of ['my web', 'x'.repeat(256)]) {
      refused(
        'ecs.CreateService',
        { ...SERVICE, serviceName },
        `ServiceName must match ^[a-zA-Z0-9\\\\-_]{1,255}$, but was ${serviceName}`,
      )
    }
    refused('ecs.CreateCluster', { clusterName: 'my cluster' }, 'ClusterName must match ^[a-zA-Z0-9\\\\-_]{1,255}$') // TV-69
  })

  it('D-711 a taken name, and a client token of other parameters', () => {
    const text = 'Creation of service was not idempotent.'
    refused('ecs.CreateService', { ...SERVICE, serviceName: 'web' }, text)
    refused('ecs.CreateService', { ...SERVICE, serviceName: 'web', clientToken: 'second' }, text)
    refused('ecs.CreateService', { ...SERVICE, serviceName: 'web', clientToken: 'first', desiredCount: 2 }, text)
    refused('ecs.CreateService', { ...SERVICE, serviceName: 'other', clientToken: 'first' }, text)
    const before = b.engine.digest()
    const again = b.call('ecs.CreateService', { ...SERVICE, serviceName: 'web', clientToken: 'first' })
    expect([again.service.serviceName, b.engine.digest()]).toEqual(['web', before])
  })

  it('D-701 D-710 what must be given', () => {
    const { desiredCount: _, ...without } = SERVICE
    refused('ecs.CreateService', without, 'DesiredCount is missing')
    const { taskDefinition: __, ...bare } = SERVICE
    refused('ecs.CreateService', bare, 'TaskDefinition can not be empty.')
    const more = { ...UPDATE, service: 'web' }
    refused('ecs.DeleteService', more, 'The service cannot be stopped while it is scaled above 0.')
  })

  it('D-701 T-104 unknown and inactive task definitions', () => {
    for (const taskDefinition of ['nope', 'app:99', 'arn:aws:ecs:us-east-1:123456789012:task-definition/nope:1']) {
      service(() => ({ taskDefinition }), 'TaskDefinition not found.', 'ClientException')
      refused('ecs.RunTask', { ...RUN, taskDefinition }, 'TaskDefinition not found.', 'ClientException')
      const start = { ...RUN, taskDefinition, containerInstances: [instance] }
      refused('ecs.StartTask', start, 'TaskDefinition not found.', 'ClientException')
    }
    service(() => ({ taskDefinition: 'old:1' }), 'TaskDefinition is inactive', 'ClientException')
    refused('ecs.RunTask', { ...RUN, taskDefinition: 'old:1' }, 'TaskDefinition is inactive')
    refused(
      'ecs.DescribeTaskDefinition',
      { taskDefinition: 'nope' },
      'Unable to describe task definition.',
      'ClientException',
    )
  })

  it('D-210 D-711 T-214 numbers out of range', () => {
    const names = (more: object) => [
      b.refused('ecs.CreateService', { ...SERVICE, ...more }).name,
      b.refused('ecs.UpdateService', { ...UPDATE, ...more }).name,
    ]
    for (const more of [{ desiredCount: -1 }, { desiredCount: 5001 }, { healthCheckGracePeriodSeconds: -1 }]) {
      expect(names(more)).toEqual(['InvalidParameterException', 'InvalidParameterException'])
    }
  })
})

describe('network configuration (networking N-5) and load balancers (N-86)', () => {
  const cases: [string, () => object, string][] = [
    [
      'a missing configuration',
      () => ({ taskDefinition: 'own' }),
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'one too many',
      () => awsvpc(subnets),
      'Network Configuration is not valid for the given networkMode of this task definition.',
    ],
    ['no subnets', () => ({ taskDefinition: 'own', ...awsvpc([]) }), 'subnets can not be empty.'],
    [
      'an unknown subnet',
      () => ({ taskDefinition: 'own', ...awsvpc(['subnet-0']) }),
      "Error retrieving subnet information for [subnet-0]: The subnet ID 'subnet-0' does not exist (ErrorCode: InvalidSubnetID.NotFound)",
    ],
    [
      'an unknown security group',
      () => ({ taskDefinition: 'own', ...awsvpc(subnets, { securityGroups: ['sg-0'] }) }),
      "Error retrieving security group information for [sg-0]: The security group 'sg-0' does not exist (ErrorCode: InvalidGroup.NotFound)",
    ],
    [
      'a public address on EC2',
      () => ({ taskDefinition: 'own', ...awsvpc(subnets, { assignPublicIp: 'ENABLED' }) }),
      'Assign public IP is not supported for this launch type.',
    ],
    [
      'seventeen subnets',
      () => ({ taskDefinition: 'own', ...awsvpc(Array.from({ length: 17 }, () => subnets[0] as string)) }),
      'subnets can have at most 16 items.',
    ],
    [
      'six groups',
      () => ({ taskDefinition: 'own', ...awsvpc(subnets, { securityGroups: ['1', '2', '3', '4', '5', '6'] }) }),
      'securityGroups can have at most 5 items.',
    ],
  ]

  it.each(cases)('N-5 T-184 T-221 TV-75 TV-76 %s', (_name, more, text) => {
    service(more, text)
    refused('ecs.RunTask', { ...RUN, ...more() }, text)
    refused('ecs.StartTask', { ...RUN, containerInstances: [instance], ...more() }, text)
  })

  const attach = (targetGroupArn: string, more: object = {}) => ({
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80, ...more }],
  })

  it('N-86 D-701 T-222 what a load balancer entry can be', () => {
    const own = () => ({ taskDefinition: 'own', ...awsvpc(subnets) })
    service(
      () => attach(groups.instance, { containerName: 'x' }),
      'The container x does not exist in the task definition.',
    )
    service(
      () => attach(groups.instance, { containerPort: 81 }),
      'The container app did not have a container port 81 defined.',
    )
    service(
      () => ({ ...own(), ...attach(groups.instance) }),
      `The provided target group ${groups.instance} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    )
    service(
      () => attach(groups.ip),
      `The provided target group ${groups.ip} has target type ip, which is incompatible with the bridge network mode specified in the task definition.`,
    )
    service(
      () => attach(groups.free),
      `The target group with targetGroupArn ${groups.free} does not have an associated load balancer.`,
    )
    service(() => attach(`${groups.free}0`), `The target group ${groups.free}0 was not found.`)
    service(
      () => attach(groups.instance, { loadBalancerName: 'classic' }),
      'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries',
    )
    service(
      () => ({ ...attach(groups.instance), taskDefinition: 'bare' }),
      'Load balancers are not supported for this network mode.',
    )
    service(
      () => ({ loadBalancers: Array.from({ length: 6 }, () => attach(groups.instance).loadBalancers[0]) }),
      'loadBalancers can have at most 5 items.',
    )
    refused(
      'ecs.CreateService',
      { ...SERVICE, launchType: 'EXTERNAL', ...attach(groups.instance) },
      'Load balancers are not supported for this launch type.',
    )
  })
})

describe('placement (scheduling S-6 … S-9)', () => {
  it('S-6 S-7 S-8 T-230 strategies and constraints', () => {
    const spread = { type: 'spread', field: 'instanceId' }
    const both = (more: object, text: string) => {
      service(() => more, text)
      refused('ecs.RunTask', { ...RUN, ...more }, text)
    }
    both({ placementStrategy: Array.from({ length: 6 }, () => spread) }, 'Maximum number of strategies is 5.')
    both({ placementStrategy: [{ type: 'binpack', field: 'disk' }] }, "binpack field 'disk' is invalid.")
    both({ placementStrategy: [{ type: 'spread', field: 'zone' }] }, "spread field 'zone' is invalid.")
    both({ placementStrategy: [{ type: 'random', field: 'cpu' }] }, 'random field should not be specified.')
    both(
      { placementConstraints: [{ type: 'distinctInstance', expression: '' }] },
      'distinctInstance expression should not be specified.',
    )
  })

  it('S-9 Fargate takes neither', () => {
    const far = { taskDefinition: 'far', launchType: 'FARGATE', ...awsvpc(subnets) }
    const strategies = { placementStrategy: [{ type: 'random' }] }
    const constraints = { placementConstraints: [{ type: 'distinctInstance' }] }
    for (const [operation, base] of [
      ['ecs.CreateService', SERVICE],
      ['ecs.RunTask', RUN],
    ] as const) {
      const input = { ...base, ...far }
      refused(
        operation,
        { ...input, ...strategies },
        'Placement strategies are not supported with FARGATE launch type.',
      )
      refused(
        operation,
        { ...input, ...constraints },
        'Placement constraints are not supported with FARGATE launch type.',
      )
    }
  })
})

describe('RunTask, StartTask, StopTask (T-184, T-189)', () => {
  const BOTH =
    'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.'

  it('T-184 TV-77 TV-78 TV-79 the table', () => {
    refused('ecs.RunTask', { ...RUN, launchType: 'MOON' }, 'launch type should be one of [EC2,FARGATE,EXTERNAL]')
    const capacityProviderStrategy = [{ capacityProvider: 'FARGATE' }]
    for (const [operation, base] of [
      ['ecs.RunTask', RUN],
      ['ecs.CreateService', SERVICE],
    ] as const) {
      refused(operation, { ...base, launchType: 'EC2', capacityProviderStrategy }, BOTH)
      refused(operation, { ...base, launchType: 'FARGATE' }, 'Task definition does not support launch_type FARGATE.')
      refused(
        operation,
        { ...base, platformVersion: '1.4.0' },
        'The platform version must be null when specifying an EC2 launch type.',
      )
    }
    for (const count of [0, 11, -1]) refused('ecs.RunTask', { ...RUN, count }, 'Task count must be between 1 and 10.')
    const overrides = (containerOverrides: object[]) => ({ ...RUN, overrides: { containerOverrides } })
    refused(
      'ecs.RunTask',
      overrides([{ name: 'zz' }]),
      'Override for container named zz is not a container in the TaskDefinition',
    )
    refused(
      'ecs.RunTask',
      overrides([{ name: 'app', command: ['x'.repeat(9000)] }]),
      'Container Overrides length must be at most 8192.',
    )
    const exec = (what: string) =>
      `The ${what} because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.`
    refused('ecs.RunTask', { ...RUN, enableExecuteCommand: true }, exec("task couldn't be created"))
    refused('ecs.CreateService', { ...SERVICE, enableExecuteCommand: true }, exec("service couldn't be created"))
    refused('ecs.UpdateService', { ...UPDATE, enableExecuteCommand: true }, exec("service couldn't be updated"))
    refused('ecs.RunTask', { ...RUN, launchType: 'EXTERNAL' }, 'No Container Instances were found in your cluster.')
  })

  it('T-184 D-711 the same token with other parameters is a conflict that names the tasks', () => {
    const first = b.call('ecs.RunTask', { ...RUN, clientToken: 'abc' }).tasks[0].taskArn
    const error = (() => {
      try {
        return b.call('ecs.RunTask', { ...RUN, clientToken: 'abc', count: 2 })
      } catch (e) {
        return e
      }
    })() as Any
    expect([error.name, error.resourceIds ?? error.details?.resourceIds]).toEqual(['ConflictException', [first]])
    const before = b.engine.digest()
    expect(b.call('ecs.RunTask', { ...RUN, clientToken: 'abc' }).tasks[0].taskArn).toBe(first)
    expect(b.engine.digest()).toBe(before)
  })

  it('S-115 T-178 strategies of capacity providers', () => {
    const strategy = (...capacityProviderStrategy: object[]) => ({
      ...RUN,
      taskDefinition: 'far',
      ...awsvpc(subnets),
      capacityProviderStrategy,
    })
    refused(
      'ecs.RunTask',
      strategy({ capacityProvider: 'cp1', weight: 1 }),
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
    )
    const [F, S] = [{ capacityProvider: 'FARGATE' }, { capacityProvider: 'FARGATE_SPOT' }]
    expect(b.refused('ecs.RunTask', strategy({ ...F, weight: 0 }, { ...S, weight: 0 })).message).toMatch(
      /^There are no capacity providers .* weight value greater than zero/,
    ) // scheduling V-53
    expect(b.refused('ecs.RunTask', strategy({ ...F, base: 1, weight: 1 }, { ...S, base: 1 })).message).toMatch(
      /^There are multiple capacity providers .* base value greater than zero/,
    )
  })

  it('T-189 TV-81 T-170 T-171 T-218 StopTask and empty or long lists', () => {
    refused('ecs.StopTask', { cluster: 'demo', task: 'x' }, 'The referenced task was not found.')
    refused('ecs.StartTask', { ...RUN, containerInstances: [] }, 'Container Instances cannot be empty.')
    refused(
      'ecs.StartTask',
      { ...RUN, containerInstances: Array(11).fill('x') },
      'Container Instances cannot exceed 10.',
    )
    refused('ecs.DescribeTasks', { cluster: 'demo', tasks: [] }, 'Tasks cannot be empty.')
    refused('ecs.DescribeTasks', { cluster: 'demo', tasks: Array(101).fill('x') }, 'Tasks cannot exceed 100.')
    refused('ecs.DescribeServices', { cluster: 'demo', services: [] }, 'Services cannot be empty.')
    refused('ecs.DescribeServices', { cluster: 'demo', services: Array(11).fill('x') }, 'Services cannot exceed 10.') // TV-73
    refused('ecs.DescribeClusters', { clusters: Array(101).fill('x') }, 'Clusters cannot exceed 100.')
    const many = Array(101).fill('x')
    refused(
      'ecs.DescribeContainerInstances',
      { cluster: 'demo', containerInstances: many },
      'Container Instances cannot exceed 100.',
    )
    refused(
      'ecs.DescribeContainerInstances',
      { cluster: 'demo', containerInstances: [] },
      'Container Instances cannot be empty.',
      'ClientException',
    )
  })
})

describe('lists (T-168, T-169, T-190)', () => {
  it.each([
    ['ecs.ListTasks', 100],
    ['ecs.ListServices', 100],
    ['ecs.ListContainerInstances', 100],
    ['ecs.ListClusters', 100],
    ['ecs.ListTaskDefinitions', 100],
    ['ecs.ListTaskDefinitionFamilies', 100],
    ['ecs.ListAccountSettings', 10],
    ['ecs.DescribeCapacityProviders', 10],
  ])('T-168 T-169 %s takes 1 to %i and no foreign token', (operation, max) => {
    const own =
      operation.startsWith('ecs.List') && /Tasks|Services|Instances/.test(operation) ? { cluster: 'demo' } : {}
    for (const maxResults of [0, -1, max + 1]) {
      refused(operation, { ...own, maxResults }, `maxResults must be between 1 and ${max}`)
    }
    refused(operation, { ...own, nextToken: 'made-up' }, 'Invalid token.')
  })

  it('T-190 startedBy stands alone; families have names', () => {
    const list = { cluster: 'demo' }
    refused(
      'ecs.ListTasks',
      { ...list, startedBy: 'me', family: 'app' },
      'startedBy must be the only filter specified.',
    )
    expect(b.refused('ecs.ListTasks', { ...list, family: 'a b' }).name).toBe('InvalidParameterException')
  })

  it('T-168 a token of one list is refused by another', () => {
    for (const n of [1, 2]) b.call('ecs.CreateService', { ...SERVICE, serviceName: `s${n}`, desiredCount: 0 })
    const { nextToken } = b.call('ecs.ListServices', { cluster: 'demo', maxResults: 1 })
    expect(typeof nextToken).toBe('string')
    refused('ecs.ListServices', { cluster: 'demo', launchType: 'FARGATE', nextToken }, 'Invalid token.')
  })
})
