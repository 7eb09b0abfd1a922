/** The weights of a listener's or rule's forward action, read and set as ECS does when it shifts traffic (N-61, D-502). */
import type { Sim } from '../kernel'
import type { ActionShape } from '../model'
import { groupArnsOf } from './association'
import { routingWillChange } from './change'
import { refreshUse } from './targets'

export interface ForwardWeight {
  targetGroupArn: string
  /** 0 … 999. */
  weight: number
}

/** Actions of the rule or listener with this ARN; undefined when there is none. */
function actionsOf(sim: Sim, arn: string): readonly ActionShape[] | undefined {
  return sim.t.rules.find('arn', arn)?.actions ?? sim.t.listeners.find('arn', arn)?.defaultActions
}

/** Where a rule or listener forwards to; none when it does not exist or does something else with requests. */
export function forwardWeights(sim: Sim, arn: string): ForwardWeight[] {
  const action = actionsOf(sim, arn)?.at(-1)
  if (action?.Type !== 'forward') return []
  const entries = action.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }]
  return entries.map((entry) => ({ targetGroupArn: entry.TargetGroupArn ?? '', weight: entry.Weight ?? 1 }))
}

/** Makes the rule or listener forward to these groups; nothing happens when it is gone or does so already. */
export function setForwardWeights(sim: Sim, arn: string, weights: readonly ForwardWeight[]): void {
  const before = actionsOf(sim, arn)
  const last = before?.at(-1)
  if (!before || !last) return
  if (JSON.stringify(forwardWeights(sim, arn)) === JSON.stringify(weights)) return
  const { TargetGroupArn: _, RedirectConfig: _r, FixedResponseConfig: _f, ...kept } = last
  const forward: ActionShape = {
    ...kept,
    Type: 'forward',
    ForwardConfig: {
      ...last.ForwardConfig,
      TargetGroups: weights.map(({ targetGroupArn, weight }) => ({ TargetGroupArn: targetGroupArn, Weight: weight })),
    },
  }
  const actions = [...before.slice(0, -1), forward]
  routingWillChange(sim)
  const rule = sim.t.rules.find('arn', arn)
  const listener =
    sim.t.listeners.find('arn', arn) ?? (rule?.isDefault ? sim.t.listeners.get(rule.listenerId) : undefined)
  if (listener) {
    sim.t.listeners.patch(listener.id, { defaultActions: actions })
    for (const row of sim.t.rules.by('listener', listener.id)) if (row.isDefault) sim.t.rules.patch(row.id, { actions })
  } else if (rule) {
    sim.t.rules.patch(rule.id, { actions })
  }
  refreshUse(sim, groupArnsOf([...before, ...actions]))
}
