/** What CreateService and UpdateService refuse about traffic shifting (D-501, D-502, D-503, D-531, D-540). */
import type { DeploymentConfiguration, DeploymentLifecycleHook, LoadBalancer } from '@aws-sdk/client-ecs'
import type { Sim } from '../../kernel'
import { invalidParameter } from '../../kernel'
import { forwardWeights } from '../../loadbalancing'
import { LIFECYCLE_STAGES } from '../../model'
import { strategyOf, tenths } from './steps'

/** D-540. */
const PAUSE_STAGES: readonly string[] = [
  'RECONCILE_SERVICE',
  'PRE_SCALE_UP',
  'POST_SCALE_UP',
  'POST_TEST_TRAFFIC_SHIFT',
  'PRE_PRODUCTION_TRAFFIC_SHIFT',
  'POST_PRODUCTION_TRAFFIC_SHIFT',
]
const HOOK_STAGES: readonly string[] = LIFECYCLE_STAGES.filter(
  (stage) => stage !== 'SCALE_UP' && stage !== 'BAKE_TIME' && stage !== 'CLEAN_UP',
)
const MAX_HOOKS = 10
const MAX_PAUSE_MINUTES = 20_160
const RULE_ARN = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener-rule\/app\/.+/
const LISTENER_ARN = /^arn:[^:]+:elasticloadbalancing:[^:]+:\d{12}:listener\/net\/.+/

export interface ShiftRequest {
  configuration: DeploymentConfiguration
  loadBalancers: readonly LoadBalancer[]
  schedulingStrategy: 'REPLICA' | 'DAEMON'
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' | null
}

/** Throws InvalidParameterException for what cannot be; texts of D-503 exact, those of ranges and combinations our own. */
export function checkShift(sim: Sim, request: ShiftRequest): void {
  const { configuration, loadBalancers } = request
  const strategy = strategyOf(configuration)
  checkNumbers(configuration)
  checkHooks(configuration.lifecycleHooks ?? [])
  if (strategy !== 'ROLLING') {
    if (request.schedulingStrategy === 'DAEMON')
      throw invalidParameter(
        `The ${strategy} deployment strategy is not supported with the DAEMON scheduling strategy.`,
      )
    if (request.launchType === 'EXTERNAL')
      throw invalidParameter(`The ${strategy} deployment strategy is not supported with the EXTERNAL launch type.`)
    if (loadBalancers.length === 0 && strategy !== 'BLUE_GREEN')
      throw invalidParameter(`The ${strategy} deployment strategy requires a load balancer or Service Connect.`)
  }
  checkEntries(sim, loadBalancers, strategy !== 'ROLLING')
}

/** D-501. */
function checkNumbers(configuration: DeploymentConfiguration): void {
  const strategy = strategyOf(configuration)
  const { linearConfiguration: linear, canaryConfiguration: canary } = configuration
  if (linear && strategy !== 'LINEAR')
    throw invalidParameter('linearConfiguration is only valid when the deployment strategy is LINEAR.')
  if (canary && strategy !== 'CANARY')
    throw invalidParameter('canaryConfiguration is only valid when the deployment strategy is CANARY.')
  percent('stepPercent', linear?.stepPercent, 3)
  percent('canaryPercent', canary?.canaryPercent, 0.1)
  minutes('stepBakeTimeInMinutes', linear?.stepBakeTimeInMinutes, 0, 1440)
  minutes('canaryBakeTimeInMinutes', canary?.canaryBakeTimeInMinutes, 0, 1440)
}

function percent(name: string, value: number | undefined, least: number): void {
  if (value === undefined) return
  const inTenths = tenths(value) / 10 === value
  if (value < least || value > 100 || !inTenths)
    throw invalidParameter(`${name} must be a multiple of 0.1 between ${least === 3 ? '3.0' : least} and 100.0.`)
}

function minutes(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && (!Number.isInteger(value) || value < least || value > most))
    throw invalidParameter(`${name} must be between ${least} and ${most}.`)
}

