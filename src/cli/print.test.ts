import { describe, expect, it } from 'vitest'
import { kebab, printCommand, quote } from './print'

describe('printCommand', () => {
  it('prints scalars as kebab-case flags', () => {
    expect(printCommand('ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: 6 })).toBe(
      'aws ecs update-service --cluster demo --service web --desired-count 6',
    )
  })

  it('prints booleans as the flag or its --no- form', () => {
    expect(printCommand('ecs', 'UpdateService', { service: 'web', forceNewDeployment: true })).toBe(
      'aws ecs update-service --service web --force-new-deployment',
    )
    expect(printCommand('ecs', 'UpdateService', { enableECSManagedTags: false })).toBe(
      'aws ecs update-service --no-enable-ecs-managed-tags',
    )
    expect(printCommand('ecs', 'UpdateService', { enableExecuteCommand: false })).toBe(
      'aws ecs update-service --disable-execute-command',
    )
  })

  it('prints flat objects and lists of them in shorthand', () => {
    expect(
      printCommand('ecs', 'UpdateService', {
        deploymentConfiguration: { minimumHealthyPercent: 75, maximumPercent: 150 },
        placementStrategy: [
          { type: 'spread', field: 'attribute:ecs.availability-zone' },
          { type: 'binpack', field: 'cpu' },
        ],
      }),
    ).toBe(
      'aws ecs update-service --deployment-configuration ' +
        'minimumHealthyPercent=75,maximumPercent=150 --placement-strategy ' +
        'type=spread,field=attribute:ecs.availability-zone type=binpack,field=cpu',
    )
  })

  it('prints lists of words side by side, and an empty list as JSON', () => {
    expect(printCommand('ec2', 'TerminateInstances', { InstanceIds: ['i-1', 'i-2'] })).toBe(
      'aws ec2 terminate-instances --instance-ids i-1 i-2',
    )
    expect(printCommand('ecs', 'UpdateService', { loadBalancers: [] })).toBe(
      "aws ecs update-service --load-balancers '[]'",
    )
  })

  it('prints deeper shapes, and values that shorthand cannot hold, as single-quoted JSON', () => {
    const line = printCommand('ecs', 'RegisterTaskDefinition', {
      family: 'web',
      containerDefinitions: [{ name: 'app', portMappings: [{ containerPort: 80 }] }],
    })
    expect(line).toContain(`--container-definitions '[{"name":"app","portMappings":[{"containerPort":80}]}]'`)
    expect(printCommand('ecs', 'TagResource', { tags: [{ key: 'a', value: "it's, x=1" }] })).toBe(
      `aws ecs tag-resource --tags '[{"key":"a","value":"it'\\''s, x=1"}]'`,
    )
  })

  it('prints structures in structures in shorthand', () => {
    expect(
      printCommand('ecs', 'CreateService', {
        networkConfiguration: { awsvpcConfiguration: { subnets: ['a', 'b'], assignPublicIp: 'ENABLED' } },
      }),
    ).toBe(
      "aws ecs create-service --network-configuration 'awsvpcConfiguration={subnets=[a,b],assignPublicIp=ENABLED}'",
    )
  })

  it('keeps values apart from flags, and says with JSON what flags cannot', () => {
    expect(printCommand('ecs', 'StopTask', { task: 'a', reason: '--why not' })).toBe(
      "aws ecs stop-task --task a --reason='--why not'",
    )
    expect(printCommand('ecs', 'StopTask', { task: 'file://x' })).toBe(
      `aws ecs stop-task --cli-input-json '{"task":"file://x"}'`,
    )
    expect(printCommand('ecs', 'DescribeTasks', { tasks: ['-x', '[y'] })).toBe(
      `aws ecs describe-tasks --tasks '["-x","[y"]'`,
    )
  })

  it('prints calls of the playground without aws, and leaves absent members out', () => {
    expect(printCommand('playground', 'PutImage', { image: 'shop:2', startSeconds: 60, listensOn: undefined })).toBe(
      'playground put-image --image shop:2 --start-seconds 60',
    )
    expect(printCommand('ecs', 'ListClusters', null)).toBe('aws ecs list-clusters')
  })

  it('gives EC2 its --count', () => {
    expect(printCommand('ec2', 'RunInstances', { MinCount: 2, MaxCount: 2 })).toBe('aws ec2 run-instances --count 2')
    expect(printCommand('ec2', 'RunInstances', { MinCount: 1, MaxCount: 3 })).toBe('aws ec2 run-instances --count 1:3')
  })

  it('gives EC2 its user data as plain text', () => {
    const UserData = btoa('#!/bin/bash\necho ECS_CLUSTER=demo')
    expect(printCommand('ec2', 'RunInstances', { UserData })).toBe(
      "aws ec2 run-instances --user-data '#!/bin/bash\necho ECS_CLUSTER=demo'",
    )
  })
})

describe('names and quotes', () => {
  it('follows the CLI in names with capitals side by side', () => {
    expect(kebab('LoadBalancerArn')).toBe('load-balancer-arn')
    expect(kebab('memoryLeakMiBPerMinute')).toBe('memory-leak-mib-per-minute')
    expect(kebab('assignPublicIp')).toBe('assign-public-ip')
    expect(kebab('ListTaskDefinitionFamilies')).toBe('list-task-definition-families')
  })

  it('quotes for a POSIX shell', () => {
    expect(quote('plain-1.2/x:3')).toBe('plain-1.2/x:3')
    expect(quote('')).toBe("''")
    expect(quote('$HOME')).toBe("'$HOME'")
  })
})
