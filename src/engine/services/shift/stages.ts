/** The lifecycle of a deployment that shifts traffic as a pure function: what ends the present stage (D-510 … D-518). */
import type { HookState, LifecycleStage, ShiftState } from '../../model'
import { hookFailure, openHook } from './hooks'

/** D-515. */
export const STAGE_LIMIT_MS = 24 * 3_600_000
const DEPLOYMENT_LIMIT_MS = 30 * 24 * 3_600_000

export interface StageFacts {
  nowMs: number
  createdAtMs: number
  desired: number
  /** Counted healthy tasks of the new revision. */
  newHealthy: number
  /** Tasks not yet STOPPED: of the revisions that are to go in RECONCILE_SERVICE, and of all old ones. */
  strangers: number
  old: number
  /** D-501, in ms. */
  bakeMs: number
  stepBakeMs: number
  /** D-514: what a Network Load Balancer takes to follow a shift, in ms. */
  balancerMs: number
}

export type Verdict =
  /** `untilMs`: when time alone ends what holds the stage; `wakeMs`: when to look again at the latest. */
  | { kind: 'stay'; holds: Holds; untilMs: number | null; wakeMs: number; hook?: HookState }
  | { kind: 'next'; stage: LifecycleStage; step: number }
  /** The step's bake begins now. */
  | { kind: 'bake'; untilMs: number }
  | { kind: 'fail'; cause: 'hook' | 'stage'; reason: string }
  | { kind: 'done' }

/** What keeps a stage: old revisions, new tasks, a hook, the load balancer, a step's bake, the last bake, blue tasks. */
export type Holds = 'reconcile' | 'tasks' | 'hook' | 'balancer' | 'stepBake' | 'bake' | 'cleanUp'

const NEXT: Partial<Record<LifecycleStage, LifecycleStage>> = {
  RECONCILE_SERVICE: 'PRE_SCALE_UP',
  PRE_SCALE_UP: 'SCALE_UP',
  SCALE_UP: 'POST_SCALE_UP',
  POST_SCALE_UP: 'TEST_TRAFFIC_SHIFT',
  TEST_TRAFFIC_SHIFT: 'POST_TEST_TRAFFIC_SHIFT',
  POST_TEST_TRAFFIC_SHIFT: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'PRODUCTION_TRAFFIC_SHIFT',
  PRODUCTION_TRAFFIC_SHIFT: 'POST_PRODUCTION_TRAFFIC_SHIFT',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'BAKE_TIME',
  BAKE_TIME: 'CLEAN_UP',
}

export const tooLong = (stage: LifecycleStage) =>
  `Service deployment rolled back because the ${stage} lifecycle stage took longer than 24 hours.`

/** What happens next to a deployment in a stage. */
export function judgeStage(state: ShiftState, facts: StageFacts): Verdict {
  const stage = state.stage as LifecycleStage
  const rolledBack = hookFailure(state)
  if (rolledBack !== null) return { kind: 'fail', cause: 'hook', reason: rolledBack }
  if (facts.nowMs >= facts.createdAtMs + DEPLOYMENT_LIMIT_MS) {
    return {
      kind: 'fail',
      cause: 'stage',
      reason: 'Service deployment rolled back because it took longer than 30 days.',
    }
  }
  const held = holdOf(state, facts)
  if (held === null) {
    if (stage === 'CLEAN_UP') return { kind: 'done' }
    if (stage === 'PRODUCTION_TRAFFIC_SHIFT' && state.step < state.steps.length - 1) {
      return { kind: 'next', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', step: state.step + 1 } // D-513
    }
    return { kind: 'next', stage: NEXT[stage] as LifecycleStage, step: state.step }
  }
  if (held.holds === 'stepBake' && state.untilMs === null) {
    return { kind: 'bake', untilMs: facts.nowMs + facts.stepBakeMs }
  }
  const limitMs = limited(held) ? state.stageSinceMs + STAGE_LIMIT_MS : null
  if (limitMs !== null && facts.nowMs >= limitMs) {
    return { kind: 'fail', cause: 'stage', reason: tooLong(stage) }
  }
  const ends = [held.untilMs, limitMs, facts.createdAtMs + DEPLOYMENT_LIMIT_MS].filter((ms) => ms !== null)
  return { kind: 'stay', ...held, wakeMs: ends.reduce((a, b) => Math.min(a, b)) }
}

/** D-515: bakes and the steps of a shift too; a pause has its own limit, up to 14 days (D-540). */
const limited = (held: Hold) => held.hook?.targetType !== 'PAUSE'

interface Hold {
  holds: Holds
  untilMs: number | null
  hook?: HookState
}

/** What keeps the stage; null when nothing does. */
function holdOf(state: ShiftState, facts: StageFacts): Hold | null {
  const hook = openHook(state)
  if (hook) {
    const untilMs = hook.answersAtMs === null ? hook.expiresAtMs : Math.min(hook.answersAtMs, hook.expiresAtMs)
    return { holds: 'hook', untilMs, hook }
  }
  const short = facts.newHealthy < facts.desired
  switch (state.stage) {
    case 'RECONCILE_SERVICE':
      return facts.strangers > 0 ? { holds: 'reconcile', untilMs: null } : null
    // Traffic moves only to a revision that is whole (D-510, column "Green tasks").
    case 'SCALE_UP':
    case 'POST_SCALE_UP':
    case 'PRE_PRODUCTION_TRAFFIC_SHIFT':
      return short ? { holds: 'tasks', untilMs: null } : null
    case 'TEST_TRAFFIC_SHIFT':
      return timed(state.stageSinceMs + facts.balancerMs, facts.nowMs, 'balancer')
    case 'PRODUCTION_TRAFFIC_SHIFT': {
      const balancer = timed(state.stageSinceMs + facts.balancerMs, facts.nowMs, 'balancer')
      if (balancer || state.step >= state.steps.length - 1 || facts.stepBakeMs === 0) return balancer
      return state.untilMs === null
        ? { holds: 'stepBake', untilMs: null }
        : timed(state.untilMs, facts.nowMs, 'stepBake')
    }
    case 'BAKE_TIME':
      // D-518
      return state.blueId === null ? null : timed(state.stageSinceMs + facts.bakeMs, facts.nowMs, 'bake')
    case 'CLEAN_UP':
      return facts.old > 0 || short ? { holds: 'cleanUp', untilMs: null } : null
    default:
      return null
  }
}

const timed = (untilMs: number, nowMs: number, holds: Holds): Hold | null =>
  nowMs < untilMs ? { holds, untilMs } : null
