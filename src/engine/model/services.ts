/** Rows of services and their deployments. Members that AWS shows keep AWS's own shape; times are ms since the start of the run. */
import type {
  CapacityProviderStrategyItem,
  DeploymentConfiguration,
  LoadBalancer,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  ServiceRegistry,
  Tag,
} from '@aws-sdk/client-ecs'
import type { RowBase } from '../kernel/table'
import type { ShiftState } from './shift'

export interface ServiceRow extends RowBase {
  arn: string
  name: string
  clusterId: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  schedulingStrategy: 'REPLICA' | 'DAEMON'
  desiredCount: number
  taskDefinitionId: string
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | null
  capacityProviderStrategy: CapacityProviderStrategyItem[]
  platformVersion: string | null
  deploymentConfiguration: DeploymentConfiguration
  deploymentController: { type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' }
  loadBalancers: LoadBalancer[]
  serviceRegistries: ServiceRegistry[]
  networkConfiguration: NetworkConfiguration | null
  placementConstraints: PlacementConstraint[]
  placementStrategy: PlacementStrategy[]
  healthCheckGracePeriodSeconds: number
  availabilityZoneRebalancing: 'ENABLED' | 'DISABLED'
  enableECSManagedTags: boolean
  enableExecuteCommand: boolean
  propagateTags: string
  clientToken: string | null
  /** The CreateService input as sent, for idempotency (D-711). */
  createInput: string
  tags: Tag[]
  createdAtMs: number
  inactiveAtMs: number | null
  /** Row id of the PRIMARY deployment. */
  primaryId: string
  /** D-251. */
  steadySinceMs: number | null
  lastSteadyEventMs: number | null
  /** D-620: message without ids → when it was last emitted; cleared when its cause is resolved. */
  standing: Record<string, number>
  /** S-152: placement retry state; null when no placement is failing. */
  placementRetry: { firstMs: number; nextMs: number; reasons: Record<string, number>; decisionId: string } | null
  /** D-242. */
  startThrottle: { failures: number; nextStartMs: number } | null
  /** Figures since the latest deployment began (world document, playground). */
  figures: { sinceMs: number; lowestHealthy: number; peakTasks: number; endedMs: number | null }
  /** S-61: AZ rebalancing under way: the tasks it started and has not yet stopped others for, and the count it is about. */
  rebalancing?: { taskIds: string[]; desired: number } | null
  /** ms of starts in the last 60 s as [atMs, count] (D-205). */
  recentStarts: [number, number][]
}

/** The facts behind the why-line, from the guard that holds the service. */
export interface ServiceWaiting {
  /** Which guard holds. */
  kind:
    | 'starting'
    | 'health'
    | 'draining'
    | 'upperBound'
    | 'placement'
    | 'throttled'
    | 'deadlock'
    | 'completing'
    | 'tick'
    | 'failed'
    | 'protected'
    | 'deleting'
    | 'stage'
  /** Whether any legal next step exists (false only for a lock that can never open by itself). */
  canProgress: boolean
  rules: string[]
  lowerBound: number
  upperBound: number
  healthy: number
  existing: number
  desired: number
  /** The task waited for and until when, where that is known. */
  taskId: string | null
  untilMs: number | null
  /** Closest refusal for `placement`: reason → number of instances. */
  reasons: Record<string, number>
  detail: string
}

/** A task set of a service with the controller CODE_DEPLOY or EXTERNAL (D-560). */
export interface TaskSetState {
  status: 'PRIMARY' | 'ACTIVE' | 'DRAINING'
  /** 0–100: what share of the service's desired count it runs. */
  scalePercent: number
  stabilityStatus: 'STABILIZING' | 'STEADY_STATE'
  stabilityAtMs: number
  externalId: string | null
  startedBy: string | null
  clientToken: string | null
  /** The CreateTaskSet input as sent, for idempotency. */
  createInput: string
  tags: Tag[]
}

export interface DeploymentRow extends RowBase {
  /** `ecs-svc/` + 19 digits (D-102). */
  deploymentId: string
  serviceId: string
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE'
  taskDefinitionId: string
  /** Revision ordinal within the service's life: 1, 2, …; colours follow the task definition's revision. */
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | null
  capacityProviderStrategy: CapacityProviderStrategyItem[]
  platformVersion: string | null
  networkConfiguration: NetworkConfiguration | null
  loadBalancers: LoadBalancer[]
  rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'
  rolloutStateReason: string
  failedTasks: number
  /** D-402 stage 2 once true. */
  everRan: boolean
  /** The failed deployment that this one is brought back for (D-407); null outside a rollback. */
  rollbackOf: string | null
  /** End of the bake time once it has begun (D-432). */
  bakeUntilMs: number | null
  /** D-431: an alarm was in ALARM when the deployment began, so alarms do not count for it. */
  alarmsIgnored: boolean
  /** D-318: the digests of its images are known (or no longer waited for). */
  digestsFixed: boolean
  /** Digest of each image reference, fixed by the first task that pulled it (D-318). */
  imageDigests?: Record<string, string>
  createdAtMs: number
  updatedAtMs: number
  completedAtMs: number | null
  serviceRevisionId: string
  serviceDeploymentId: string
  /** Set where the row is a task set: it has no revision and no service deployment then, and its status is the set's. */
  taskSet?: TaskSetState | null
}

export interface ServiceRevisionRow extends RowBase {
  arn: string
  serviceId: string
  taskDefinitionId: string
  launchType: string | null
  capacityProviderStrategy: CapacityProviderStrategyItem[]
  platformVersion: string | null
  networkConfiguration: NetworkConfiguration | null
  loadBalancers: LoadBalancer[]
  createdAtMs: number
}

/** What a deployment did to the service while it ran. */
export interface DeploymentFigures {
  lowestHealthy: number
  peakTasks: number
  /** At the load balancers that the service is behind, whoever of their targets failed them. */
  failedRequests: number
}

export interface ServiceDeploymentRow extends RowBase {
  arn: string
  serviceId: string
  /** Row id in `deployments`. */
  deploymentId: string
  status:
    | 'PENDING'
    | 'IN_PROGRESS'
    | 'SUCCESSFUL'
    | 'STOPPED'
    | 'STOP_REQUESTED'
    | 'ROLLBACK_REQUESTED'
    | 'ROLLBACK_IN_PROGRESS'
    | 'ROLLBACK_SUCCESSFUL'
    | 'ROLLBACK_FAILED'
  statusReason: string | null
  targetRevisionId: string
  sourceRevisionIds: string[]
  /** D-352; null while there is none. */
  rollback: { reason: string; startedAtMs: number; revisionId: string } | null
  /** D-352: count and threshold as they were at the end or at the trip; read live before. */
  breaker: {
    status: 'DISABLED' | 'MONITORING' | 'TRIGGERED' | 'MONITORING_COMPLETE'
    failureCount: number
    threshold: number
  }
  triggeredAlarms: string[]
  createdAtMs: number
  startedAtMs: number | null
  finishedAtMs: number | null
  stoppedAtMs: number | null
  updatedAtMs: number
  /** Where it stands when it shifts traffic or has hooks (section 5); null for a plain rolling update. */
  shift: ShiftState | null
  /** Failed requests at the service's load balancers when it began: those of the deployment are counted from there. */
  failedRequestsBefore?: number
  /** What it cost, once it is over (playground); read live before. */
  figures?: DeploymentFigures | null
  deploymentConfiguration: DeploymentConfiguration
}
