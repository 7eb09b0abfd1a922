/** Listener rule conditions (N-58, N-59). */
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { contains, parseCidr, parseIp } from '../network'

/** What a rule can look at. `host` without port, `path` without query string. */
export interface RequestFacts {
  method: string
  host: string
  path: string
  /** Names in lower case. */
  headers: Record<string, string>
  query: [string, string][]
  /** IPv4 address of the TCP peer, not X-Forwarded-For. */
  sourceIp: string
}

/** `*` is any run of characters, `?` exactly one; the whole text must match. */
export function wildcard(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let mark = 0
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++
      mark = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

function wildcardAnyCase(pattern: string, text: string): boolean {
  return wildcard(pattern.toLowerCase(), text.toLowerCase())
}

/** Whether one condition holds: its values are alternatives. */
export function conditionHolds(condition: RuleCondition, request: RequestFacts): boolean {
  const { HttpHeaderConfig, QueryStringConfig } = condition
  switch (condition.Field) {
    case 'host-header':
      return valuesOf(condition).some((value) => wildcardAnyCase(value, request.host))
    case 'path-pattern':
      return valuesOf(condition).some((value) => wildcard(value, request.path))
    case 'http-request-method':
      return valuesOf(condition).includes(request.method)
    case 'http-header': {
      const header = request.headers[HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? '']
      return header !== undefined && valuesOf(condition).some((value) => wildcardAnyCase(value, header))
    }
    case 'query-string':
      return (QueryStringConfig?.Values ?? []).some(({ Key, Value = '' }) =>
        request.query.some(([k, v]) => (Key === undefined || wildcardAnyCase(Key, k)) && wildcardAnyCase(Value, v)),
      )
    case 'source-ip':
      return valuesOf(condition).some((value) => {
        const cidr = parseCidr(value)
        const ip = parseIp(request.sourceIp)
        return cidr !== null && ip !== null && contains(cidr, { base: ip, size: 1, prefix: 32 })
      })
    default:
      return false
  }
}

/** The values of a condition, in its own config or in the older `Values`. */
export function valuesOf(condition: RuleCondition): string[] {
  const config =
    condition.HostHeaderConfig ??
    condition.PathPatternConfig ??
    condition.HttpRequestMethodConfig ??
    condition.HttpHeaderConfig ??
    condition.SourceIpConfig
  return config?.Values ?? condition.Values ?? []
}
