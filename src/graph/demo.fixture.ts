/** A world in many states: for the layout's test and for looking at the stage without an engine. */
import type { InstanceView, TargetView, TaskStatusWord, TaskView, ViewTables } from '../worker'

export type DemoWorld = { [T in keyof ViewTables]: ViewTables[T][] }

export interface DemoOptions {
  /** Instances in each of three zones. */
  perZone: number
  /** Tasks on each instance. */
  tasks: number
  fargate?: boolean
}

const zoneNames = ['us-east-1a', 'us-east-1b', 'us-east-1c']
const words: TaskStatusWord[] = [
  'healthy',
  'healthy',
  'draining',
  'healthy',
  'running',
  'pending',
  'unhealthy',
  'registering',
  'stopping',
  'preparing',
  'failed',
  'releasing',
  'stopped',
]
const statuses: Record<TaskStatusWord, string> = {
  preparing: 'PROVISIONING',
  pending: 'PENDING',
  registering: 'ACTIVATING',
  running: 'RUNNING',
  healthy: 'RUNNING',
  unhealthy: 'RUNNING',
  draining: 'DEACTIVATING',
  stopping: 'STOPPING',
  releasing: 'DEPROVISIONING',
  stopped: 'STOPPED',
  failed: 'STOPPED',
}

/** The n-th task; its word and revision go round. */
function task(n: number, where: Partial<TaskView>): TaskView {
  const word = words[n % words.length]!
  const shortId = (0x7a3f + n * 4099).toString(16).slice(-4)
  return {
    id: `task-${n}`,
    shortId,
    taskId: `${shortId}0000`,
    arn: `arn:task/${n}`,
    clusterId: 'cluster-1',
    serviceId: 'svc-1',
    deploymentId: null,
    family: 'web',
    revision: n % 3 === 2 ? 1 : ((n * 7) % 4) + 1,
    containerInstanceId: null,
    fargate: false,
    zone: null,
    slot: 0,
    lastStatus: statuses[word],
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    word,
    failure: word === 'failed' ? 'exit 1' : null,
    address: `:${32768 + n}`,
    hostPorts: [],
    awsvpc: false,
    streak:
      word === 'running'
        ? { passed: 2, failed: 0, needed: 5 }
        : word === 'unhealthy'
          ? { passed: 0, failed: 2, needed: 2 }
          : null,
    span:
      word === 'pending'
        ? { kind: 'pull', fromMs: 170_000, untilMs: 184_000 }
        : word === 'draining'
          ? { kind: 'drain', fromMs: 174_000, untilMs: 194_000 }
          : word === 'stopping'
            ? { kind: 'kill', fromMs: 170_000, untilMs: 200_000 }
            : null,
    mark: n % 9 === 8 ? 'protected from scale-in' : null,
    targetIds: [],
    createdAtMs: 60_000,
    times: { pullFromMs: null, pulledMs: null, healthyMs: null, stoppingMs: null, signalMs: null, exitedMs: null },
    startedAtMs: word === 'pending' ? null : 70_000,
    stoppedAtMs: word === 'failed' || word === 'stopped' ? 178_000 : null,
    ...where,
  }
}

function instance(n: number, zone: string, slot: number, tasks: number): InstanceView {
  const small = n % 5 === 4
  return {
    id: `ci-${n}`,
    arn: `arn:ci/${n}`,
    ec2InstanceId: `i-${n}`,
    label: `i-${n}`,
    clusterId: 'cluster-1',
    zone,
    instanceType: small ? 'c5.large' : 'm5.xlarge',
    status: n % 7 === 6 ? 'DRAINING' : 'ACTIVE',
    agentConnected: n % 11 !== 10,
    slot,
    cpuUnits: { total: small ? 2_048 : 4_096, reserved: tasks * 256, used: tasks * 100 },
    memoryMiB: { total: small ? 3_884 : 15_768, reserved: tasks * 512, used: tasks * 300 },
    eni: { max: small ? 2 : 3, used: Math.min(2, n % 3) },
    portsInUse: n % 4 === 1 ? [80, 443] : [],
    taskCount: tasks,
  }
}

/** Three zones of instances with tasks in every state, a load balancer with two target groups, a service with a tray. */
export function demoWorld({ perZone, tasks, fargate = false }: DemoOptions): DemoWorld {
  const out: DemoWorld = {
    clusters: [{ id: 'cluster-1', name: 'demo', arn: 'arn:cluster', status: 'ACTIVE' }],
    zones: [],
    instances: [],
    tasks: [],
    services: [service],
    deployments: [],
    loadBalancers: [
      {
        id: 'lb-1',
        arn: 'arn:lb',
        name: 'web-alb',
        state: 'active',
        zones: zoneNames,
        requestsPerSecond: 20,
        requests: { total: 2_400, ok: 2_394, failed: 6, inFlight: 1, byCause: { elb503: 6 } },
      },
    ],
    listeners: [{ id: 'listener-1', arn: 'arn:listener', loadBalancerId: 'lb-1', port: 80, protocol: 'HTTP' }],
    rules: [
      rule('rule-1', 10, '/api/*', [forward('tg-2', 1)]),
      rule('rule-2', 0, 'default', [forward('tg-1', 9), forward('tg-2', 1)]),
    ],
    targetGroups: [group('tg-1', 'web-tg'), group('tg-2', 'api-tg')],
    targets: [],
    images: [],
  }
  let n = 0
  let tasksSoFar = 0
  zoneNames.forEach((name) => {
    const instanceIds: string[] = []
    for (let slot = 0; slot < perZone; slot++) {
      const one = instance(n++, name, slot, tasks)
      out.instances.push(one)
      instanceIds.push(one.id)
      for (let t = 0; t < tasks; t++)
        out.tasks.push(task(tasksSoFar++, { containerInstanceId: one.id, zone: name, slot: t }))
    }
    out.zones.push({ id: name, name, clusterId: 'cluster-1', instanceIds, fargate })
    if (fargate)
      for (let t = 0; t < 2; t++)
        out.tasks.push(
          task(tasksSoFar++, { fargate: true, zone: name, slot: t, awsvpc: true, address: `172.31.${t}.${n}` }),
        )
  })
  addTargets(out)
  return out
}

