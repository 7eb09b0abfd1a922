/** Stages, outcomes and lengths of deployments in words. Pure. */
import type { ServiceDeploymentView } from '../../../worker'
import { duration } from '../../parts/time'

/** D-510: what happens in a stage, and so what ends it. */
export const STAGE_WORDS: Record<string, string> = {
  RECONCILE_SERVICE: 'Tasks of revisions that have no traffic go first.',
  PRE_SCALE_UP: 'Nothing new runs yet; hooks may look.',
  SCALE_UP: 'All tasks of the new revision start beside the old ones, without production traffic.',
  POST_SCALE_UP: 'The new tasks are healthy; hooks may look.',
  TEST_TRAFFIC_SHIFT: 'The test listener sends its traffic to the new revision.',
  POST_TEST_TRAFFIC_SHIFT: 'Hooks may try the new revision through the test listener.',
  PRE_PRODUCTION_TRAFFIC_SHIFT: 'Hooks may look before each step of production traffic.',
  PRODUCTION_TRAFFIC_SHIFT: 'Production traffic moves to the new revision.',
  POST_PRODUCTION_TRAFFIC_SHIFT: 'All production traffic is moved; hooks may look.',
  BAKE_TIME: 'Both revisions run, so that the way back is short.',
  CLEAN_UP: 'The old revision stops.',
}

/** "PRODUCTION_TRAFFIC_SHIFT" → "Production traffic shift". */
export const stageName = (stage: string): string => {
  const words = stage.toLowerCase().replaceAll('_', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

/** How long it took, or has taken so far. */
export const tookText = (record: ServiceDeploymentView, nowMs: number): string =>
  duration((record.finishedAtMs ?? nowMs) - record.createdAtMs)

/** The traffic step under way: "Step 2 of 3, 20 %". */
export function stepsText(steps: readonly number[], step: number): string {
  if (steps.length < 2) return ''
  return `Step ${step + 1} of ${steps.length}, ${steps[step] ?? 100} %`
}

/** What watches the deployment and what it does when it is not pleased. */
export function watchedBy({ breaker, alarms }: ServiceDeploymentView): string {
  const parts: string[] = []
  if (breaker.status !== 'DISABLED') {
    const reset = breaker.resetOnHealthyTask ? 'a healthy task resets it' : 'nothing resets it'
    parts.push(`circuit breaker at ${breaker.threshold} failures (${reset})`)
  }
  if (alarms.enabled) parts.push(`alarms ${alarms.names.join(', ')}`)
  return parts.length === 0 ? 'nothing' : parts.join('; ')
}
