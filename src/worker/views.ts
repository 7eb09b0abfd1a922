/**
 * What the page's mirror holds: small, flat projections of engine rows, made in the worker and sent once a frame when
 * they change. The page never computes an ECS rule; every figure and word that needs one is decided here or in the engine.
 * Times are simulated ms since the start of the run.
 */

/** The chip's word and glyph (screens.md §5.1). */
export type TaskStatusWord =
  | 'preparing' // PROVISIONING
  | 'pending' // PENDING
  | 'registering' // ACTIVATING
  | 'running' // RUNNING, not counted healthy
  | 'healthy' // RUNNING, counted healthy
  | 'unhealthy' // RUNNING, container or target unhealthy
  | 'draining' // DEACTIVATING
  | 'stopping' // STOPPING
  | 'releasing' // DEPROVISIONING
  | 'stopped' // STOPPED by ECS or a user
  | 'failed' // STOPPED, failed

/** Something with a beginning and an end on the simulated clock; the page draws now against it. */
export interface Span {
  kind: 'eni' | 'pull' | 'start' | 'wait40' | 'check' | 'drain' | 'kill' | 'queue'
  fromMs: number
  untilMs: number
}

/** Health-check dots: what has passed or failed in a row, and how many the verdict still needs. */
export interface Streak {
  passed: number
  failed: number
  needed: number
}

export interface TaskView {
  id: string
  /** First four characters of the task id, and the whole of it. */
  shortId: string
  taskId: string
  arn: string
  clusterId: string
  serviceId: string | null
  /** Row id of the deployment. */
  deploymentId: string | null
  family: string
  revision: number
  containerInstanceId: string | null
  fargate: boolean
  zone: string | null
  slot: number
  lastStatus: string
  desiredStatus: string
  healthStatus: string
  word: TaskStatusWord
  /** Word for a failed stop ("exit 1", "cannot pull"), else null. */
  failure: string | null
  /** ":32769", "172.31.0.17", or ''. */
  address: string
  /** Static host ports, for the pin. */
  hostPorts: number[]
  awsvpc: boolean
  streak: Streak | null
  span: Span | null
  /** "protected", "in the agent's queue", … or null. */
  mark: string | null
  targetIds: string[]
  createdAtMs: number
  startedAtMs: number | null
  stoppedAtMs: number | null
  /** What the timeline's phases lie between; null where it has not come to that. */
  times: {
    pullFromMs: number | null
    pulledMs: number | null
    /** First counted healthy. */
    healthyMs: number | null
    stoppingMs: number | null
    /** Stop signal to its first container. */
    signalMs: number | null
    /** Its last container ended. */
    exitedMs: number | null
  }
}

export interface InstanceView {
  /** Container-instance row id. */
  id: string
  arn: string
  ec2InstanceId: string
  /** "i-1": ordinal label for the picture. */
  label: string
  clusterId: string
  zone: string
  instanceType: string
  /** REGISTERING | ACTIVE | DRAINING | …; 'lost' when terminated and ECS has not noticed, 'stopped' when EC2 stopped it. */
  status: string
  agentConnected: boolean
  slot: number
  cpuUnits: { total: number; reserved: number; used: number }
  memoryMiB: { total: number; reserved: number; used: number }
  eni: { max: number; used: number }
  /** Static host ports taken by tasks. */
  portsInUse: number[]
  taskCount: number
}

export interface ClusterView {
  id: string
  name: string
  arn: string
  status: string
}

export type GaugeState = 'healthy' | 'notCounted' | 'starting' | 'stopping'

export interface ServiceView {
  id: string
  name: string
  arn: string
  clusterId: string
  status: string
  launchType: string
  schedulingStrategy: string
  desired: number
  minimumHealthyPercent: number
  maximumPercent: number
  lowerBound: number
  upperBound: number
  /** Gauge, from the left. */
  counts: { healthyOld: number; healthyNew: number; notCounted: number; starting: number; stopping: number }
  /** The same by revision: old before new, then by number; only what there is. */
  boxes: { state: GaugeState; revision: number; count: number }[]
  running: number
  pending: number
  steady: boolean
  /** The why-line and whether anything can ever free it. */
  why: {
    sentence: string
    canProgress: boolean
    kind: string
    subjects: string[]
    rules: string[]
    /** When time alone ends the wait; null where it is not known. */
    untilMs: number | null
  }
  /** Tasks wanted that have no place, with reason counts (the tray), or null. */
  tray: { wanted: number; reasons: { reason: string; count: number }[]; decisionId: string | null } | null
  taskDefinition: { family: string; revision: number; arn: string; image: string }
  /** Revisions that have live tasks, oldest first: legend entries. */
  revisions: { revision: number; label: string; tasks: number }[]
  deploying: boolean
  figures: { lowestHealthy: number; peakTasks: number; sinceMs: number; endedMs: number | null }
  /** The latest service deployment, also when it failed and another is brought back. null with task sets. */
  deployment: ServiceDeploymentView | null
  settings: DeploymentSettings
  targetGroupIds: string[]
  healthCheckGracePeriodSeconds: number
  networkMode: string
  placementStrategy: { type: string; field: string }[]
  placementConstraints: { type: string; expression: string }[]
  subnets: string[]
  securityGroups: string[]
  assignPublicIp: string
}

