/** Refusals of Elastic Load Balancing; names are the SDK's error names (`ValidationError` has none of its own there). */
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import type { ListenerRow, LoadBalancerRow, RuleRow, TargetGroupRow } from '../../model'

export const validationError = (message: string) => new ApiError('ValidationError', message)
export const invalidConfiguration = (message: string) => new ApiError('InvalidConfigurationRequestException', message)

/** The rows below by ARN; each throws its NotFound exception. */
export function loadBalancerByArn(sim: Sim, arn: string | undefined): LoadBalancerRow {
  const row = sim.t.loadBalancers.find('arn', arn ?? '')
  if (!row) throw new ApiError('LoadBalancerNotFoundException', `Load balancer '${arn}' not found`)
  return row
}

export function listenerByArn(sim: Sim, arn: string | undefined): ListenerRow {
  const row = sim.t.listeners.find('arn', arn ?? '')
  if (!row) throw new ApiError('ListenerNotFoundException', 'One or more listeners not found')
  return row
}

export function ruleByArn(sim: Sim, arn: string | undefined): RuleRow {
  const row = sim.t.rules.find('arn', arn ?? '')
  if (!row) throw new ApiError('RuleNotFoundException', 'One or more rules not found')
  return row
}

export function targetGroupByArn(sim: Sim, arn: string | undefined): TargetGroupRow {
  const row = sim.t.targetGroups.find('arn', arn ?? '')
  if (!row) throw new ApiError('TargetGroupNotFoundException', 'One or more target groups not found')
  return row
}

/** N-57 does not name it; names of load balancers and target groups follow one pattern. */
export function checkName(kind: 'Load balancer' | 'Target group', name: string): void {
  if (name.length > 32) throw validationError(`${kind} name '${name}' cannot be longer than '32' characters`)
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `${kind} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    )
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    throw validationError(`${kind} name '${name}' cannot begin or end with a hyphen(-)`)
  }
}

/** One page of a Describe list: `Marker` is an offset. Throws ValidationError for a marker it never gave. */
export function pageOf<T>(
  items: T[],
  input: { PageSize?: number; Marker?: string },
): { items: T[]; NextMarker?: string } {
  const from = input.Marker === undefined ? 0 : Number(input.Marker)
  if (!Number.isInteger(from) || from < 0 || from > items.length) throw validationError('Invalid marker')
  const size = input.PageSize ?? 400
  if (size < 1 || size > 400) throw validationError('PageSize must be between 1 and 400')
  const page = items.slice(from, from + size)
  return from + size < items.length ? { items: page, NextMarker: String(from + size) } : { items: page }
}
