/** What the property tests do to an engine: a plan is plain data, so it shrinks and can be replayed. Used by tests only. */
import { createEngine } from '../engine'
import { ApiError } from '../kernel'
import type { CreateEngineOptions, Engine } from '../types'

export interface Step {
  kind: (typeof KINDS)[number]
  /** Which of the things there are (modulo), and three free numbers. */
  pick: number
  a: number
  b: number
  c: number
}

export interface WorldPlan {
  seed: number
  timings: NonNullable<CreateEngineOptions['timings']>
  instances: { type: string; count: number }[]
  services: ServicePlan[]
  steps: Step[]
}

export interface ServicePlan {
  mode: 'bridge' | 'static' | 'host' | 'awsvpc' | 'fargate'
  desired: number
  min: number
  max: number
  loadBalancer: boolean
  containerCheck: boolean
  grace: number
  strategy: number
  distinct: boolean
  size: number
  /** 0 off, 1 on, 2 with rollback. */
  breaker: number
  daemon: boolean
}

export const KINDS = [
  'advance',
  'advance',
  'advance',
  'advanceLong',
  'settle',
  'updateImage',
  'updateImage',
  'scale',
  'percents',
  'stopTask',
  'drain',
  'activate',
  'terminate',
  'stopContainer',
  'failHealthChecks',
  'disconnectAgent',
  'stopInstance',
  'capacityUnavailable',
  'clearFault',
  'zone',
  'runTask',
  'startTask',
  'protect',
  'image',
  'traffic',
  'addInstances',
  'deregisterInstance',
  'deleteService',
  'recreateService',
  'force',
  'grace',
  'stopDeployment',
  'breaker',
] as const

export const STRATEGIES = [
  undefined,
  [{ type: 'spread', field: 'attribute:ecs.availability-zone' }],
  [{ type: 'spread', field: 'instanceId' }],
  [{ type: 'binpack', field: 'memory' }],
  [
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'binpack', field: 'cpu' },
  ],
  [{ type: 'random' }],
]

/** Tells of every call made, for logs and digests. */
export interface Watcher {
  call?(operation: string, input: unknown): void
  /** A refused call; `before` is the digest before it. */
  refused?(operation: string, error: ApiError, before: string): void
}

export class RandomWorld {
  readonly engine: Engine
  private revisions = 0
  private groups: string[] = []

  constructor(
    readonly plan: WorldPlan,
    private readonly watcher: Watcher = {},
    engine?: Engine,
  ) {
    this.engine = engine ?? createEngine({ seed: plan.seed, timings: plan.timings, checkInvariants: true })
    if (!engine) this.build()
  }

