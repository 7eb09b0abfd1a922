import { describe, expect, it } from 'vitest'
import type { Bench } from '../../testing'
import { since, steadyService, update, vectorBench } from '../../testing'
import { alb, record, startBlueGreen } from './testing'

const BLUE_GREEN = { deploymentConfiguration: { strategy: 'BLUE_GREEN' } }
const INVALID = 'InvalidParameterException'
type Entry = Record<string, unknown> & { advancedConfiguration: Record<string, unknown> }

/** What UpdateService says to these load balancers. */
function refusal(change: (entry: Entry) => unknown[], more: object = BLUE_GREEN) {
  const { b, loadBalancers } = alb()
  const input = {
    cluster: 'demo',
    service: 'web',
    taskDefinition: 'app:2',
    loadBalancers: change(loadBalancers[0] as Entry),
  }
  return b.refused('ecs.UpdateService', { ...input, ...more })
}

const advanced = (entry: Entry, change: object): Entry => ({
  ...entry,
  advancedConfiguration: { ...entry.advancedConfiguration, ...change },
})

const plain = ({ advancedConfiguration: _, ...entry }: Entry) => entry

describe('D-503 what is refused at once', () => {
  it('D-503 advancedConfiguration is required', () => {
    expect(refusal((entry) => [plain(entry)])).toEqual({
      name: INVALID,
      message:
        'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    })
  })

  it('D-503 all or none have advancedConfiguration', () => {
    expect(refusal((entry) => [entry, plain({ ...entry, targetGroupArn: 'arn:other' })]).message).toBe(
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    )
  })

  it('D-503 not with Classic load balancers', () => {
    const classic = (entry: Entry) => [{ ...entry, targetGroupArn: undefined, loadBalancerName: 'old' }]
    expect(refusal(classic).message).toBe('advancedConfiguration field is not allowed with ELBv1 loadBalancers')
  })

  it('D-503 Classic and others do not mix', () => {
    const mixed = (entry: Entry) => [entry, { ...plain(entry), targetGroupArn: undefined, loadBalancerName: 'old' }]
    expect(refusal(mixed).message).toBe(
      'All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)',
    )
  })

  it('D-503 a target group appears once', () => {
    const { targetGroupArn } = alb().loadBalancers[0] as Entry
    const twice = (entry: Entry) => [advanced(entry, { alternateTargetGroupArn: entry.targetGroupArn })]
    expect(refusal(twice).message).toBe(`Duplicate targetGroupArn found: ${targetGroupArn}`)
  })

  it('D-503 a rule is for production or for tests', () => {
    const { productionRule } = alb()
    const same = (entry: Entry) => [
      advanced(entry, { testListenerRule: entry.advancedConfiguration.productionListenerRule }),
    ]
    expect(refusal(same).message).toBe(
      `The following rules cannot be used as both production and test listener rules: ${productionRule}`,
    )
  })

  it('D-503 the form of the rule ARN', () => {
    const arn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/0123/4567'
    expect(refusal((entry) => [advanced(entry, { productionListenerRule: arn })]).message).toBe(
      `productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${arn}`,
    )
  })

  it('D-503 without a test rule the production rule needs both groups', () => {
    const { b, productionRule, blue, loadBalancers } = alb()
    const Actions = [{ Type: 'forward', TargetGroupArn: blue }]
    b.call('elbv2.ModifyRule', { RuleArn: productionRule, Actions })
    const input = {
      cluster: 'demo',
      service: 'web',
      taskDefinition: 'app:2',
      loadBalancers: [advanced(loadBalancers[0] as Entry, { testListenerRule: undefined })],
      ...BLUE_GREEN,
    }
    expect(b.refused('ecs.UpdateService', input).message).toBe(
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    )
  })

  const hooks = (hook: object) =>
    refusal((entry) => [entry], { deploymentConfiguration: { strategy: 'BLUE_GREEN', lifecycleHooks: [hook] } }).message

  it('D-503 the type of a hook', () => {
    expect(hooks({ targetType: 'LAMBDA', lifecycleStages: ['PRE_SCALE_UP'] })).toBe(
      'Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE',
    )
  })

  it.each(['TEST_TRAFFIC_SHIFT', 'PRODUCTION_TRAFFIC_SHIFT'])('D-503, D-540 no pause at %s', (stage) => {
    expect(hooks({ targetType: 'PAUSE', lifecycleStages: [stage] })).toBe(
      'Invalid lifecycle stage provided for Pause Hook',
    )
  })
})

describe('D-501, D-502 combinations and ranges', () => {
  const says = (configuration: object, more: object = {}) => {
    const b = vectorBench()
    steadyService(b, 1, 100, 200)
    return b.refused('ecs.UpdateService', {
      cluster: 'demo',
      service: 'web',
      taskDefinition: 'app:2',
      deploymentConfiguration: configuration,
      ...more,
    }).message
  }

  it.each(['LINEAR', 'CANARY'])('D-502 %s needs somewhere to shift traffic', (strategy) => {
    expect(says({ strategy })).toBe(`The ${strategy} deployment strategy requires a load balancer or Service Connect.`)
  })

  it('D-501 the step of LINEAR', () => {
    for (const stepPercent of [2.9, 3.05, 100.1])
      expect(says({ strategy: 'LINEAR', linearConfiguration: { stepPercent } })).toMatch(/^stepPercent must be/)
  })

  it('D-501 minutes from 0 to 1440', () => {
    expect(says({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1441 })).toMatch(/^bakeTimeInMinutes must be/)
    expect(says({ strategy: 'CANARY', canaryConfiguration: { canaryBakeTimeInMinutes: 1441 } })).toMatch(
      /^canaryBakeTimeInMinutes must be/,
    )
  })

  it('D-501 a configuration belongs to its strategy', () => {
    expect(says({ strategy: 'BLUE_GREEN', linearConfiguration: { stepPercent: 10 } })).toBe(
      'linearConfiguration is only valid when the deployment strategy is LINEAR.',
    )
  })

  it('D-502 not with DAEMON', () => {
    const b = vectorBench()
    const input = {
      cluster: 'demo',
      serviceName: 'd',
      taskDefinition: 'app:1',
      schedulingStrategy: 'DAEMON',
      ...BLUE_GREEN,
    }
    expect(b.refused('ecs.CreateService', input).name).toBe(INVALID)
  })

  it('D-501 defaults read back: bake 15, LINEAR 10 % every 6 minutes, CANARY 5 % for 10', () => {
    const { b } = alb()
    const read = (strategy: string) => {
      const { service } = update(b, { deploymentConfiguration: { strategy } })
      return service.deploymentConfiguration
    }
    expect(read('LINEAR')).toMatchObject({
      bakeTimeInMinutes: 15,
      linearConfiguration: { stepPercent: 10, stepBakeTimeInMinutes: 6 },
    })
    const canary = read('CANARY')
    expect(canary).toMatchObject({ canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 10 } })
    expect(canary.linearConfiguration).toBeUndefined()
    expect(read('ROLLING')).toMatchObject({ bakeTimeInMinutes: 0 })
  })
})

describe('D-504 what shows only when the deployment begins', () => {
  const HEAD = 'Service deployment rolled back because of invalid networking configuration'
  const to = (weights: Record<string, number>) => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
      },
    },
  ]
  const rolledBack = (b: Bench, t: number) => {
    startBlueGreen(b)
    b.to(t + 10)
    expect(since(b, t).filter(([, text]) => text.includes('started'))).toEqual([])
    return [record(b).status, record(b).statusReason]
  }

  it('D-504 a target group in neither rule', () => {
    const { b, t, productionRule, testRule, blue, green } = alb()
    for (const RuleArn of [productionRule, testRule])
      b.call('elbv2.ModifyRule', { RuleArn, Actions: to({ [blue]: 1 }) })
    expect(rolledBack(b, t)).toEqual([
      'ROLLBACK_SUCCESSFUL',
      `${HEAD}: Target group ${green} is not associated with either productionListenerRule or testListenerRule.`,
    ])
  })

  it('D-504 both target groups in neither rule', () => {
    const { b, t, productionRule, testRule, blue, green } = alb()
    const elsewhere = { ListenerArn: [...b.engine.rows('listeners')][0]?.arn, Priority: 9 }
    const Conditions = [{ Field: 'path-pattern', Values: ['/none'] }]
    b.call('elbv2.CreateRule', { ...elsewhere, Conditions, Actions: to({ [blue]: 1, [green]: 1 }) })
    const Actions = [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }]
    for (const RuleArn of [productionRule, testRule]) b.call('elbv2.ModifyRule', { RuleArn, Actions })
    expect(rolledBack(b, t)[1]).toBe(
      `${HEAD}. Both targetGroup and alternateTargetGroup must be associated with the productionListenerRule or testListenerRule.`,
    )
  })

  it('D-504 production goes to both groups already', () => {
    const { b, t, productionRule, blue, green } = alb()
    b.call('elbv2.ModifyRule', { RuleArn: productionRule, Actions: to({ [blue]: 50, [green]: 50 }) })
    expect(rolledBack(b, t)[1]).toBe(
      `${HEAD}. productionListenerRule ${productionRule} should have exactly one target group serving traffic but found 2 target groups which are serving traffic`,
    )
  })

  it('D-504 production goes somewhere else', () => {
    const { b, t, productionRule, blue, green } = alb()
    const VpcId = b.call('ec2.DescribeVpcs').Vpcs[0].VpcId
    const input = { Name: 'other', Protocol: 'HTTP', Port: 80, VpcId }
    const other = b.call('elbv2.CreateTargetGroup', input).TargetGroups[0].TargetGroupArn
    b.call('elbv2.ModifyRule', { RuleArn: productionRule, Actions: to({ [blue]: 0, [green]: 0, [other]: 1 }) })
    expect(rolledBack(b, t)[1]).toBe(
      `${HEAD}. Production listener rule is forwarding traffic to unexpected target group ${other}.`,
    )
  })
})

