import { expect, it } from 'vitest'
import { accountOf, freeName } from './account'

const container = { name: 'web', image: 'web', portMappings: [{ containerPort: 80 }] }

it('reads what the forms choose from', () => {
  const account = accountOf({
    vpcs: [{ VpcId: 'vpc-2' }, { VpcId: 'vpc-1', IsDefault: true }],
    subnets: [
      { SubnetId: 's-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' },
      { SubnetId: 's-2', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' },
      { SubnetId: 's-3', VpcId: 'vpc-2', AvailabilityZone: 'us-east-1b' },
    ],
    securityGroups: [
      { GroupId: 'sg-1', GroupName: 'mine', VpcId: 'vpc-1' },
      { GroupId: 'sg-2', GroupName: 'default', VpcId: 'vpc-1' },
    ],
    taskDefinitions: [
      { family: 'web', revision: 1, status: 'ACTIVE', networkMode: 'bridge', containerDefinitions: [container] },
      { family: 'old', revision: 1, status: 'INACTIVE', containerDefinitions: [] },
      { family: 'own', revision: 3, status: 'ACTIVE', networkMode: 'awsvpc', compatibilities: ['EC2', 'FARGATE'] },
    ],
  })
  expect(account).toMatchObject({ vpcId: 'vpc-1', subnets: ['s-1', 's-2'], zones: ['us-east-1a'] })
  expect(account.securityGroups).toEqual(['sg-2'])
  expect(account.definitions).toEqual([
    { name: 'own:3', awsvpc: true, fargate: true, port: null },
    { name: 'web:1', awsvpc: false, fargate: false, port: { containerName: 'web', containerPort: 80 } },
  ])
})

it('is empty for an account of which nothing is known', () => {
  expect(accountOf({})).toEqual({ vpcId: '', subnets: [], securityGroups: [], zones: [], definitions: [] })
})

it('proposes a name that is free', () => {
  expect(freeName('demo', [])).toBe('demo')
  expect(freeName('demo', ['demo', 'demo-2'])).toBe('demo-3')
})
