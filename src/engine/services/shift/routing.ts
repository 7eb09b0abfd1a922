/** Target groups and listener weights of a deployment that shifts traffic (D-502 … D-505, D-516, D-521). */
import type { LoadBalancer } from '@aws-sdk/client-ecs'
import type { Sim } from '../../kernel'
import { forwardWeights, setForwardWeights } from '../../loadbalancing'
import type { DeploymentRow, ShiftRoute, ShiftState } from '../../model'
import { ALL, ruleWeights } from './steps'

const HEAD = 'Service deployment rolled back because of invalid networking configuration'

interface Entry {
  target: string
  alternate: string
  production: string
  test: string | null
}

function entriesOf(loadBalancers: readonly LoadBalancer[]): Entry[] {
  return loadBalancers.flatMap(({ targetGroupArn = '', advancedConfiguration }) =>
    advancedConfiguration
      ? [
          {
            target: targetGroupArn,
            alternate: advancedConfiguration.alternateTargetGroupArn ?? '',
            production: advancedConfiguration.productionListenerRule ?? '',
            test: advancedConfiguration.testListenerRule ?? null,
          },
        ]
      : [],
  )
}

const servingGroups = (sim: Sim, rule: string): string[] =>
  forwardWeights(sim, rule)
    .filter((forward) => forward.weight > 0)
    .map((forward) => forward.targetGroupArn)

/** D-504: what is wrong with the listeners, as the whole statusReason; null when nothing is. */
export function networkingError(sim: Sim, loadBalancers: readonly LoadBalancer[]): string | null {
  for (const { target, alternate, production, test } of entriesOf(loadBalancers)) {
    const rules = test === null ? [production] : [production, test]
    const known = new Set(rules.flatMap((rule) => forwardWeights(sim, rule).map((forward) => forward.targetGroupArn)))
    const missing = [target, alternate].filter((arn) => !known.has(arn))
    if (missing.length > 1) {
      return `${HEAD}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.`
    }
    if (missing.length === 1) {
      return `${HEAD}: Target group ${missing[0]} is not associated with either productionListenerRule or testListenerRule.`
    }
    const serving = servingGroups(sim, production)
    const stranger = serving.find((arn) => arn !== target && arn !== alternate)
    if (stranger !== undefined)
      return `${HEAD}. Production listener rule is forwarding traffic to unexpected target group ${stranger}.`
    if (serving.length > 1) {
      return `${HEAD}. productionListenerRule ${production} should have exactly one target group serving traffic but found ${serving.length} target groups which are serving traffic`
    }
  }
  return null
}

/** D-505: the group that serves production stays blue, the other one is green. */
export function routesFor(sim: Sim, loadBalancers: readonly LoadBalancer[]): ShiftRoute[] {
  return entriesOf(loadBalancers).map(({ target, alternate, production, test }) => {
    const serving = servingGroups(sim, production)[0]
    const blue = serving === target || serving === alternate ? serving : alternate
    return {
      productionRule: production,
      testRule: test,
      blueGroup: blue,
      greenGroup: blue === target ? alternate : target,
      network: sim.t.listeners.has(sim.t.listeners.find('arn', production)?.id ?? ''),
    }
  })
}

/** The service's entries with the group that the tasks of a deployment register in (`group` by production rule). */
export function resolved(
  loadBalancers: readonly LoadBalancer[],
  group: (entry: { target: string; alternate: string; production: string }) => string,
): LoadBalancer[] {
  const entries = entriesOf(loadBalancers)
  if (entries.length === 0) return [...loadBalancers]
  return loadBalancers.map((given, i) => ({ ...given, targetGroupArn: group(entries[i] as Entry) }))
}

/** The group of an entry that a deployment's tasks stand in; undefined when it uses neither. */
export function groupOf(deployment: DeploymentRow, entry: { target: string; alternate: string }): string | undefined {
  const own = deployment.loadBalancers.map((lb) => lb.targetGroupArn)
  return [entry.target, entry.alternate].find((arn) => own.includes(arn))
}

export const isIn = (deployment: DeploymentRow, groupArn: string): boolean =>
  deployment.loadBalancers.some((lb) => lb.targetGroupArn === groupArn)

/** Whether a production rule sends requests to a group that the deployment's tasks stand in. */
export function hasProduction(sim: Sim, loadBalancers: readonly LoadBalancer[], deployment: DeploymentRow): boolean {
  return entriesOf(loadBalancers).some(({ production }) =>
    servingGroups(sim, production).some((arn) => isIn(deployment, arn)),
  )
}

/** Whether a rule of the list sends requests to more than one of its two groups. */
export function isMixed(sim: Sim, loadBalancers: readonly LoadBalancer[]): boolean {
  return entriesOf(loadBalancers).some(({ production }) => servingGroups(sim, production).length > 1)
}

/** All production and test traffic to the groups in which the deployment's tasks stand, in one step. */
export function routeAllTo(sim: Sim, loadBalancers: readonly LoadBalancer[], deployment: DeploymentRow): void {
  for (const entry of entriesOf(loadBalancers)) {
    const group = groupOf(deployment, entry)
    if (group === undefined) continue
    const other = group === entry.target ? entry.alternate : entry.target
    for (const rule of [entry.production, entry.test]) if (rule !== null) writePair(sim, rule, other, group, ALL)
  }
}

/** Routes whose blue group is the one that the deployment's tasks stand in. */
export function routesBack(routes: readonly ShiftRoute[], deployment: DeploymentRow): ShiftRoute[] {
  return routes.map((route) => {
    const blueGroup = groupOf(deployment, { target: route.blueGroup, alternate: route.greenGroup })
    if (blueGroup === undefined || blueGroup === route.blueGroup) return route
    return { ...route, blueGroup, greenGroup: route.blueGroup }
  })
}

/** The group a new ROLLING deployment registers in: where production goes (D-505; the configured one before any shift). */
export function productionGroup(sim: Sim, entry: { target: string; alternate: string; production: string }): string {
  const weights = forwardWeights(sim, entry.production)
  const of = (arn: string) => weights.find((forward) => forward.targetGroupArn === arn)?.weight ?? 0
  return of(entry.alternate) > of(entry.target) ? entry.alternate : entry.target
}

/** Writes the state's weights on every route (D-516); `green` and `test` in tenths of a percent. */
export function writeWeights(sim: Sim, state: ShiftState): void {
  for (const route of state.routes) {
    writePair(sim, route.productionRule, route.blueGroup, route.greenGroup, state.productionWeight)
  }
}

export function writeTestWeights(sim: Sim, state: ShiftState): void {
  for (const route of state.routes) {
    if (route.testRule !== null) writePair(sim, route.testRule, route.blueGroup, route.greenGroup, state.testWeight)
  }
}

/** Two groups on one rule, in the order in which the rule has them already. */
function writePair(sim: Sim, rule: string, blueGroup: string, greenGroup: string, green: number): void {
  const [blueWeight, greenWeight] = ruleWeights(green)
  const pair = [
    { targetGroupArn: blueGroup, weight: blueWeight },
    { targetGroupArn: greenGroup, weight: greenWeight },
  ]
  const known = forwardWeights(sim, rule).map((forward) => forward.targetGroupArn)
  const place = (arn: string) => (known.includes(arn) ? known.indexOf(arn) : known.length)
  pair.sort((a, b) => place(a.targetGroupArn) - place(b.targetGroupArn))
  setForwardWeights(sim, rule, pair)
}
