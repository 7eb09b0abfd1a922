/** A placement record in words: the funnel, its steps, and who was refused why. Pure. */

export interface FunnelStep {
  step: string
  in: number
  out: number
  reasons: Record<string, number>
}

export interface Placement {
  chosen: string | null
  funnel: FunnelStep[]
  survivors: { id: string; rank: number; because: string }[]
  refused: { id: string; reason: string; detail: string }[]
}

/** The record inside a decision's outcome; null when it is of another form. */
export function placementOf(outcome: Record<string, unknown>): Placement | null {
  const { funnel, survivors, refused, chosen } = outcome
  if (!Array.isArray(funnel) || !Array.isArray(survivors) || !Array.isArray(refused)) return null
  return { chosen: typeof chosen === 'string' ? chosen : null, funnel, survivors, refused }
}

const REASONS: Record<string, string> = {
  'RESOURCE:CPU': 'CPU',
  'RESOURCE:GPU': 'GPU',
  'RESOURCE:MEMORY': 'memory',
  'RESOURCE:PORTS': 'host port taken',
  'RESOURCE:ENI': 'no free network interface',
  'RESOURCE:FARGATE': 'no Fargate capacity',
  ATTRIBUTE: 'attribute missing',
  LOCATION: 'zone without a subnet',
  AGENT: 'agent not connected',
  'MemberOf placement constraint unsatisfied.': 'memberOf constraint',
  'DistinctInstance placement constraint unsatisfied.': 'distinctInstance constraint',
}

/** `RESOURCE:MEMORY` → "memory"; a reason we have no word for stays as ECS writes it. */
export const reasonWords = (reason: string): string => REASONS[reason] ?? reason.replace(/\.$/, '')

/** Stages before the strategies. */
const CHECKS: Record<string, string> = {
  pool: 'in this pool',
  resources: 'have the room',
  attributes: 'have what it requires',
  constraints: 'satisfy the constraints',
}

/** "spread attribute:ecs.availability-zone" → how the ones that are left are spoken of. */
function strategyWords(step: string): string {
  if (step === 'spread attribute:ecs.availability-zone') return 'in the emptiest zone'
  if (step === 'spread instanceId') return 'with the fewest of its tasks'
  if (step.startsWith('spread attribute:')) return `of the emptiest ${step.slice('spread attribute:'.length)}`
  if (step === 'binpack CPU') return 'with the least CPU left'
  if (step === 'binpack MEMORY') return 'with the least memory left'
  if (step === 'random') return 'drawn at random'
  if (step === 'host order') return 'registered first'
  return step
}

const isCheck = (step: string): boolean => Object.hasOwn(CHECKS, step)

/**
 * "12 instances → 9 fit → 4 in the emptiest zone → 1". Steps that changed nothing are left out, but the number that fit
 * is always said, and the last number is always the outcome.
 */
export function funnelSentence({ funnel, survivors, chosen }: Placement, noun = 'instance'): string {
  const start = funnel[0]?.step === 'pool' ? funnel[0].out : (funnel[0]?.in ?? 0)
  const checks = funnel.filter(({ step }) => isCheck(step))
  const fit = checks.at(-1)?.out ?? survivors.length
  const parts = [`${start} ${noun}${start === 1 ? '' : 's'}`, fit === 1 ? '1 fits' : `${fit || 'none'} fit`]
  let left = fit
  for (const { step, out } of funnel) {
    if (isCheck(step) || out === left) continue
    parts.push(`${out} ${strategyWords(step)}`)
    left = out
  }
  if (chosen === null && fit > 0) parts.push('no place')
  return parts.join(' → ')
}

export interface StepLine {
  id: string
  text: string
  /** How many it put out. */
  out: number
}

/** Each step that put someone out, as the list under the sentence: "filter: memory — 3 out". */
export function stepLines({ funnel }: Placement): StepLine[] {
  return funnel.flatMap(({ step, in: before, out, reasons }) => {
    const named = Object.entries(reasons)
    if (named.length > 0)
      return named.map(([reason, count]) => ({
        id: `${step} ${reason}`,
        text: step === 'pool' ? `not in the pool: ${reasonWords(reason)}` : `filter: ${reasonWords(reason)}`,
        out: count,
      }))
    if (before === out) return []
    const text = step === 'host order' ? 'tie: registered first' : step
    return [{ id: step, text: text.replace('attribute:ecs.availability-zone', 'by zone'), out: before - out }]
  })
}

/** Refused candidates by reason, the commonest first. */
export function refusedByReason({
  refused,
}: Placement): { reason: string; words: string; who: Placement['refused'] }[] {
  const groups = new Map<string, Placement['refused']>()
  for (const one of refused) groups.set(one.reason, [...(groups.get(one.reason) ?? []), one])
  return [...groups]
    .map(([reason, who]) => ({ reason, words: reasonWords(reason), who }))
    .sort((a, b) => b.who.length - a.who.length)
}
