/**
 * Builders for tests that drive the scheduler by rows alone. Conventions of the vectors (scheduling.md section 10): an
 * instance is a c5.large in us-east-1a, registered in the order of making; zones are named by their last letter.
 */
import type { PlacementConstraint, PlacementStrategy } from '@aws-sdk/client-ecs'
import { installAccounts } from '../capacity/accounts'
import type { Timings } from '../data/timings'
import { DEFAULT_TIMINGS } from '../data/timings'
import { Sim } from '../kernel'
import type { ContainerInstanceRow, ServiceRow, SubnetRow, TaskDefinitionRow, TaskRow } from '../model'
import { placeOnInstance } from './place'
import type { InstancePlacement, PlacementDemand, PlacementRequest } from './types'

export const CLUSTER = 'cluster-1'

/** A simulation with accounts and one empty cluster. */
export function cluster(timings: Partial<Timings> = {}, seed = 7): Sim {
  const options = { seed, region: 'us-east-1', accountId: '123456789012', startTimeMs: 1_767_603_600_000 }
  const sim = new Sim(options, { ...DEFAULT_TIMINGS, ...timings })
  installAccounts(sim)
  sim.t.clusters.put({
    ...sim.newRow('clusters'),
    name: 'default',
    arn: sim.arn('ecs', 'cluster/default'),
    status: 'ACTIVE',
    settings: [],
    tags: [],
    configuration: undefined,
    serviceConnectDefaults: undefined,
    capacityProviders: [],
    defaultCapacityProviderStrategy: [],
    createdAtMs: 0,
    inactiveAtMs: null,
  })
  return sim
}

/** S-97: what the types of the vectors register, as [CPU, MEMORY, GPUs]. */
const TYPES: Record<string, [number, number, number]> = {
  't2.micro': [1024, 983, 0],
  't3.micro': [2048, 958, 0],
  't3.medium': [2048, 3953, 0],
  't3a.large': [2048, 7947, 0],
  'c5.large': [2048, 3705, 0],
  'm7g.large': [2048, 7947, 0],
  'g4dn.xlarge': [4096, 15934, 1],
}

export interface InstanceSpec extends Partial<Omit<ContainerInstanceRow, 'id' | 'n' | 'attributes' | 'zone'>> {
  type?: string
  /** `a`, `b`, `c`. */
  zone?: string
  /** Beside the system's. */
  custom?: Record<string, string>
}

/** Registers an ACTIVE, connected instance: `ci-1`, `ci-2`, … */
export function instance(sim: Sim, { type = 'c5.large', zone = 'a', custom = {}, ...row }: InstanceSpec = {}) {
  const base = sim.newRow('containerInstances')
  const [cpuUnits, memoryMiB, gpus] = TYPES[type] as [number, number, number]
  const zoneName = `us-east-1${zone}`
  const shortId = sim.hex('containerInstance', base.n)
  return sim.t.containerInstances.put({
    ...base,
    arn: sim.arn('ecs', `container-instance/default/${shortId}`),
    shortId,
    clusterId: CLUSTER,
    ec2InstanceId: `i-${sim.hex('instance', base.n, 17)}`,
    instanceId: null,
    status: 'ACTIVE',
    statusReason: null,
    agentConnected: true,
    agentVersion: '1.105.1',
    connectionLost: false,
    external: false,
    instanceType: type,
    zone: zoneName,
    subnetId: `subnet-${zone}`,
    vpcId: 'vpc-1',
    registeredAtMs: sim.nowMs,
    inactiveAtMs: null,
    attributes: {
      'ecs.availability-zone': zoneName,
      'ecs.instance-type': type,
      'ecs.os-family': 'LINUX',
      'ecs.cpu-architecture': type.startsWith('m7g') ? 'arm64' : 'x86_64',
      'ecs.vpc-id': 'vpc-1',
      'ecs.capability.task-eni': '',
      ...custom,
    },
    customAttributes: Object.keys(custom),
    cpuUnits,
    memoryMiB,
    reservedTcpPorts: [22, 2375, 2376, 51678, 51679],
    reservedUdpPorts: [],
    gpuIds: Array.from({ length: gpus }, (_, i) => `GPU-${base.n}-${i}`),
    eniLimit: 2,
    trunkEniId: null,
    capacityProviderName: null,
    version: 1,
    tags: [],
    lastDynamicPort: 0,
    dynamicPortRange: [32_768, 60_999],
    imageCache: [],
    slot: 0,
    ...row,
  })
}

/** Puts a RUNNING task of `group` on an instance (null: on none). `T(c,m)` is `{cpuUnits: c, memoryMiB: m}`. */
export function occupy(sim: Sim, ci: ContainerInstanceRow | null, row: Partial<TaskRow> = {}): TaskRow {
  const base = sim.newRow('tasks')
  const taskId = sim.hex('task', base.n)
  return sim.t.tasks.put({
    ...base,
    arn: sim.arn('ecs', `task/default/${taskId}`),
    taskId,
    clusterId: CLUSTER,
    serviceId: null,
    deploymentId: null,
    taskDefinitionId: 'td-1',
    group: 'service:other',
    startedBy: null,
    launchType: 'EC2',
    capacityProviderName: null,
    containerInstanceId: ci?.id ?? null,
    zone: ci?.zone ?? null,
    subnetId: null,
    eniId: null,
    cpuUnits: 0,
    memoryMiB: 0,
    gpuIds: [],
    tcpPorts: [],
    udpPorts: [],
    networkMode: 'bridge',
    networkConfiguration: null,
    platformVersion: null,
    overrides: {},
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    healthStatus: 'UNKNOWN',
    countsAsHealthy: true,
    countedSinceMs: null,
    connectivity: 'CONNECTED',
    containers: [],
    attachments: [],
    admitted: true,
    createdAtMs: sim.nowMs,
    connectivityAtMs: null,
    pullStartedAtMs: null,
    pullStoppedAtMs: null,
    startedAtMs: sim.nowMs,
    stoppingAtMs: null,
    executionStoppedAtMs: null,
    stoppedAtMs: null,
    stopCode: null,
    stoppedReason: null,
    targetIds: [],
    drainUntilMs: null,
    protectedUntilMs: null,
    enableExecuteCommand: false,
    tags: [],
    version: 1,
    replaces: null,
    slot: 0,
    ...row,
  } as TaskRow)
}