/** D-531, D-540. An unknown targetType has been refused by the API model, in the words of D-503. */
function checkHooks(hooks: readonly DeploymentLifecycleHook[]): void {
  let pauses = 0
  for (const hook of hooks) {
    const pause = hook.targetType === 'PAUSE'
    if (pause) pauses++
    const stages = hook.lifecycleStages ?? []
    if (stages.length === 0) throw invalidParameter('lifecycleStages cannot be empty.')
    if (pause && stages.some((stage) => !PAUSE_STAGES.includes(stage)))
      throw invalidParameter('Invalid lifecycle stage provided for Pause Hook')
    if (stages.some((stage) => !HOOK_STAGES.includes(stage))) throw invalidParameter('Invalid lifecycle stage provided')
    if (!pause && !hook.hookTargetArn)
      throw invalidParameter('hookTargetArn is required for AWS_LAMBDA lifecycle hooks.')
    minutes('timeoutInMinutes', hook.timeoutConfiguration?.timeoutInMinutes, 1, MAX_PAUSE_MINUTES)
  }
  if (pauses > MAX_HOOKS || hooks.length - pauses > MAX_HOOKS)
    throw invalidParameter(`A service can have at most ${MAX_HOOKS} PAUSE and ${MAX_HOOKS} AWS_LAMBDA lifecycle hooks.`)
}

/** D-502, D-503. */
function checkEntries(sim: Sim, entries: readonly LoadBalancer[], shifting: boolean): void {
  const classic = entries.filter((entry) => entry.loadBalancerName && !entry.targetGroupArn)
  if (classic.length > 0 && entries.some((entry) => entry.targetGroupArn && !entry.loadBalancerName)) {
    throw invalidParameter(
      'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
    )
  }
  if (classic.some((entry) => entry.advancedConfiguration))
    throw invalidParameter('advancedConfiguration field is not allowed with ELBv1 loadBalancers')
  const advanced = entries.filter((entry) => entry.advancedConfiguration)
  if (advanced.length > 0 && advanced.length < entries.length)
    throw invalidParameter('Either all or none of the provided loadBalancers must have advancedConfiguration defined')
  if (shifting && advanced.length < entries.length) {
    throw invalidParameter(
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    )
  }
  const seen = new Set<string>()
  for (const { targetGroupArn = '', advancedConfiguration = {} } of advanced) {
    const alternate = advancedConfiguration.alternateTargetGroupArn
    if (!alternate) throw invalidParameter('alternateTargetGroupArn cannot be empty.')
    for (const arn of [targetGroupArn, alternate]) {
      if (seen.has(arn)) throw invalidParameter(`Duplicate targetGroupArn found: ${arn}`)
      seen.add(arn)
    }
  }
  const tests = new Set(advanced.map((entry) => entry.advancedConfiguration?.testListenerRule))
  const both = advanced
    .map((entry) => entry.advancedConfiguration?.productionListenerRule)
    .filter((arn) => arn && tests.has(arn))
  if (both.length > 0)
    throw invalidParameter(
      `The following rules cannot be used as both production and test listener rules: ${[...new Set(both)].join(', ')}`,
    )
  for (const entry of advanced) checkRules(sim, entry)
}

function checkRules(sim: Sim, entry: LoadBalancer): void {
  const { productionListenerRule, testListenerRule, alternateTargetGroupArn } = entry.advancedConfiguration ?? {}
  checkRuleArn('productionListenerRule', productionListenerRule)
  if (testListenerRule !== undefined) {
    checkRuleArn('testListenerRule', testListenerRule)
    return
  }
  if (!productionListenerRule || !RULE_ARN.test(productionListenerRule)) return
  const groups = forwardWeights(sim, productionListenerRule).map((forward) => forward.targetGroupArn)
  if (!groups.includes(entry.targetGroupArn ?? '') || !groups.includes(alternateTargetGroupArn ?? '')) {
    throw invalidParameter(
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    )
  }
}

function checkRuleArn(name: string, arn: string | undefined): void {
  if (arn && (RULE_ARN.test(arn) || LISTENER_ARN.test(arn))) return
  throw invalidParameter(
    `${name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn ?? 'null'}`,
  )
}
