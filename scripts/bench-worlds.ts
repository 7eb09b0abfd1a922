/** Scenarios of any size for the benches: `engine` measures them without a page, `bench-ui` loads them into it. */
import type { DoStep, Scenario } from '../src/scenario'

export interface RollingWorld {
  tasks: number
  instances: number
  /** With an application load balancer and this much traffic; 0 = neither. */
  requestsPerSecond: number
  /** Services that share the tasks; default 1. Only the first stands behind the load balancer. */
  services?: number
}

/** When the service of a rolling world has long been steady and its update begins, simulated seconds. */
export const UPDATE_AT_SECONDS = 1_800

/** A cluster whose services become steady at 100/150 % and, at UPDATE_AT_SECONDS, are updated to their second revision. */
export function rollingScenario(world: RollingWorld): Scenario {
  const { tasks, instances, requestsPerSecond, services = 1 } = world
  const balanced = requestsPerSecond > 0
  // Room for twice the tasks, so that placement is never what holds the update up.
  const perInstance = Math.max(1, Math.ceil((2 * tasks) / instances))
  const container = (tag: number) => ({
    name: 'web',
    image: `shop:${tag}`,
    cpu: Math.max(2, Math.floor(2_048 / perInstance)),
    memory: Math.max(6, Math.min(256, Math.floor(7_000 / perInstance))),
    portMappings: [{ containerPort: 80, hostPort: 0 }],
  })
  const register = (at: number, tag: number): DoStep => ({
    at: at * 1_000,
    do: 'ecs.RegisterTaskDefinition',
    with: { family: 'web', containerDefinitions: [container(tag)] },
  })
  const targetGroupArn = { $: 'targetGroups[0].TargetGroupArn' }
  const nameOf = (i: number) => (i === 0 ? 'web' : `web-${i + 1}`)
  const each = <T>(make: (i: number) => T): T[] => Array.from({ length: services }, (_, i) => make(i))
  const create = (i: number): DoStep => ({
    at: 61_000,
    do: 'ecs.CreateService',
    with: {
      cluster: 'demo',
      serviceName: nameOf(i),
      taskDefinition: 'web:1',
      desiredCount: Math.floor(tasks / services),
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 150 },
      placementStrategy: [
        { type: 'spread', field: 'attribute:ecs.availability-zone' },
        { type: 'spread', field: 'instanceId' },
      ],
      ...(balanced && i === 0 ? { loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80 }] } : {}),
    },
  })
  const update = (i: number): DoStep => ({
    at: UPDATE_AT_SECONDS * 1_000,
    do: 'ecs.UpdateService',
    with: { cluster: 'demo', service: nameOf(i), taskDefinition: 'web:2' },
  })
  return {
    format: 'ecs-playground/1',
    title: `Rolling update of ${tasks} tasks on ${instances} instances`,
    seed: 7,
    steps: [
      { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } },
      {
        at: 0,
        do: 'playground.AddContainerInstances',
        with: { cluster: 'demo', instanceType: 'm5.large', count: instances },
      },
      ...(balanced ? loadBalancerSteps(requestsPerSecond) : []),
      register(61, 1),
      ...each(create),
      register(UPDATE_AT_SECONDS, 2),
      ...each(update),
    ],
  }
}

/** A scenario without the steps from UPDATE_AT_SECONDS on, and those steps: for who gives them by hand. */
export function splitAtUpdate(scenario: Scenario): { before: Scenario; update: DoStep[] } {
  const updates = (step: Scenario['steps'][number]) => 'do' in step && step.at === UPDATE_AT_SECONDS * 1_000
  return {
    before: { ...scenario, steps: scenario.steps.filter((step) => !updates(step)) },
    update: scenario.steps.flatMap((step) => ('do' in step && updates(step) ? [step] : [])),
  }
}

function loadBalancerSteps(requestsPerSecond: number): DoStep[] {
  const [LoadBalancerArn, TargetGroupArn] = [
    { $: 'loadBalancers[0].LoadBalancerArn' },
    { $: 'targetGroups[0].TargetGroupArn' },
  ]
  return [
    { at: 0, do: 'elbv2.CreateLoadBalancer', with: { Name: 'web-alb', Subnets: { $: 'subnets[].SubnetId' } } },
    {
      at: 0,
      do: 'elbv2.CreateTargetGroup',
      with: { Name: 'web-tg', Protocol: 'HTTP', Port: 80, VpcId: { $: 'vpcs[0].VpcId' } },
    },
    {
      at: 0,
      do: 'elbv2.CreateListener',
      with: {
        LoadBalancerArn,
        Protocol: 'HTTP',
        Port: 80,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      },
    },
    { at: 600_000, do: 'playground.SetTraffic', with: { target: LoadBalancerArn, requestsPerSecond } },
  ]
}
