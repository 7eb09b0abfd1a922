import { beforeAll, describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { awsvpc } from './kit'
import type { RefusalWorld } from './refusal-world'
import { RUN, refusalWorld, SERVICE, UPDATE } from './refusal-world'

/** One world for all: a refused call changes nothing, so the order does not matter (`b.refused` compares digests). */
let world: RefusalWorld
let b: Bench
beforeAll(() => {
  world = refusalWorld()
  b = world.b
})

function refused(operation: string, input: object, text: string, name = 'InvalidParameterException'): void {
  expect(b.refused(operation, input)).toEqual({ name, message: text })
}

/** What CreateService and UpdateService check alike. */
function service(more: () => object, text: string, name?: string): void {
  refused('ecs.CreateService', { ...SERVICE, ...more() }, text, name)
  refused('ecs.UpdateService', { ...UPDATE, ...more() }, text, name)
}

const config = (deploymentConfiguration: object) => ({ deploymentConfiguration })

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
      const start = { ...RUN, taskDefinition, containerInstances: [world.instance] }
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
      ...awsvpc(world.subnets),
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
