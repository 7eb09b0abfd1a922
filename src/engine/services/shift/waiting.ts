/** The why-line's facts about a stage, from the verdict that holds it (D-510 … D-517, D-530, D-540). */
import type { Sim } from '../../kernel'
import type { HookState, ServiceRow, ServiceWaiting } from '../../model'
import { verdictOf } from './advance'
import { openHook } from './hooks'
import type { Verdict } from './stages'
import type { Shift } from './state'
import { factsOf, rollingOf, shiftOf } from './state'

export type StageWaiting = Pick<ServiceWaiting, 'kind' | 'rules' | 'detail' | 'untilMs'>

/** What holds the deployment's stage; `tick`: the next evaluation moves it. null when traffic is not shifting. */
export function stageWaiting(sim: Sim, service: ServiceRow, nextTickMs: number): StageWaiting | null {
  const rolling = rollingOf(sim, service)
  if (rolling?.state.stage) {
    const hook = openHook(rolling.state)
    return hook ? waitsFor(hook, rolling) : moves(`leaves ${rolling.state.stage}`, 'D-540', nextTickMs)
  }
  const shift = shiftOf(sim, service)
  if (!shift) return null
  if (shift.primary.rollbackOf !== null) return back(sim, service, shift, nextTickMs)
  const { stage } = shift.state
  const verdict = verdictOf(sim, service)
  if (stage === null || verdict === null) return moves('begins the deployment', 'D-510', nextTickMs)
  if (verdict.kind === 'fail') return moves('rolls the deployment back', 'D-520', nextTickMs)
  if (verdict.kind !== 'stay') return moves(`leaves ${stage}`, 'D-510', nextTickMs)
  return stays(sim, service, shift, verdict)
}

const moves = (detail: string, rule: string, untilMs: number): StageWaiting => ({
  kind: 'tick',
  rules: [rule],
  detail,
  untilMs,
})

const stage = (rules: string[], detail: string, untilMs: number | null): StageWaiting => ({
  kind: 'stage',
  rules,
  detail,
  untilMs,
})

function stays(sim: Sim, service: ServiceRow, shift: Shift, verdict: Verdict & { kind: 'stay' }): StageWaiting {
  const { state } = shift
  const facts = factsOf(sim, service, shift)
  const { untilMs } = verdict
  switch (verdict.holds) {
    case 'hook':
      return waitsFor(verdict.hook as HookState, shift)
    case 'reconcile':
      return stage(['D-510'], `RECONCILE_SERVICE: ${facts.strangers} tasks of other revisions have to go first`, null)
    case 'tasks':
      return stage(
        ['D-510', 'D-511'],
        `${state.stage}: ${facts.newHealthy} of ${facts.desired} new tasks are healthy`,
        null,
      )
    case 'balancer':
      return stage(['D-514'], `${state.stage}: the Network Load Balancer has followed`, untilMs)
    case 'stepBake': {
      const next = (state.steps[state.step + 1] ?? 1000) / 10
      const detail = `${state.productionWeight / 10} % of production goes to the new revision; ${next} % follows`
      return stage(['D-512', 'D-513'], detail, untilMs)
    }
    case 'bake':
      return stage(['D-501', 'D-510'], 'BAKE_TIME: both revisions run; the old one goes', untilMs)
    case 'cleanUp':
      return stage(['D-517'], `CLEAN_UP: ${facts.old} old tasks are not yet stopped`, null)
  }
}

function waitsFor(hook: HookState, shift: Shift): StageWaiting {
  const at = shift.state.stage
  if (hook.targetType === 'PAUSE') {
    const then = hook.timeoutAction === 'CONTINUE' ? 'goes on' : 'rolls back'
    return stage(['D-540', 'D-542'], `paused at ${at} for your answer; without one it ${then}`, hook.expiresAtMs)
  }
  const name = hook.targetArn?.split(':').at(-1)?.slice(0, 30) ?? ''
  const what = hook.answer === null ? 'is asked again' : 'answers'
  return stage(['D-530'], `hook ${name} at ${at} ${what}`, hook.answersAtMs)
}

function back(sim: Sim, service: ServiceRow, shift: Shift, nextTickMs: number): StageWaiting {
  const facts = factsOf(sim, service, shift)
  if (shift.state.rollback === 'relaunch') {
    const detail = `rolling back: traffic returns when all ${facts.desired} tasks are healthy, ${facts.newHealthy} are`
    return stage(['D-521'], detail, null)
  }
  if (facts.newHealthy < facts.desired)
    return stage(['D-521'], `rolling back: ${facts.newHealthy} of ${facts.desired} tasks are healthy`, null)
  if (facts.old === 0) return moves('ends the rollback', 'D-521', nextTickMs)
  return stage(['D-521'], `rolling back: ${facts.old} tasks of the failed revision are not yet stopped`, null)
}