describe('D-542 ContinueServiceDeployment', () => {
  const paused = () => {
    const { b, t } = alb()
    startBlueGreen(b, { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }] })
    b.to(t)
    const { serviceDeploymentArn, lifecycleHookDetails } = record(b)
    return { b, t, serviceDeploymentArn, hookId: lifecycleHookDetails[0].hookId as string }
  }
  const GONE = 'Provided hookId is either completed, unavailable, or not associated with the given Resource ARN'

  it('D-542 unknown deployment', () => {
    const { b, hookId } = paused()
    const serviceDeploymentArn = 'arn:aws:ecs:us-east-1:123456789012:service-deployment/demo/web/none'
    expect(b.refused('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId })).toEqual({
      name: 'ServiceDeploymentNotFoundException',
      message: 'The service deployment does not exist.',
    })
  })

  it('D-542 the form of a hookId', () => {
    const { b, serviceDeploymentArn } = paused()
    expect(b.refused('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId: 'pause-1' })).toEqual({
      name: INVALID,
      message: 'Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}',
    })
  })

  it('D-542 a hookId goes once; an end is an end', () => {
    const { b, t, serviceDeploymentArn, hookId } = paused()
    b.call('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId })
    expect(record(b).lifecycleHookDetails[0].status).toBe('SUCCEEDED')
    expect(b.refused('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId }).message).toBe(GONE)
    b.to(t + 2000)
    expect(record(b).status).toBe('SUCCESSFUL')
    expect(b.refused('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId })).toEqual({
      name: INVALID,
      message: 'Continuing a service deployment is not allowed for service deployment in terminal states.',
    })
  })

  it('D-542 a new deployment invalidates hookIds', () => {
    const { b, serviceDeploymentArn, hookId } = paused()
    update(b, { taskDefinition: 'app:3' })
    expect(b.refused('ecs.ContinueServiceDeployment', { serviceDeploymentArn, hookId }).message).toBe(GONE)
  })
})
