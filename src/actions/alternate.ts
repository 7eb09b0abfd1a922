/**
 * What a deployment that shifts traffic needs and a service lacks (D-502): for each load balancer entry a second target
 * group like the first, and rules that forward to both. Loaded when it is asked for.
 */
import type { Command, ServiceView } from '../worker'
import { client } from '../worker'
import type { Step } from './types'

type Row = Record<string, unknown>
type Answers = readonly unknown[]
/** Tables of the world document. */
export type Documents = (
  ...tables: ('services' | 'targetGroups' | 'listeners' | 'rules')[]
) => Promise<{ services?: Row[]; targetGroups?: Row[]; listeners?: Row[]; rules?: Row[] }>

const elbv2 = (operation: string, input: Row): Command => ({ service: 'elbv2', operation, input })

/** `testPort`: also a listener for test traffic there; null for none. */
export interface Wanted {
  testPort: number | null
}

/** Values that a new group has by itself (N-73, N-74, N-75): said again they would only hide what differs. */
const DEFAULTS: Record<string, string> = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
  'slow_start.duration_seconds': '0',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.algorithm.anomaly_mitigation': 'off',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
}
/** What CreateTargetGroup takes over from DescribeTargetGroups as it stands. */
const COPIED = [
  'Protocol',
  'ProtocolVersion',
  'Port',
  'VpcId',
  'TargetType',
  'HealthCheckProtocol',
  'HealthCheckPort',
  'HealthCheckPath',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
  'Matcher',
]
const LONGEST_NAME = 32
const ANY_PATH = [{ Field: 'path-pattern', Values: ['/*'] }]

/** `web-tg` → `web-tg-2`, or the next number that is free; taken from then on. */
function freeName(name: string, taken: Set<unknown>): string {
  for (let number = 2; ; number++) {
    const tail = `-${number}`
    const next = name.slice(0, LONGEST_NAME - tail.length) + tail
    if (taken.has(next)) continue
    taken.add(next)
    return next
  }
}

async function changedAttributes(arn: string): Promise<Row[]> {
  const answer = await client.read('elbv2', 'DescribeTargetGroupAttributes', { TargetGroupArn: arn })
  const { Attributes = [] } = (answer.ok ? answer.output : {}) as { Attributes?: { Key: string; Value: string }[] }
  return Attributes.filter(({ Key, Value }) => DEFAULTS[Key] !== Value)
}

const namesGroup = (arn: string) => (rule: Row) => JSON.stringify(rule.Actions).includes(`"${arn}"`)

/** The one rule that leads to the group. Throws when there is none, or more than one: then it is for a person to choose. */
function ruleOf(arn: string, name: string, rules: readonly Row[]): Row {
  const [rule, more] = rules.filter(namesGroup(arn))
  if (!rule) throw new Error(`No rule of an Application Load Balancer forwards to ${name}: there is none to shift.`)
  if (more) throw new Error(`More than one rule forwards to ${name}: say by hand which one is for production.`)
  return rule
}

/** ARN of what a step made, by the answer's list and member. */
const made = (answers: Answers, at: number, list: string, member: string): string =>
  String((answers[at] as Record<string, Row[] | undefined> | undefined)?.[list]?.[0]?.[member] ?? '')

/** The commands, and the service's entries once their answers are there. Throws for what it cannot build. */
export async function alternateOf(
  service: ServiceView,
  { testPort }: Wanted,
  documents: Documents,
): Promise<{ steps: Step[]; loadBalancers: (answers: Answers) => Row[] }> {
  const tables = await documents('services', 'targetGroups', 'listeners', 'rules')
  const { services = [], targetGroups = [], listeners = [], rules = [] } = tables
  const entries = (services.find(({ serviceArn }) => serviceArn === service.arn)?.loadBalancers ?? []) as Row[]
  const account = service.arn.split(':')[4]
  const steps: Step[] = []
  const filled: ((answers: Answers) => Row)[] = []
  const names = new Set<unknown>(targetGroups.map(({ TargetGroupName }) => TargetGroupName))
  for (const entry of entries) {
    const arn = String(entry.targetGroupArn)
    const group = targetGroups.find(({ TargetGroupArn }) => TargetGroupArn === arn)
    if (!group) throw new Error('The target group of the service is gone.')
    const name = String(group.TargetGroupName)
    const rule = ruleOf(arn, name, rules)
    const copied = COPIED.flatMap((member) => (group[member] === undefined ? [] : [[member, group[member]]]))
    const groupAt =
      steps.push(elbv2('CreateTargetGroup', { Name: freeName(name, names), ...Object.fromEntries(copied) })) - 1
    const alternate = (answers: Answers) => made(answers, groupAt, 'TargetGroups', 'TargetGroupArn')
    const Attributes = await changedAttributes(arn)
    if (Attributes.length > 0)
      steps.push((answers) => elbv2('ModifyTargetGroupAttributes', { TargetGroupArn: alternate(answers), Attributes }))
    /** All to the first group, none to the second: what ECS asks of a production rule before it shifts (D-504). */
    const actions = (answers: Answers) => {
      const TargetGroups = [
        { TargetGroupArn: arn, Weight: 100 },
        { TargetGroupArn: alternate(answers), Weight: 0 },
      ]
      return [{ Type: 'forward', ForwardConfig: { TargetGroups } }]
    }
    const production = ruleSteps(steps, rule, rules, listeners, actions)
    const test = testPort === null ? null : testSteps(steps, rule, listeners, testPort, actions)
    filled.push((answers) => ({
      ...entry,
      advancedConfiguration: {
        alternateTargetGroupArn: alternate(answers),
        productionListenerRule: production(answers),
        ...(test ? { testListenerRule: test(answers) } : {}),
        // IAM is not part of the simulator: the role is only named.
        roleArn: `arn:aws:iam::${account}:role/ecsInfrastructureRoleForLoadBalancers`,
      },
    }))
  }
  return { steps, loadBalancers: (answers) => filled.map((fill) => fill(answers)) }
}