function addTargets(out: DemoWorld): void {
  const states: TargetView['state'][] = ['healthy', 'healthy', 'draining', 'initial', 'healthy', 'unhealthy']
  for (const owner of out.tasks.slice(0, 12)) {
    if (owner.word === 'stopped' || owner.word === 'failed') continue
    const at = out.targets.length
    const targetGroupId = at < 6 ? 'tg-1' : 'tg-2'
    const state = states[at % states.length]!
    const target: TargetView = {
      id: `target-${at}`,
      targetGroupId,
      taskId: owner.id,
      label: `i-${owner.containerInstanceId?.slice(3) ?? 'f'} ${owner.address}`,
      state,
      reason: null,
      streak: state === 'initial' ? { passed: 2, failed: 0, needed: 5 } : null,
      drainUntilMs: state === 'draining' ? 194_000 : null,
      requestsPerSecond: state === 'healthy' ? 3 : 0,
      failed: {},
    }
    out.targets.push(target)
    owner.targetIds.push(target.id)
    out.targetGroups.find((one) => one.id === targetGroupId)!.targetIds.push(target.id)
  }
}

const rule = (id: string, priority: number, condition: string, forwards: ViewTables['rules']['forwards']) => ({
  id,
  arn: `arn:${id}`,
  listenerId: 'listener-1',
  priority,
  isDefault: condition === 'default',
  condition,
  forwards,
})

const forward = (targetGroupId: string, weight: number) => ({
  targetGroupId,
  weight,
  sharePercent: null,
  requestsPerSecond: weight,
})

const group = (id: string, name: string): ViewTables['targetGroups'] => ({
  id,
  arn: `arn:${id}`,
  name,
  targetType: 'instance',
  protocol: 'HTTP',
  port: 80,
  healthCheck: { path: '/', intervalSeconds: 10, timeoutSeconds: 5, healthy: 5, unhealthy: 2, matcher: '200' },
  deregistrationDelaySeconds: 20,
  loadBalancerIds: ['lb-1'],
  targetIds: [],
})

const service: ViewTables['services'] = {
  id: 'svc-1',
  name: 'web',
  arn: 'arn:svc',
  clusterId: 'cluster-1',
  status: 'ACTIVE',
  launchType: 'EC2',
  schedulingStrategy: 'REPLICA',
  desired: 4,
  minimumHealthyPercent: 75,
  maximumPercent: 150,
  lowerBound: 3,
  upperBound: 6,
  counts: { healthyOld: 3, healthyNew: 0, notCounted: 1, starting: 1, stopping: 1 },
  boxes: [
    { state: 'healthy', revision: 1, count: 3 },
    { state: 'notCounted', revision: 2, count: 1 },
    { state: 'starting', revision: 2, count: 1 },
    { state: 'stopping', revision: 1, count: 1 },
  ],
  running: 4,
  pending: 1,
  steady: false,
  why: {
    sentence: 'Waiting: 3 must stay healthy and 3 are.',
    canProgress: true,
    kind: 'bounds',
    subjects: [],
    rules: [],
    untilMs: null,
  },
  tray: {
    wanted: 2,
    reasons: [
      { reason: 'MEMORY', count: 2 },
      { reason: 'PORT', count: 1 },
    ],
    decisionId: null,
  },
  taskDefinition: { family: 'web', revision: 2, arn: 'arn:td', image: 'shop:2' },
  revisions: [],
  deploying: true,
  figures: { lowestHealthy: 3, peakTasks: 6, sinceMs: 0, endedMs: null },
  deployment: null,
  settings: {
    strategy: 'ROLLING',
    breaker: { enable: false, rollback: false, resetOnHealthyTask: true, type: 'BOUNDED_PERCENT', value: 50 },
    alarms: { enable: false, rollback: false, names: [] },
    bakeMinutes: 0,
    linear: { stepPercent: 10, stepBakeMinutes: 6 },
    canary: { canaryPercent: 5, canaryBakeMinutes: 10 },
    canShift: true,
  },
  targetGroupIds: ['tg-1'],
  healthCheckGracePeriodSeconds: 0,
  networkMode: 'bridge',
  placementStrategy: [],
  placementConstraints: [],
  subnets: [],
  securityGroups: [],
  assignPublicIp: 'DISABLED',
}
