/** Lifecycle hooks of a deployment: scripted Lambda functions and pauses (D-530, D-531, D-540 … D-542). */
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { putHookEvent } from '../../eventbridge'
import type { Sim } from '../../kernel'
import type { HookState, LifecycleStage, ServiceDeploymentRow, ShiftState } from '../../model'

/** D-530: a function must answer an invocation within 15 minutes. */
const ANSWER_LIMIT_MS = 900_000
const DEFAULT_TIMEOUT_MINUTES = 1440

/** Whether the configuration has a hook at this stage. */
export function hasHooks(configuration: DeploymentConfiguration, stage: LifecycleStage): boolean {
  return (configuration.lifecycleHooks ?? []).some((hook) => hook.lifecycleStages?.includes(stage as never))
}

/** The hooks of a stage, begun now; functions are called at once, pauses wait (D-531: all in parallel). */
export function beginHooks(
  sim: Sim,
  record: ServiceDeploymentRow,
  configuration: DeploymentConfiguration,
  stage: LifecycleStage,
): HookState[] {
  const hooks: HookState[] = []
  for (const given of configuration.lifecycleHooks ?? []) {
    if (!given.lifecycleStages?.includes(stage as never)) continue
    const pause = given.targetType === 'PAUSE'
    const n = sim.count('lifecycle hook')
    const minutes = given.timeoutConfiguration?.timeoutInMinutes ?? DEFAULT_TIMEOUT_MINUTES
    const hook: HookState = {
      hookId: `ecs-${pause ? 'pause' : 'lambda'}-${sim.base64('lifecycle hook', n, 43)}`,
      targetType: pause ? 'PAUSE' : 'AWS_LAMBDA',
      targetArn: pause ? null : (given.hookTargetArn ?? ''),
      status: pause ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      answersAtMs: null,
      answer: null,
      expiresAtMs: sim.nowMs + minutes * 60_000,
      timeoutAction: given.timeoutConfiguration?.action ?? 'ROLLBACK',
      detail: null,
    }
    putHookEvent(sim, record, stage, hook)
    const begun = pause ? hook : invoke(sim, record.id, hook)
    hooks.push(begun)
    if (isOver(begun)) putHookEvent(sim, record, stage, begun)
    else sim.schedule(begun.expiresAtMs, 0, 'services.hookExpires', record.id, 0, begun.hookId)
  }
  return hooks
}

/** Calls the function: what it answers is scripted now, and known at once when it takes no time. */
function invoke(sim: Sim, recordId: string, hook: HookState): HookState {
  const script = sim.t.hookOutcomes.find('target', hook.targetArn ?? '')
  const takesMs = Math.round((script?.afterSeconds ?? 0) * 1000)
  const answer = takesMs > ANSWER_LIMIT_MS ? 'NO_ANSWER' : (script?.outcome ?? 'SUCCEEDED')
  const answersAtMs = sim.nowMs + Math.min(takesMs, ANSWER_LIMIT_MS)
  const called: HookState = { ...hook, answer, answersAtMs }
  if (answersAtMs <= sim.nowMs) return answered(sim, recordId, called)
  sim.schedule(answersAtMs, 0, 'services.hookAnswers', recordId, 0, hook.hookId)
  return called
}

/** D-530: the answer is in. IN_PROGRESS means that the function is called again after the callback delay. */
function answered(sim: Sim, recordId: string, hook: HookState): HookState {
  const arn = hook.targetArn ?? ''
  switch (hook.answer) {
    case 'IN_PROGRESS': {
      const again = sim.nowMs + Math.max(1, Math.round(sim.timings.hookCallbackDelay * 1000))
      sim.schedule(again, 0, 'services.hookAnswers', recordId, 1, hook.hookId)
      return { ...hook, answer: null, answersAtMs: again }
    }
    case 'FAILED':
      return { ...hook, status: 'FAILED', detail: `Lifecycle hook target ${arn} returned FAILED status.` }
    case 'INVALID': {
      const detail = `ECS was unable to parse the response from ${arn} due to HookStatus must not be null`
      return { ...hook, status: 'FAILED', detail }
    }
    case 'NO_ANSWER':
      return { ...hook, status: 'FAILED', detail: `Lifecycle hook target ${arn} did not respond within 15 minutes.` }
    default:
      return { ...hook, status: 'SUCCEEDED' }
  }
}