type Actions = (answers: Answers) => Row[]

const listenerOf = (rule: Row, listeners: readonly Row[]): Row => {
  const listener = listeners.find(({ ListenerArn }) => rulePath(rule).startsWith(`${pathOf(String(ListenerArn))}/`))
  if (!listener) throw new Error('The listener of the rule is gone.')
  return listener
}
/** `app/web-alb/50dc…/f2f7…`: a rule's path begins with its listener's. */
const pathOf = (arn: string): string => arn.slice(arn.indexOf('/') + 1)
const rulePath = (rule: Row): string => pathOf(String(rule.RuleArn))

/** A default rule cannot be modified as a rule: one for every path is put before it, after all others (N-58). */
function ruleSteps(
  steps: Step[],
  rule: Row,
  rules: readonly Row[],
  listeners: readonly Row[],
  actions: Actions,
): (answers: Answers) => string {
  const RuleArn = String(rule.RuleArn)
  if (!rule.IsDefault) {
    steps.push((answers) => elbv2('ModifyRule', { RuleArn, Actions: actions(answers) }))
    return () => RuleArn
  }
  const { ListenerArn } = listenerOf(rule, listeners)
  const before = rules.filter((other) => rulePath(other).startsWith(`${pathOf(String(ListenerArn))}/`))
  const last = Math.max(0, ...before.map(({ Priority }) => Number(Priority) || 0))
  const at = steps.length
  steps.push((answers) =>
    elbv2('CreateRule', { ListenerArn, Priority: last + 1, Conditions: ANY_PATH, Actions: actions(answers) }),
  )
  return (answers) => made(answers, at, 'Rules', 'RuleArn')
}

/** A listener of its own for test traffic, with one rule. */
function testSteps(
  steps: Step[],
  rule: Row,
  listeners: readonly Row[],
  Port: number,
  actions: Actions,
): (answers: Answers) => string {
  const { LoadBalancerArn, Protocol, Certificates } = listenerOf(rule, listeners)
  // Found before anything is made: what a refusal midway leaves would stand in the way of the next try.
  if (listeners.some((other) => other.LoadBalancerArn === LoadBalancerArn && other.Port === Port))
    throw new Error(`Port ${Port} of the load balancer has a listener already: go without one for test traffic.`)
  const at = steps.length
  const DefaultActions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]
  steps.push(elbv2('CreateListener', { LoadBalancerArn, Protocol, Certificates, Port, DefaultActions }), (answers) => {
    const ListenerArn = made(answers, at, 'Listeners', 'ListenerArn')
    return elbv2('CreateRule', { ListenerArn, Priority: 1, Conditions: ANY_PATH, Actions: actions(answers) })
  })
  return (answers) => made(answers, at + 1, 'Rules', 'RuleArn')
}

/** The steps as they will look, with words in the place of the ARNs that are not known before. */
export function foreseen(steps: readonly Step[]): Command[] {
  const answers: unknown[] = []
  let rule = 'the new rule'
  return steps.map((step) => {
    const command = typeof step === 'function' ? step(answers) : step
    if (command.operation === 'CreateListener') rule = 'the test rule'
    const { Name } = command.input as { Name?: string }
    const of = (member: string, what: string) => [{ [member]: `<ARN of ${what}>` }]
    answers.push({
      TargetGroups: of('TargetGroupArn', `${Name}`),
      Listeners: of('ListenerArn', 'the test listener'),
      Rules: of('RuleArn', rule),
    })
    return command
  })
}