/** A service deployment as meter and history show it. */
export interface ServiceDeploymentView {
  id: string
  arn: string
  /** Row id in `deployments`. */
  deploymentId: string
  /** PENDING | IN_PROGRESS | SUCCESSFUL | STOPPED | ROLLBACK_… (D-351). */
  status: string
  statusReason: string | null
  strategy: 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY'
  /** `web:2`, and where it came from; several when it overtook another deployment. */
  target: string
  sources: string[]
  createdAtMs: number
  finishedAtMs: number | null
  breaker: {
    status: 'DISABLED' | 'MONITORING' | 'TRIGGERED' | 'MONITORING_COMPLETE'
    failureCount: number
    threshold: number
    rollback: boolean
    resetOnHealthyTask: boolean
  }
  alarms: { enabled: boolean; names: string[]; triggered: string[] }
  /** BAKE_TIME or the alarms' bake; minutes, and its end once it has begun. */
  bakeMinutes: number
  bakeUntilMs: number | null
  /** LINEAR, CANARY: minutes after each traffic step but the last. */
  stepBakeMinutes: number
  /** On its way back (D-521): when that began. */
  rollbackSinceMs: number | null
  /** `failedRequests` is null while it runs: counting them every frame would cost too much; the history asks. */
  figures: { lowestHealthy: number; peakTasks: number; failedRequests: number | null }
}

/** What the next deployment will follow, as UpdateService takes it. */
export interface DeploymentSettings {
  strategy: ServiceDeploymentView['strategy']
  breaker: { enable: boolean; rollback: boolean; resetOnHealthyTask: boolean; type: string; value: number }
  alarms: { enable: boolean; rollback: boolean; names: string[] }
  bakeMinutes: number
  linear: { stepPercent: number; stepBakeMinutes: number }
  canary: { canaryPercent: number; canaryBakeMinutes: number }
  /** The load balancer entries name what a traffic shift needs (D-502). */
  canShift: boolean
}

export interface DeploymentView {
  id: string
  deploymentId: string
  serviceId: string
  status: string
  revision: number
  rolloutState: string
  rolloutStateReason: string
  desired: number
  running: number
  pending: number
  failedTasks: number
  createdAtMs: number
  /** The stage track; null for a plain rolling update. */
  shift: ShiftView | null
  /** Its own record; null for a task set. */
  record: ServiceDeploymentView | null
}

/** A deployment that shifts traffic or has hooks (D-510, D-516, D-541). */
export interface ShiftView {
  strategy: string
  /** null before the first evaluation and between the pauses of a rolling update. */
  stage: string | null
  /** Every stage in order; a stage that repeats has the beginning of its latest turn. */
  stages: { name: string; state: 'done' | 'now' | 'ahead' | 'stopped'; fromMs: number | null }[]
  /** Index of the traffic step under way, and production percent after each step. */
  step: number
  steps: number[]
  /** Percent of traffic that the new revision has. */
  weights: { production: number; test: number }
  hooks: {
    hookId: string
    targetType: 'AWS_LAMBDA' | 'PAUSE'
    target: string | null
    status: string
    expiresAtMs: number
    timeoutAction: 'CONTINUE' | 'ROLLBACK'
  }[]
  /** It is on its way back; the stage is the one at which it turned round. */
  rollingBack: boolean
  /** When time alone ends what holds the stage; null when something else does. */
  endsAtMs: number | null
}

export interface LoadBalancerView {
  id: string
  arn: string
  name: string
  state: string
  zones: string[]
  requestsPerSecond: number
  /** Counted up to this batch's instant. */
  requests: RequestCounts
}

export interface RequestCounts {
  total: number
  ok: number
  failed: number
  inFlight: number
  /** Failed by cause: elb502, elb503, elb504, target5xx, … */
  byCause: Record<string, number>
}

export interface ListenerView {
  id: string
  arn: string
  loadBalancerId: string
  port: number
  protocol: string
}

export interface RuleView {
  id: string
  arn: string
  listenerId: string
  priority: number
  isDefault: boolean
  /** "/api/*", "host admin.example.com", "default". */
  condition: string
  forwards: {
    targetGroupId: string
    weight: number
    /** Of the rule's requests, to a tenth; null where it forwards to one group, or nothing. */
    sharePercent: number | null
    requestsPerSecond: number
  }[]
}

export interface TargetGroupView {
  id: string
  arn: string
  name: string
  targetType: string
  protocol: string
  port: number
  healthCheck: {
    path: string
    intervalSeconds: number
    timeoutSeconds: number
    healthy: number
    unhealthy: number
    matcher: string
  }
  deregistrationDelaySeconds: number
  loadBalancerIds: string[]
  targetIds: string[]
}

export interface TargetView {
  id: string
  targetGroupId: string
  taskId: string | null
  /** "i-1 :32769" or an address. */
  label: string
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused'
  reason: string | null
  streak: Streak | null
  drainUntilMs: number | null
  requestsPerSecond: number
  /** Failed at this target since the start, by cause. */
  failed: Record<string, number>
}

export interface ZoneView {
  /** Zone name for the first cluster that uses the zone, `zone/cluster-2` for later ones. */
  id: string
  /** Zone name: what to show. */
  name: string
  clusterId: string
  /** Instances by slot, and whether a Fargate block stands at the end. */
  instanceIds: string[]
  fargate: boolean
}

export interface ServiceEventView {
  id: string
  n: number
  atMs: number
  serviceId: string
  serviceName: string
  message: string
  rule: string
  decisionId: string | null
}

export interface DecisionView {
  id: string
  n: number
  atMs: number
  kind: string
  subject: string
  serviceId: string | null
  rules: string[]
  because: string
}

export interface ImageView {
  id: string
  image: string
}

/** Every table of the page's mirror. */
export interface ViewTables {
  clusters: ClusterView
  zones: ZoneView
  instances: InstanceView
  tasks: TaskView
  services: ServiceView
  deployments: DeploymentView
  loadBalancers: LoadBalancerView
  listeners: ListenerView
  rules: RuleView
  targetGroups: TargetGroupView
  targets: TargetView
  images: ImageView
}
export type ViewTable = keyof ViewTables
