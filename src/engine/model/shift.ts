/** Where a deployment that shifts traffic stands (deployments.md section 5): plain data on its service deployment's row. */
import type { RowBase } from '../kernel/table'

/** D-510, in order. */
export const LIFECYCLE_STAGES = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'SCALE_UP',
  'POST_SCALE_UP',
  'TEST_TRAFFIC_SHIFT',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
  'BAKE_TIME',
  'CLEAN_UP',
] as const

export type LifecycleStage = (typeof LIFECYCLE_STAGES)[number]

export type Strategy = 'ROLLING' | 'BLUE_GREEN' | 'LINEAR' | 'CANARY'

/** One hook of the present stage (D-530, D-540). */
export interface HookState {
  /** `ecs-pause-` or `ecs-lambda-` and 43 URL-safe base64 characters (D-541). */
  hookId: string
  targetType: 'AWS_LAMBDA' | 'PAUSE'
  /** The function's ARN; null for a pause. */
  targetArn: string | null
  status: 'AWAITING_ACTION' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT'
  /** When the function answers next and what (a script, playground.SetHookOutcome); null for a pause. */
  answersAtMs: number | null
  answer: HookOutcome | 'NO_ANSWER' | null
  expiresAtMs: number
  timeoutAction: 'CONTINUE' | 'ROLLBACK'
  /** Why it failed, in ECS's words. */
  detail: string | null
}

/** What a scripted function answers; INVALID is an answer that ECS cannot read. */
export type HookOutcome = 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS' | 'INVALID'

/** One load balancer entry's way of traffic (D-502, D-505), fixed when the deployment begins. */
export interface ShiftRoute {
  /** ARN of the ALB rule or NLB listener. */
  productionRule: string
  testRule: string | null
  blueGroup: string
  greenGroup: string
  network: boolean
}

export interface ShiftState {
  strategy: Strategy
  /** null before the first evaluation and, for ROLLING, while no hook waits (D-354). */
  stage: LifecycleStage | null
  stageSinceMs: number
  /** Index into `steps` of the step under way (D-513). */
  step: number
  /** Production weight of the new revision after each step, in tenths of a percent (D-512). */
  steps: number[]
  /** End of the bake or of the load balancer's wait in this stage, once that has begun. */
  untilMs: number | null
  /** Traffic of the new revision, in tenths of a percent (D-516). */
  testWeight: number
  productionWeight: number
  hooks: HookState[]
  routes: ShiftRoute[]
  /** Row id of the deployment that has the rest of the traffic; null for the first deployment of a service (D-518). */
  blueId: string | null
  /** The way back (D-521): `relaunch` while the target's tasks are started anew, `cleaning` when traffic is back. */
  rollback: 'relaunch' | 'cleaning' | null
  /** Stages entered so far. */
  track: { stage: LifecycleStage; step: number; fromMs: number }[]
  /** ROLLING: stages whose hooks are over (D-540). */
  passed: LifecycleStage[]
}

/** What a Lambda function that is a hook answers from now on (playground.SetHookOutcome). */
export interface HookOutcomeRow extends RowBase {
  hookTarget: string
  outcome: HookOutcome
  afterSeconds: number
}
