/**
 * Builders for tests that drive load balancing and traffic by rows alone. Conventions of networking.md section J: an
 * Application Load Balancer that is active at once, interval 30, timeout 5, H 5, U 2, delay 30; tasks stand on Fargate.
 */
import { elbv2Operations } from '../api/elbv2'
import { setTraffic } from '../api/playground/traffic'
import type { Timings } from '../data/timings'
import { DEFAULT_TIMINGS } from '../data/timings'
import { Sim } from '../kernel'
import type { ContainerState, ImageBehaviour, ProcessState, TargetRow, TaskDefinitionRow, TaskRow } from '../model'
import { createTaskEni, defaultSubnet, defaultVpc, installDefaultVpc } from '../network'
import { DEFAULT_BEHAVIOUR } from '../tasks/images'
import { installTraffic, trafficEvents } from '../traffic'
import { installLoadBalancing, loadBalancingEvents, registerTarget, routingWillChange } from '.'

/** A simulation with a default VPC, these two rooms and nothing else. */
export function network(timings: Partial<Timings> = {}): Sim {
  const options = { seed: 7, region: 'us-east-1', accountId: '123456789012', startTimeMs: 1_767_603_600_000 }
  const sim = new Sim(options, { ...DEFAULT_TIMINGS, lbProvisioning: 0, ...timings })
  installDefaultVpc(sim)
  installLoadBalancing(sim)
  installTraffic(sim)
  sim.register({ ...loadBalancingEvents, ...trafficEvents })
  return sim
}

/** One elbv2 operation, all or nothing as the front door makes it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read whatever an operation answers
export function elb(sim: Sim, operation: string, input: unknown): any {
  return sim.atomically(() => elbv2Operations[operation]?.(sim, input))
}

export function subnetOf(sim: Sim, zone: 'a' | 'b' | 'c'): string {
  return defaultSubnet(sim, `us-east-1${zone}`)?.subnetId as string
}

/** ARN of a new Application Load Balancer. */
export function balancer(
  sim: Sim,
  name = 'front',
  zones: ('a' | 'b' | 'c')[] = ['a', 'b', 'c'],
  more: object = {},
): string {
  const input = { Name: name, Subnets: zones.map((zone) => subnetOf(sim, zone)), ...more }
  return elb(sim, 'CreateLoadBalancer', input).LoadBalancers[0].LoadBalancerArn
}

/** ARN of a new target group of type ip with a deregistration delay of 30 s. */
export function group(sim: Sim, name: string, more: object = {}, delaySeconds = 30): string {
  const VpcId = defaultVpc(sim)?.vpcId
  const input = { Name: name, Protocol: 'HTTP', Port: 80, VpcId, TargetType: 'ip', ...more }
  const arn = elb(sim, 'CreateTargetGroup', input).TargetGroups[0].TargetGroupArn
  setDelay(sim, arn, delaySeconds)
  return arn
}

export function setDelay(sim: Sim, arn: string, delaySeconds: number): void {
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delaySeconds) }]
  elb(sim, 'ModifyTargetGroupAttributes', { TargetGroupArn: arn, Attributes })
}

/** ARN of a listener on port 80 that forwards to the group. */
export function listen(sim: Sim, loadBalancerArn: string, targetGroupArn: string): string {
  const DefaultActions = [{ Type: 'forward', TargetGroupArn: targetGroupArn }]
  const input = { LoadBalancerArn: loadBalancerArn, Protocol: 'HTTP', Port: 80, DefaultActions }
  return elb(sim, 'CreateListener', input).Listeners[0].ListenerArn
}

/** A load balancer, a group and the listener between them. */
export function front(sim: Sim, more: object = {}, delaySeconds = 30): { lb: string; tg: string } {
  const tg = group(sim, 'web', more, delaySeconds)
  const lb = balancer(sim)
  listen(sim, lb, tg)
  return { lb, tg }
}

/** Describes image `web`, also for containers that run; the default answers at once and listens when its process does. */
export function putImage(sim: Sim, behaviour: Partial<ImageBehaviour> = {}): void {
  const current = sim.t.images.find('current', 'web:latest')
  if (current) sim.t.images.delete(current.id)
  sim.t.images.put({
    ...sim.newRow('images'),
    image: 'web:latest',
    digest: 'sha256:web',
    current: true,
    pushedAtMs: sim.nowMs,
    behaviour: { ...DEFAULT_BEHAVIOUR, requestMs: 0, ...behaviour },
  })
}

