import { describe, expect, it } from 'vitest'
import { ApiError } from '../kernel'
import { closest } from './closest'
import { modelledOperations, modelledServices, operationModel } from './model'
import { validateInput } from './validate'

/** "Name: message" of the refusal; fails when there is none. */
function refusal(service: string, operation: string, input: unknown, unknown: 'refuse' | 'ignore' = 'refuse'): string {
  try {
    validateInput(service, operation, input, { unknown })
  } catch (error) {
    if (error instanceof ApiError) return `${error.name}: ${error.message}`
    throw error
  }
  throw new Error('was not refused')
}

describe('wrong JSON types', () => {
  it('T-155 names the place and both types', () => {
    expect(refusal('ecs', 'RunTask', { taskDefinition: 'web', count: '3' })).toBe(
      'SerializationException: count: STRING_VALUE can not be converted to an Integer',
    )
    expect(refusal('ecs', 'RunTask', { taskDefinition: 7 })).toBe(
      'SerializationException: taskDefinition: NUMBER_VALUE can not be converted to a String',
    )
    expect(
      refusal('ecs', 'CreateService', {
        serviceName: 'web',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', {}] } },
      }),
    ).toBe(
      'SerializationException: networkConfiguration.awsvpcConfiguration.subnets[1]: START_OBJECT can not be converted to a String',
    )
  })

  it('T-155 refuses an input that is no object', () => {
    for (const input of ['x', 3, [], true])
      expect(refusal('ecs', 'ListClusters', input)).toMatch(/^SerializationException: input/)
  })

  it('T-155 a fraction and a number beyond 32 bits are no Integer; a Double takes fractions', () => {
    expect(refusal('ecs', 'RunTask', { taskDefinition: 'web', count: 1.5 })).toContain('DECIMAL_VALUE')
    expect(refusal('ecs', 'RunTask', { taskDefinition: 'web', count: 4_294_967_296 })).toContain('an Integer')
    const deploymentConfiguration = { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 2.5 } }
    expect(validateInput('ecs', 'UpdateService', { service: 'web', deploymentConfiguration })).toEqual({
      service: 'web',
      deploymentConfiguration,
    })
  })

  it('T-155 RegisterTaskDefinition reads its structures itself; its plain members are checked', () => {
    expect(refusal('ecs', 'RegisterTaskDefinition', { family: 1 })).toBe(
      'SerializationException: family: NUMBER_VALUE can not be converted to a String',
    )
    const input = { networkMode: 'awsvcp', containerDefinitions: [{ cpu: 'x' }] }
    expect(validateInput('ecs', 'RegisterTaskDefinition', input)).toEqual(input)
  })

  it('T-155 an operation that the model does not have', () => {
    expect(refusal('ecs', 'CreateExpressGatewayService', {})).toMatch(/^UnknownOperationException/)
    expect(refusal('constructor', 'name', {})).toMatch(/^UnknownOperationException/)
    expect(refusal('ecs', '__proto__', {})).toMatch(/^UnknownOperationException/)
  })

  it('T-154 times are epoch seconds; ISO 8601 in UTC becomes that', () => {
    const at = (after: unknown) =>
      validateInput('ecs', 'ListServiceDeployments', { service: 'web', createdAt: { after } })
    expect(at(1_767_603_600.5)).toEqual({ service: 'web', createdAt: { after: 1_767_603_600.5 } })
    expect(at('2026-01-05T09:00:00.500Z')).toEqual({ service: 'web', createdAt: { after: 1_767_603_600.5 } })
    expect(() => at('yesterday')).toThrow('createdAt.after: STRING_VALUE can not be converted to a Timestamp')
    expect(() => at('2026-19-05T09:00:00Z')).toThrow('a Timestamp')
  })
})

