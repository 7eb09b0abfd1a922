import { beforeAll, describe, expect, it } from 'vitest'
import type { Bench } from '../testing'
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

describe('network configuration (networking N-5) and load balancers (N-86)', () => {
  const cases: [string, () => object, string][] = [
    [
      'a missing configuration',
      () => ({ taskDefinition: 'own' }),
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      'one too many',
      () => awsvpc(world.subnets),
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
      () => ({ taskDefinition: 'own', ...awsvpc(world.subnets, { securityGroups: ['sg-0'] }) }),
      "Error retrieving security group information for [sg-0]: The security group 'sg-0' does not exist (ErrorCode: InvalidGroup.NotFound)",
    ],
    [
      'a public address on EC2',
      () => ({ taskDefinition: 'own', ...awsvpc(world.subnets, { assignPublicIp: 'ENABLED' }) }),
      'Assign public IP is not supported for this launch type.',
    ],
    [
      'seventeen subnets',
      () => ({ taskDefinition: 'own', ...awsvpc(Array.from({ length: 17 }, () => world.subnets[0] as string)) }),
      'subnets can have at most 16 items.',
    ],
    [
      'six groups',
      () => ({ taskDefinition: 'own', ...awsvpc(world.subnets, { securityGroups: ['1', '2', '3', '4', '5', '6'] }) }),
      'securityGroups can have at most 5 items.',
    ],
  ]

  it.each(cases)('N-5 T-184 T-221 TV-75 TV-76 %s', (_name, more, text) => {
    service(more, text)
    refused('ecs.RunTask', { ...RUN, ...more() }, text)
    refused('ecs.StartTask', { ...RUN, containerInstances: [world.instance], ...more() }, text)
  })

  const attach = (targetGroupArn: string, more: object = {}) => ({
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80, ...more }],
  })

  it('N-86 D-701 T-222 what a load balancer entry can be', () => {
    const own = () => ({ taskDefinition: 'own', ...awsvpc(world.subnets) })
    service(
      () => attach(world.groups.instance, { containerName: 'x' }),
      'The container x does not exist in the task definition.',
    )
    service(
      () => attach(world.groups.instance, { containerPort: 81 }),
      'The container app did not have a container port 81 defined.',
    )
    service(
      () => ({ ...own(), ...attach(world.groups.instance) }),
      `The provided target group ${world.groups.instance} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    )
    service(
      () => attach(world.groups.ip),
      `The provided target group ${world.groups.ip} has target type ip, which is incompatible with the bridge network mode specified in the task definition.`,
    )
    service(
      () => attach(world.groups.free),
      `The target group with targetGroupArn ${world.groups.free} does not have an associated load balancer.`,
    )
    service(() => attach(`${world.groups.free}0`), `The target group ${world.groups.free}0 was not found.`)
    service(
      () => attach(world.groups.instance, { loadBalancerName: 'classic' }),
      'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries',
    )
    service(
      () => ({ ...attach(world.groups.instance), taskDefinition: 'bare' }),
      'Load balancers are not supported for this network mode.',
    )
    service(
      () => ({ loadBalancers: Array.from({ length: 6 }, () => attach(world.groups.instance).loadBalancers[0]) }),
      'loadBalancers can have at most 5 items.',
    )
    refused(
      'ecs.CreateService',
      { ...SERVICE, launchType: 'EXTERNAL', ...attach(world.groups.instance) },
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
    const far = { taskDefinition: 'far', launchType: 'FARGATE', ...awsvpc(world.subnets) }
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