export function taskDefinition(
  sim: Sim,
  networkMode: 'awsvpc' | 'bridge' | 'host' | 'none' = 'awsvpc',
): TaskDefinitionRow {
  const base = sim.newRow('taskDefinitions')
  return sim.t.taskDefinitions.put({
    ...base,
    arn: sim.arn('ecs', `task-definition/web:${base.n}`),
    family: 'web',
    revision: base.n,
    status: 'ACTIVE',
    def: {
      family: 'web',
      containerDefinitions: [{ name: 'web', image: 'web', portMappings: [{ containerPort: 80 }] }],
    },
    derived: { networkMode },
  } as unknown as TaskDefinitionRow)
}

export interface TaskSpec {
  zone?: 'a' | 'b' | 'c'
  process?: ProcessState
  row?: Partial<TaskRow>
}

/** A RUNNING Fargate task with one container `web` on port 80, of service `svc-1`. */
export function task(sim: Sim, { zone = 'a', process = 'listening', row = {} }: TaskSpec = {}): TaskRow {
  if (!sim.t.images.find('current', 'web:latest')) putImage(sim)
  const [definition = taskDefinition(sim)] = sim.t.taskDefinitions.values()
  const base = sim.newRow('tasks')
  const made = createTaskEni(sim, {
    subnetId: subnetOf(sim, zone),
    securityGroupIds: [],
    taskId: base.id,
    publicIp: false,
  })
  if (!('eni' in made)) throw new Error(made.failure)
  const container = { name: 'web', image: 'web', imageDigest: 'sha256:web', process, networkBindings: [] }
  return sim.t.tasks.put({
    ...base,
    arn: sim.arn('ecs', `task/default/${base.n}`),
    taskId: sim.hex('task', base.n),
    clusterId: 'cluster-1',
    serviceId: 'svc-1',
    taskDefinitionId: definition.id,
    launchType: 'FARGATE',
    containerInstanceId: null,
    zone: `us-east-1${zone}`,
    eniId: made.eni.id,
    networkMode: 'awsvpc',
    tcpPorts: [],
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    containers: [{ ...container, startedAtMs: sim.nowMs } as unknown as ContainerState],
    ...row,
  } as unknown as TaskRow)
}

/** Registers a task's port 80 in the group now. */
export function register(sim: Sim, targetGroupArn: string, of: TaskRow): TargetRow {
  return registerTarget(sim, {
    targetGroupId: sim.t.targetGroups.find('arn', targetGroupArn)?.id as string,
    targetId: sim.t.networkInterfaces.get(of.eniId ?? undefined)?.privateIp as string,
    port: 80,
    zone: of.zone as string,
    taskId: of.id,
    containerName: 'web',
    containerPort: 80,
  })
}

/** What the tasks room does when a process changes. */
export function setProcess(sim: Sim, taskId: string, process: ProcessState): void {
  routingWillChange(sim)
  const { containers } = sim.t.tasks.need(taskId)
  sim.t.tasks.patch(taskId, { containers: containers.map((container) => ({ ...container, process })) })
  for (const hook of sim.hooks.processChanged) hook(sim, taskId)
}

/** What the tasks room does when a task is STOPPED: its interface goes. */
export function stopped(sim: Sim, taskId: string): void {
  routingWillChange(sim)
  const { eniId } = sim.t.tasks.patch(taskId, { lastStatus: 'STOPPED' })
  sim.t.networkInterfaces.delete(eniId ?? '')
  for (const hook of sim.hooks.processChanged) hook(sim, taskId)
}

/** Runs everything before `seconds`, then `work` first in that instant. */
export function at(sim: Sim, seconds: number, work?: () => void): void {
  sim.runUntil(Math.round(seconds * 1000))
  work?.()
}

/** Records every change of state as `[seconds, row id, state]`; a removed target is `gone`. */
export function recordStates(sim: Sim): [number, string, string][] {
  const log: [number, string, string][] = []
  const last = new Map<string, string>()
  sim.hooks.targetChanged.push((s, id) => {
    const state = s.t.targets.get(id)?.state ?? 'gone'
    if (last.get(id) !== state) log.push([s.nowMs / 1000, id, state])
    last.set(id, state)
  })
  return log
}

export function traffic(sim: Sim, target: string, requestsPerSecond: number, more: object = {}): void {
  sim.atomically(() => setTraffic(sim, { target, requestsPerSecond, ...more }))
}
