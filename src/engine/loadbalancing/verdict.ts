/** What one health check makes of an answer (N-55, N-67). */
import type { Sim } from '../kernel'
import type { TargetGroupRow } from '../model'
import type { Answer } from './answer'
import { loadBalancerOf } from './association'

export interface Verdict {
  pass: boolean
  /** Nothing came back: the verdict is in when the timeout ends (N-66). */
  silent: boolean
  reasonCode: string | null
  description: string | null
}

const PASS: Verdict = { pass: true, silent: false, reasonCode: null, description: null }

export function judge(sim: Sim, group: TargetGroupRow, answer: Answer): Verdict {
  const http = group.healthCheckProtocol === 'HTTP' || group.healthCheckProtocol === 'HTTPS'
  const silent = answer.kind === 'noRoute' || (answer.kind === 'hang' && http)
  // A TCP check asks only for the handshake, which a hung process still completes.
  if (!http && (answer.kind === 'status' || answer.kind === 'hang')) return PASS
  if (answer.kind === 'status' && matches(group.matcher, answer.code)) return PASS
  const fail = { pass: false, silent }
  const plain = { ...fail, reasonCode: 'Target.FailedHealthChecks', description: 'Health checks failed' }
  // N-67: a Network Load Balancer words every failure alike.
  if (loadBalancerOf(sim, group)?.type === 'network') return plain
  if (silent) return { ...fail, reasonCode: 'Target.Timeout', description: 'Request timed out' }
  if (answer.kind !== 'status') return plain
  const description = `Health checks failed with these codes: [${answer.code}]`
  return { ...fail, reasonCode: 'Target.ResponseCodeMismatch', description }
}

/** Whether a code is in a matcher: a list of codes and ranges, `200,202` or `200-299` (N-65). */
export function matches(matcher: string, code: number): boolean {
  return matcher.split(',').some((part) => {
    const [low = '', high = low] = part.split('-')
    return code >= Number(low) && code <= Number(high)
  })
}