/** The function answers (n = 0) or is called again (n = 1); nothing when the hook is no longer waited for. */
export function hookAnswers(sim: Sim, recordId: string, hookId: string, n: number): boolean {
  return changeHook(sim, recordId, hookId, (hook) => {
    if (hook.status !== 'IN_PROGRESS' || hook.answersAtMs !== sim.nowMs) return hook
    return n === 1 ? invoke(sim, recordId, hook) : answered(sim, recordId, hook)
  })
}

/** D-542: nobody answered in time. */
export function hookExpires(sim: Sim, recordId: string, hookId: string): boolean {
  return changeHook(sim, recordId, hookId, (hook) => {
    if (isOver(hook) || hook.expiresAtMs > sim.nowMs) return hook
    return { ...hook, status: 'TIMED_OUT', detail: `Lifecycle hook ${hook.targetArn ?? hookId} timed out.` }
  })
}

/** D-542: somebody decides about a pause. False when that hook waits for nobody. */
export function decideHook(sim: Sim, recordId: string, hookId: string, action: 'CONTINUE' | 'ROLLBACK'): boolean {
  return changeHook(sim, recordId, hookId, (hook) => {
    if (hook.status !== 'AWAITING_ACTION') return hook
    if (action === 'CONTINUE') return { ...hook, status: 'SUCCEEDED' }
    return { ...hook, status: 'FAILED', detail: `Pause hook ${hookId} was rolled back.` }
  })
}

/** Writes one hook anew; true when that changed it. A deployment that is over or on its way back has no live hooks. */
function changeHook(sim: Sim, recordId: string, hookId: string, change: (hook: HookState) => HookState): boolean {
  const record = sim.t.serviceDeployments.get(recordId)
  const shift = record?.shift
  if (!record || !shift || record.status !== 'IN_PROGRESS') return false
  const hook = shift.hooks.find((h) => h.hookId === hookId)
  if (!hook) return false
  const next = change(hook)
  if (next === hook) return false
  if (next.status !== hook.status) putHookEvent(sim, record, shift.stage, next)
  const hooks = shift.hooks.map((h) => (h === hook ? next : h))
  sim.t.serviceDeployments.patch(recordId, { shift: { ...shift, hooks }, updatedAtMs: sim.nowMs })
  return true
}

export const isOver = (hook: HookState): boolean => hook.status !== 'AWAITING_ACTION' && hook.status !== 'IN_PROGRESS'

/** D-531: one rollback wins over all, before the others are done. null when no hook asks for one. */
export function hookFailure(shift: ShiftState): string | null {
  const failed = shift.hooks.find((hook) => hook.status === 'FAILED')
  if (failed) return `Service deployment rolled back because ${shift.stage} lifecycle hook(s) failed. ${failed.detail}`
  const late = shift.hooks.find((hook) => hook.status === 'TIMED_OUT' && hook.timeoutAction === 'ROLLBACK')
  if (!late) return null
  return late.targetType === 'PAUSE'
    ? `Service deployment rolled back because ${shift.stage} pause hook timed out.`
    : `Service deployment rolled back because ${shift.stage} lifecycle hook(s) failed. ${late.detail}`
}

/** The hook that keeps the stage open the longest; undefined when all are done. */
export function openHook(shift: ShiftState): HookState | undefined {
  const open = shift.hooks.filter((hook) => !isOver(hook))
  return open.find((hook) => hook.targetType === 'PAUSE') ?? open[0]
}