  /** The same world over another engine (a restored one). */
  over(engine: Engine): RandomWorld {
    const world = new RandomWorld(this.plan, {}, engine)
    world.revisions = this.revisions
    world.groups = this.groups.slice()
    return world
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers are read freely
  call(operation: string, input: object = {}): any {
    const [service, name] = operation.split('.') as [string, string]
    const before = this.watcher.refused ? this.engine.digest() : ''
    this.watcher.call?.(operation, input)
    try {
      return this.engine.call(service, name, input)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.watcher.refused?.(operation, error, before)
      return undefined
    }
  }

  private build(): void {
    this.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] })
    for (const { type, count } of this.plan.instances)
      this.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: type, count })
    const subnets = this.subnets()
    const lb = this.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets: subnets }).LoadBalancers[0].LoadBalancerArn
    for (const [i, s] of this.plan.services.entries()) {
      const { TargetGroupArn } = this.call('elbv2.CreateTargetGroup', {
        Name: `tg-${i}`,
        Protocol: 'HTTP',
        Port: 80,
        VpcId: this.call('ec2.DescribeSubnets').Subnets[0].VpcId,
        TargetType: s.mode === 'awsvpc' || s.mode === 'fargate' ? 'ip' : 'instance',
        HealthCheckIntervalSeconds: 10,
      }).TargetGroups[0]
      this.groups.push(TargetGroupArn)
      this.call('elbv2.ModifyTargetGroupAttributes', {
        TargetGroupArn,
        Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }],
      })
      const DefaultActions = [{ Type: 'forward', TargetGroupArn }]
      this.call('elbv2.CreateListener', { LoadBalancerArn: lb, Protocol: 'HTTP', Port: 80 + i, DefaultActions })
      this.register(i)
      this.createService(i)
    }
  }

  private subnets(): string[] {
    return this.call('ec2.DescribeSubnets').Subnets.map((s: { SubnetId: string }) => s.SubnetId)
  }

  private register(i: number): string {
    const s = this.plan.services[i] as ServicePlan
    const own = s.mode === 'awsvpc' || s.mode === 'fargate'
    const hostPort = s.mode === 'static' ? 8000 + i : undefined
    const portMappings = [{ containerPort: own ? 80 : 8000 + i, ...(hostPort ? { hostPort } : {}) }]
    this.revisions++
    const definition = this.call('ecs.RegisterTaskDefinition', {
      family: `app-${i}`,
      ...(s.mode === 'bridge' || s.mode === 'static' ? {} : { networkMode: own ? 'awsvpc' : 'host' }),
      ...(s.mode === 'fargate' ? { requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' } : {}),
      containerDefinitions: [
        {
          name: 'app',
          image: `img:${this.revisions % 4}`,
          memory: s.mode === 'fargate' ? 512 : s.size,
          cpu: s.mode === 'fargate' ? 256 : s.size,
          portMappings,
          ...(s.containerCheck ? { healthCheck: { command: ['CMD', 'true'], interval: 10 } } : {}),
        },
      ],
    })
    return definition?.taskDefinition.taskDefinitionArn ?? `app-${i}`
  }

  private createService(i: number): void {
    const s = this.plan.services[i] as ServicePlan
    const own = s.mode === 'awsvpc' || s.mode === 'fargate'
    const fargate = s.mode === 'fargate'
    const daemon = s.daemon && !fargate
    this.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: `svc-${i}`,
      taskDefinition: `app-${i}`,
      ...(daemon ? { schedulingStrategy: 'DAEMON' } : { desiredCount: s.desired }),
      launchType: fargate ? 'FARGATE' : 'EC2',
      deploymentConfiguration: {
        minimumHealthyPercent: s.min,
        maximumPercent: daemon ? 100 : s.max,
        deploymentCircuitBreaker: { enable: s.breaker > 0, rollback: s.breaker > 1 },
      },
      ...(own ? { networkConfiguration: { awsvpcConfiguration: { subnets: this.subnets() } } } : {}),
      ...(s.loadBalancer
        ? {
            loadBalancers: [
              { targetGroupArn: this.groups[i], containerName: 'app', containerPort: own ? 80 : 8000 + i },
            ],
            healthCheckGracePeriodSeconds: s.grace,
          }
        : {}),
      ...(fargate || daemon || !STRATEGIES[s.strategy] ? {} : { placementStrategy: STRATEGIES[s.strategy] }),
      ...(fargate || !s.distinct ? {} : { placementConstraints: [{ type: 'distinctInstance' }] }),
    })
  }

  private task(pick: number): string {
    const live = [...this.engine.rows('tasks')].filter((t) => t.lastStatus !== 'STOPPED')
    return live[pick % live.length]?.arn ?? 'none'
  }

  private instance(pick: number): string {
    const all = [...this.engine.rows('containerInstances')].filter((ci) => ci.status !== 'INACTIVE')
    return all[pick % all.length]?.arn ?? 'none'
  }

  run(step: Step): void {
    const { pick, a, b, c } = step
    const i = pick % this.plan.services.length
    const own = { cluster: 'demo', service: `svc-${i}` }
    const update = (more: object) => this.call('ecs.UpdateService', { ...own, ...more })
    const fault = (kind: string, target: string, more: object = {}) =>
      this.call('playground.InjectFault', { kind, target, ...more })
    const state = (status: string) =>
      this.call('ecs.UpdateContainerInstancesState', {
        cluster: 'demo',
        containerInstances: [this.instance(pick)],
        status,
      })
    const actions: Record<Step['kind'], () => void> = {
      advance: () => this.engine.advance(c === 0 ? a * 7 : (a % 60) * 1000),
      advanceLong: () => this.engine.advance(a * 3000),
      settle: () => this.engine.settle(),
      updateImage: () => update({ taskDefinition: this.register(i) }),
      force: () => update({ forceNewDeployment: true }),
      scale: () => update({ desiredCount: a % 8 }),
      percents: () =>
        update({ deploymentConfiguration: { minimumHealthyPercent: b, maximumPercent: 100 + (a % 150) } }),
      stopTask: () => this.call('ecs.StopTask', { cluster: 'demo', task: this.task(pick) }),
      drain: () => state('DRAINING'),
      activate: () => state('ACTIVE'),
      terminate: () => fault('terminateInstance', this.instance(pick)),
      stopContainer: () => fault(c % 2 === 0 ? 'stopContainer' : 'outOfMemory', this.task(pick)),
      failHealthChecks: () =>
        fault('failHealthChecks', this.task(pick), {
          check: (['container', 'target', 'both'] as const)[c % 3],
          ...(a % 2 === 0 ? { forSeconds: a } : {}),
        }),
      disconnectAgent: () => fault('disconnectAgent', this.instance(pick), { forSeconds: a + 1 }),
      stopInstance: () => fault('stopInstance', this.instance(pick), { forSeconds: a + 60 }),
      capacityUnavailable: () => fault('capacityUnavailable', 'FARGATE', { forSeconds: a }),
      clearFault: () => {
        const open = [...this.engine.rows('faults')].filter((f) => f.clearedAtMs === null)
        this.call('playground.ClearFault', { faultId: open[pick % open.length]?.id ?? 'none' })
      },
      zone: () => fault(c % 2 === 0 ? 'zoneDown' : 'zoneUp', `us-east-1${'abc'[pick % 3]}`),
      runTask: () => {
        const plan = this.plan.services[i] as ServicePlan
        const subnets = this.subnets()
        this.call('ecs.RunTask', {
          cluster: 'demo',
          taskDefinition: `app-${i}`,
          count: 1 + (a % 4),
          launchType: plan.mode === 'fargate' ? 'FARGATE' : 'EC2',
          ...(plan.mode === 'awsvpc' || plan.mode === 'fargate'
            ? { networkConfiguration: { awsvpcConfiguration: { subnets } } }
            : {}),
        })
      },
      startTask: () =>
        this.call('ecs.StartTask', {
          cluster: 'demo',
          taskDefinition: `app-${i}`,
          containerInstances: [this.instance(a), this.instance(b)],
        }),
      protect: () =>
        this.call('ecs.UpdateTaskProtection', {
          cluster: 'demo',
          tasks: [this.task(pick)],
          protectionEnabled: c % 3 !== 0,
          expiresInMinutes: 1 + (a % 10),
        }),
      image: () =>
        this.call('playground.PutImage', {
          image: `img:${pick % 4}`,
          sizeMiB: a,
          ...(
            [
              {},
              { pullable: false },
              { exitAfterSeconds: b },
              { exitAfterSeconds: 0.5, exitCode: 0 },
              { startSeconds: b },
              { healthyAfterSeconds: b },
              { unhealthyAfterSeconds: b },
              { onSigterm: 'ignore' },
            ] as const
          )[c],
        }),
      traffic: () => this.call('playground.SetTraffic', { target: 'lb', requestsPerSecond: a / 4 }),
      addInstances: () =>
        this.call('playground.AddContainerInstances', {
          cluster: 'demo',
          instanceType: 'c5.large',
          count: 1 + (c % 2),
          registerAfterSeconds: a % 3 === 0 ? b : 0,
        }),
      deregisterInstance: () =>
        this.call('ecs.DeregisterContainerInstance', {
          cluster: 'demo',
          containerInstance: this.instance(pick),
          force: c % 2 === 0,
        }),
      deleteService: () => this.call('ecs.DeleteService', { ...own, force: c % 3 !== 0 }),
      recreateService: () => this.createService(i),
      grace: () => update({ healthCheckGracePeriodSeconds: a }),
      breaker: () =>
        update({
          deploymentConfiguration: { deploymentCircuitBreaker: { enable: c % 2 === 0, rollback: a % 2 === 0 } },
        }),
      stopDeployment: () => {
        const open = [...this.engine.rows('serviceDeployments')].slice(-4)
        this.call('ecs.StopServiceDeployment', {
          serviceDeploymentArn: open[pick % open.length]?.arn ?? 'none',
          stopType: c % 2 === 0 ? 'ROLLBACK' : 'ABORT',
        })
      },
    }
    actions[step.kind]()
  }

  runAll(steps: readonly Step[] = this.plan.steps): this {
    for (const s of steps) this.run(s)
    return this
  }
}