export interface Ask {
  cpu?: number
  memory?: number
  demand?: Partial<PlacementDemand>
  strategy?: PlacementStrategy[]
  constraints?: PlacementConstraint[]
  /** Group of a standalone task; `service:web` belongs to a service. */
  scope?: string
  request?: Partial<PlacementRequest>
}

/** A request for T(256,512) of `service:web` unless said otherwise. */
export function ask({ cpu = 256, memory = 512, demand, strategy = [], constraints = [], scope, request }: Ask) {
  const group = scope ?? 'service:web'
  const full: PlacementRequest = {
    clusterId: CLUSTER,
    pool: { launchType: 'EC2' },
    scope: group,
    serviceId: group.startsWith('service:') ? 'svc-web' : null,
    demand: {
      cpuUnits: cpu,
      memoryMiB: memory,
      gpus: 0,
      tcpPorts: [],
      udpPorts: [],
      awsvpc: false,
      requiresAttributes: [],
      cpuArchitecture: 'X86_64',
      operatingSystemFamily: 'LINUX',
      architectureNamed: false,
      ...demand,
    },
    vpcId: null,
    zones: null,
    constraints,
    strategy,
    ...request,
  }
  return full
}

/** Writes the task that a placement decided, as the caller of the scheduler does. */
export function settleOn(sim: Sim, request: PlacementRequest, containerInstanceId: string): TaskRow {
  const ci = sim.t.containerInstances.need(containerInstanceId)
  const { cpuUnits, memoryMiB, gpus, tcpPorts, udpPorts, awsvpc } = request.demand
  const taken = new Set(sim.t.tasks.by('liveOfInstance', ci.id).flatMap((task) => task.gpuIds))
  return occupy(sim, ci, {
    group: request.scope,
    serviceId: request.serviceId,
    cpuUnits,
    memoryMiB,
    tcpPorts: [...tcpPorts],
    udpPorts: [...udpPorts],
    gpuIds: ci.gpuIds.filter((id) => !taken.has(id)).slice(0, gpus),
    networkMode: awsvpc ? 'awsvpc' : 'bridge',
    lastStatus: 'PENDING',
  })
}

/** Places `count` tasks one after the other (S-30); the ids chosen, and the last answer. */
export function placeAll(sim: Sim, count: number, spec: Ask): { chosen: string[]; last: InstancePlacement } {
  const request = ask(spec)
  const chosen: string[] = []
  let last = placeOnInstance(sim, request)
  for (let i = 0; i < count; i++) {
    if (i > 0) last = placeOnInstance(sim, request)
    if (last.containerInstanceId === null) break
    settleOn(sim, request, last.containerInstanceId)
    chosen.push(last.containerInstanceId)
  }
  return { chosen, last }
}

/** `ci-1 RESOURCE:CPU` for each refusal, in host order. */
export const refusalsOf = ({ refusals }: InstancePlacement) =>
  refusals.map(({ containerInstanceId, reason }) => `${containerInstanceId} ${reason}`)

/** A definition of T(cpu, memory) in bridge mode. */
export function definition(sim: Sim, cpuUnits: number, memoryMiB: number): TaskDefinitionRow {
  const base = sim.newRow('taskDefinitions')
  return sim.t.taskDefinitions.put({
    ...base,
    arn: sim.arn('ecs', `task-definition/app:${base.n}`),
    family: 'app',
    revision: base.n,
    status: 'ACTIVE',
    def: { family: 'app', containerDefinitions: [{ name: 'app', image: 'app' }] },
    derived: {
      networkMode: 'bridge',
      cpuUnits,
      memoryMiB,
      gpus: 0,
      tcpPorts: [],
      udpPorts: [],
      requiresAttributes: [],
      compatibilities: ['EC2'],
      cpuArchitecture: 'X86_64',
      operatingSystemFamily: 'LINUX',
    },
    tags: [],
    registeredAtMs: 0,
    deregisteredAtMs: null,
    deleteRequestedAtMs: null,
  })
}

/** An ACTIVE service `name`; only what the scheduler reads of it matters. */
export function service(sim: Sim, name: string, row: Partial<ServiceRow> = {}): ServiceRow {
  const base = sim.newRow('services')
  return sim.t.services.put({
    ...base,
    arn: sim.arn('ecs', `service/default/${name}`),
    name,
    clusterId: CLUSTER,
    status: 'ACTIVE',
    schedulingStrategy: 'REPLICA',
    launchType: 'EC2',
    capacityProviderStrategy: [],
    placementConstraints: [],
    placementStrategy: [],
    ...row,
  } as ServiceRow)
}

/** A subnet `subnet-<zone>` (or another id) of the default size. */
export function subnet(sim: Sim, zone: string, subnetId = `subnet-${zone}`, usable = 4_091): SubnetRow {
  return sim.t.subnets.put({
    ...sim.newRow('subnets'),
    subnetId,
    vpcId: 'vpc-1',
    zone: `us-east-1${zone}`,
    cidrBlock: '172.31.0.0/20',
    mapPublicIpOnLaunch: true,
    defaultForAz: true,
    usable,
  })
}