describe('required members and enums', () => {
  it('T-156 a missing required member', () => {
    expect(refusal('ecs', 'RunTask', {})).toBe('InvalidParameterException: TaskDefinition can not be empty.')
    expect(refusal('ecs', 'RunTask', { taskDefinition: null })).toBe(
      'InvalidParameterException: TaskDefinition can not be empty.',
    )
    expect(refusal('elbv2', 'DescribeTargetHealth', {})).toBe(
      "ValidationError: 1 validation error detected: Value null at 'targetGroupArn' failed to satisfy constraint: Member must not be null",
    )
    expect(refusal('ec2', 'TerminateInstances', {})).toBe(
      'MissingParameter: The request must contain the parameter InstanceIds',
    )
    expect(refusal('playground', 'ClearFault', {})).toBe('InvalidParameterException: faultId is required.')
  })

  it('T-156 a missing member further in is named with its place', () => {
    expect(refusal('ecs', 'RunTask', { taskDefinition: 'web', capacityProviderStrategy: [{ weight: 1 }] })).toBe(
      'InvalidParameterException: capacityProviderStrategy[0]: CapacityProvider can not be empty.',
    )
  })

  it('T-158 an unknown enum value', () => {
    expect(refusal('ecs', 'RunTask', { taskDefinition: 'web', launchType: 'LAMBDA' })).toBe(
      'InvalidParameterException: launch type should be one of [EC2,FARGATE,EXTERNAL]',
    )
    expect(refusal('ecs', 'CreateService', { serviceName: 'web', schedulingStrategy: 'ALWAYS' })).toBe(
      'InvalidParameterException: scheduling strategy should be one of [DAEMON,REPLICA]',
    )
    expect(refusal('elbv2', 'CreateTargetGroup', { Name: 'web', TargetType: 'box' })).toContain(
      "Value 'box' at 'targetType' failed to satisfy constraint: Member must satisfy enum value set: [alb, instance, ip, lambda]",
    )
    expect(refusal('ec2', 'RunInstances', { Placement: { Tenancy: 'shared' } })).toBe(
      'InvalidParameterValue: Value (shared) for parameter Placement.Tenancy is invalid.',
    )
  })

  it('T-171, T-201 leaves to the operation what ECS says in its own words', () => {
    expect(validateInput('ecs', 'DescribeTasks', {})).toEqual({})
    expect(validateInput('ecs', 'UpdateContainerInstancesState', { status: 'ASLEEP' })).toEqual({ status: 'ASLEEP' })
  })

  it('T-183 ranges of AWS operations are theirs; those of the playground are checked', () => {
    expect(validateInput('ecs', 'RunTask', { taskDefinition: 'web', count: 99 })).toEqual({
      taskDefinition: 'web',
      count: 99,
    })
    expect(refusal('playground', 'PutImage', { image: 'web:1', errorPercent: 101 })).toBe(
      'InvalidParameterException: errorPercent must be between 0 and 100.',
    )
    expect(refusal('playground', 'SetTimings', { schedulerTick: -1 })).toBe(
      'InvalidParameterException: schedulerTick must be at least 0.',
    )
  })
})

describe('unknown members and prototypes', () => {
  it('T-155 are left out as the wire does, or refused with a suggestion', () => {
    expect(validateInput('ecs', 'ListClusters', { maxResult: 3 }, { unknown: 'ignore' })).toEqual({})
    expect(refusal('ecs', 'ListClusters', { maxResult: 3 })).toBe(
      'InvalidParameterException: Unknown parameter in input: maxResult. Did you mean maxResults?',
    )
    expect(refusal('ec2', 'DescribeVpcs', { Zebra: 3 })).toBe('UnknownParameter: The parameter Zebra is not recognized')
  })

  it('the playground always refuses them', () => {
    expect(refusal('playground', 'SetTimings', { schedulertik: 3 }, 'ignore')).toBe(
      'InvalidParameterException: Unknown parameter in input: schedulertik. Did you mean schedulerTick?',
    )
  })

  it('keys that reach a prototype are refused everywhere, ignored members included', () => {
    const inputs = [
      '{"__proto__": {"taskDefinition": "web"}}',
      '{"taskDefinition": "web", "constructor": {}}',
      '{"taskDefinition": "web", "tags": [{"prototype": 1}]}',
    ]
    for (const text of inputs) {
      expect(refusal('ecs', 'RunTask', JSON.parse(text), 'ignore')).toMatch(
        /^SerializationException: .*is not allowed$/,
      )
    }
    const dockerLabels = JSON.parse('{"__proto__": "x"}')
    expect(refusal('ecs', 'RegisterTaskDefinition', { containerDefinitions: [{ dockerLabels }] })).toMatch(
      /__proto__ is not allowed/,
    )
  })

  it('the copy is clean: no nulls, nothing shared with the input', () => {
    const input = { taskDefinition: 'web', cluster: null, tags: [{ key: 'a', value: 'b' }] }
    const copy = validateInput('ecs', 'RunTask', input)
    expect(copy).toEqual({ taskDefinition: 'web', tags: [{ key: 'a', value: 'b' }] })
    expect(copy.tags).not.toBe(input.tags)
    expect((copy.tags as unknown[])[0]).not.toBe(input.tags[0])
  })
})

describe('the model', () => {
  it('compiles every operation of every service', () => {
    let count = 0
    for (const service of modelledServices()) {
      for (const operation of modelledOperations(service)) {
        const model = operationModel(service, operation)
        expect(model?.input.kind).toBe('structure')
        count++
      }
    }
    expect(count).toBeGreaterThan(90)
  })

  it('knows required members, ranges and enums', () => {
    const input = operationModel('ecs', 'RunTask')?.input
    expect(input?.required).toEqual(['taskDefinition'])
    expect(input?.members.get('count')?.type).toEqual({ kind: 'integer', min: 1, max: 10 })
    expect(input?.members.get('launchType')?.type).toMatchObject({ kind: 'enum', name: 'LaunchType' })
  })

  it('suggests the nearest word, or none', () => {
    expect(closest('servies', ['tasks', 'services'])).toBe('services')
    expect(closest('tsaks', ['tasks', 'services'])).toBe('tasks')
    expect(closest('zebra', ['tasks', 'services'])).toBeUndefined()
    expect(closest('x'.repeat(100_000), ['x'.repeat(99_999)])).toBeUndefined()
  })
})
