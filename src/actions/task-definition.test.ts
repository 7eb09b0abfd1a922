import { describe, expect, it } from 'vitest'
import { cliLine } from './perform'
import { createCommands, deployCommands, firstPort, proposedService, targetTypeOf } from './task-definition'

const bridge = {
  family: 'web',
  containerDefinitions: [{ name: 'app', image: 'shop:1', portMappings: [{ containerPort: 80 }] }],
}
const awsvpc = { ...bridge, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] }
const place = { cluster: 'demo', subnets: ['subnet-1', 'subnet-2'], securityGroups: [] }

describe('task-definition actions', () => {
  it('T-6 deploys the newest revision of the family after registering it', () => {
    expect(deployCommands(bridge, 'demo', 'web')).toEqual([
      { service: 'ecs', operation: 'RegisterTaskDefinition', input: bridge },
      {
        service: 'ecs',
        operation: 'UpdateService',
        input: { cluster: 'demo', service: 'web', taskDefinition: 'web' },
      },
    ])
  })
  it('creates a service on instances with its target group', () => {
    const service = { ...proposedService(bridge, place), targetGroupArn: 'arn:tg' }
    const [, create] = createCommands(bridge, service)
    expect(create?.input).toEqual({
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 2,
      launchType: 'EC2',
      loadBalancers: [{ targetGroupArn: 'arn:tg', containerName: 'app', containerPort: 80 }],
    })
  })
  it('gives awsvpc tasks their subnets, and Fargate a way out', () => {
    const [, create] = createCommands(awsvpc, proposedService(awsvpc, place))
    expect(create?.input).toMatchObject({
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1', 'subnet-2'], assignPublicIp: 'ENABLED' } },
    })
    expect(create?.input).not.toHaveProperty('loadBalancers')
    expect(targetTypeOf(awsvpc)).toBe('ip')
    expect(targetTypeOf(bridge)).toBe('instance')
  })
  it('prints the lines it will send', () => {
    expect(deployCommands(bridge, 'demo', 'web').map(cliLine)[1]).toBe(
      'aws ecs update-service --cluster demo --service web --task-definition web',
    )
  })
})

describe('firstPort', () => {
  it('finds the first container with a port', () => {
    const containers = [{ name: 'log' }, { name: 'app', portMappings: [{ hostPort: 1 }, { containerPort: 8080 }] }]
    expect(firstPort({ containerDefinitions: containers })).toEqual({ containerName: 'app', containerPort: 8080 })
  })
  it('is null without ports and for anything malformed', () => {
    expect(firstPort({ containerDefinitions: [null, { name: 'app', portMappings: 'no' }] })).toBeNull()
    expect(firstPort({})).toBeNull()
  })
})
