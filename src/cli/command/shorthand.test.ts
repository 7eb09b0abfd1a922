import { describe, expect, it } from 'vitest'
import { parsed, refusalOf } from '../testing'
import vectors from '../vectors/awscli.json'
import { parseShorthand } from './shorthand'

describe('shorthand syntax', () => {
  for (const [text, value] of vectors.shorthand as [string, unknown][]) {
    it(`reads ${JSON.stringify(text)} as the AWS CLI does`, () => {
      if (value === null) expect(() => parseShorthand(text)).toThrow()
      else expect(parseShorthand(text)).toEqual(value)
    })
  }

  it('fits values to the types of the model', () => {
    const [command] = parsed(
      'aws ecs create-service --service-name web --network-configuration awsvpcConfiguration={subnets=a,securityGroups=[b]} ' +
        '--load-balancers containerName=app,containerPort=80,targetGroupArn=arn:x/y ' +
        '--deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=false},maximumPercent=150"',
    )
    expect(command).toMatchObject({
      input: {
        networkConfiguration: { awsvpcConfiguration: { subnets: ['a'], securityGroups: ['b'] } },
        loadBalancers: [{ containerName: 'app', containerPort: 80, targetGroupArn: 'arn:x/y' }],
        deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: false }, maximumPercent: 150 },
      },
    })
  })

  it('refuses unknown keys, wrong types, files and prototype keys at their place', () => {
    const line = (value: string) => refusalOf(`aws ecs create-service --service-name x --placement-strategy ${value}`)
    expect(line('type=spread,fild=x')).toEqual({
      place: { line: 1, column: 62 },
      message:
        'Parameter validation failed:\nUnknown parameter in placementStrategy[0]: "fild", must be one of: type, field',
    })
    expect(line('type@=file://x').message).toContain('@= reads a file')
    expect(line('__proto__=x').message).toContain('__proto__')
    expect(line(`type=${'['.repeat(100)}`).message).toContain('nested deeper than 64')
    expect(line('type=spread,').message).toBe(
      "Error parsing parameter '--placement-strategy': Expected: '=', received: 'EOF' for input:\ntype=spread,\n            ^",
    )
  })
})
