/** What listeners and rules may do with a request, and when a rule applies (N-57, N-59, N-60, N-61). */
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Sim } from '../../kernel'
import { ApiError } from '../../kernel'
import { groupArnsOf, groupArnsOfLoadBalancer, loadBalancerOf, valuesOf } from '../../loadbalancing'
import type { ActionShape, LoadBalancerRow } from '../../model'
import { familyOf } from './attributes'
import { targetGroupByArn, validationError } from './errors'

/** The actions as stored, in the order they apply. Throws for what AWS refuses. */
export function checkActions(sim: Sim, lb: LoadBalancerRow, actions: readonly Action[]): ActionShape[] {
  const sorted = [...actions].sort((a, b) => (a.Order ?? 1) - (b.Order ?? 1))
  const ends = sorted.filter(
    (action) => action.Type === 'forward' || action.Type === 'redirect' || action.Type === 'fixed-response',
  )
  if (ends.length < sorted.length) throw validationError('Authentication actions are not supported')
  if (ends.length !== 1) {
    throw validationError(
      'The actions must include exactly one of the following types: forward, redirect, fixed-response',
    )
  }
  const last = ends[0] as Action
  if (lb.type === 'network' && last.Type !== 'forward') {
    throw validationError(`Action type must be 'forward' for load balancers of type 'network'`)
  }
  if (last.Type === 'redirect') checkRedirect(last)
  if (last.Type === 'fixed-response' && !/^[245]\d\d$/.test(last.FixedResponseConfig?.StatusCode ?? '')) {
    throw validationError('The fixed-response status code must be a 2XX, 4XX or 5XX code')
  }
  if (last.Type === 'forward') checkForward(sim, lb, last as ActionShape)
  return sorted as ActionShape[]
}

function checkRedirect(action: Action): void {
  const config = action.RedirectConfig
  if (config?.StatusCode !== 'HTTP_301' && config?.StatusCode !== 'HTTP_302') {
    throw validationError('The redirect status code must be HTTP_301 or HTTP_302')
  }
  // N-60: a redirect to the same URL would never end.
  const { Protocol = '#{protocol}', Host = '#{host}', Port = '#{port}', Path = '/#{path}', Query = '#{query}' } = config
  if (`${Protocol} ${Host} ${Port} ${Path} ${Query}` === '#{protocol} #{host} #{port} /#{path} #{query}') {
    throw new ApiError(
      'InvalidLoadBalancerActionException',
      'The RedirectConfig must specify at least one component that differs from the request',
    )
  }
}

function checkForward(sim: Sim, lb: LoadBalancerRow, action: ActionShape): void {
  const entries = action.ForwardConfig?.TargetGroups ?? []
  const arns = groupArnsOf([action])
  if (arns.length === 0) throw validationError('A target group ARN must be specified')
  if (arns.length > 5)
    throw new ApiError('TooManyTargetGroupsException', 'A forward action can have at most 5 target groups')
  if (lb.type === 'network' && arns.length > 1)
    throw validationError('A Network Load Balancer forwards to one target group')
  for (const { Weight = 1 } of entries) {
    if (!Number.isInteger(Weight) || Weight < 0 || Weight > 999)
      throw validationError('Weights must be between 0 and 999')
  }
  for (const arn of arns) {
    const group = targetGroupByArn(sim, arn)
    if (familyOf(group.protocol) !== lb.type) {
      throw new ApiError(
        'IncompatibleProtocolsException',
        `Target group '${arn}' with protocol '${group.protocol}' cannot be used with load balancers of type '${lb.type}'`,
      )
    }
    const other = loadBalancerOf(sim, group)
    if (other && other.id !== lb.id) {
      throw new ApiError(
        'TargetGroupAssociationLimitException',
        `The following target groups cannot be associated with more than one load balancer: ${arn}`,
      )
    }
  }
  const used = new Set([...groupArnsOfLoadBalancer(sim, lb.id), ...arns])
  if (used.size > 100)
    throw new ApiError('TooManyTargetGroupsException', 'A load balancer can use at most 100 target groups')
}

const ONCE = ['host-header', 'path-pattern', 'http-request-method', 'source-ip']
const FIELDS = [...ONCE, 'http-header', 'query-string']

/** Throws for conditions AWS refuses (N-57, N-59). */
export function checkConditions(conditions: readonly RuleCondition[]): void {
  if (conditions.length === 0) throw validationError('A rule must have at least one condition')
  let values = 0
  let wildcards = 0
  for (const condition of conditions) {
    const field = condition.Field ?? ''
    if (!FIELDS.includes(field))
      throw validationError(`Condition field '${field}' must be one of '[${FIELDS.join(', ')}]'`)
    if (ONCE.includes(field) && conditions.filter((c) => c.Field === field).length > 1) {
      throw validationError(`A rule can have at most one '${field}' condition`)
    }
    const query = condition.QueryStringConfig?.Values?.map((v) => `${v.Key ?? ''}${v.Value ?? ''}`)
    const own = query ?? valuesOf(condition)
    if (own.length === 0) throw validationError('A condition value must be specified')
    if (own.length > 3) throw validationError(`A condition can have at most 3 values`)
    values += own.length
    for (const value of own) wildcards += value.split(/[*?]/).length - 1
  }
  if (values > 5) throw validationError('A rule can have at most 5 condition values')
  if (wildcards > 6) throw validationError('A rule can have at most 6 wildcards')
}
