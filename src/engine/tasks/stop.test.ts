import { describe, expect, it } from 'vitest'
import { bench } from '../testing'

const userData = (lines: string) => `#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n${lines}`

describe('the time between the stop signal and the kill', () => {
  it('N-97, D-126 a container without a stopTimeout has that of its instance; on Fargate the setting means nothing', () => {
    const b = bench()
    b.call('ecs.CreateCluster', { clusterName: 'demo', capacityProviders: ['FARGATE'] })
    const UserData = userData('ECS_CONTAINER_STOP_TIMEOUT=1m30s')
    b.call('ec2.RunInstances', { InstanceType: 'c5.large', MinCount: 1, MaxCount: 1, UserData })
    b.to(100)
    b.call('playground.PutImage', { image: 'deaf', onSigterm: 'ignore' })
    const [subnet] = b.call('ec2.DescribeSubnets').Subnets
    const killedAfterMs = (container: object, fargate = false) => {
      b.call('ecs.RegisterTaskDefinition', {
        family: 'app',
        ...(fargate ? { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' } : {}),
        containerDefinitions: [{ name: 'app', image: 'deaf', memory: 64, ...container }],
      })
      const networkConfiguration = { awsvpcConfiguration: { subnets: [subnet.SubnetId] } }
      const { taskArn } = b.call('ecs.RunTask', {
        cluster: 'demo',
        taskDefinition: 'app',
        ...(fargate ? { launchType: 'FARGATE', networkConfiguration } : {}),
      }).tasks[0]
      const startS = Math.ceil(b.engine.now / 1000)
      b.to(startS + 200)
      b.call('ecs.StopTask', { cluster: 'demo', task: taskArn })
      b.to(startS + 400)
      const [stopped] = [...b.engine.rows('tasks')].find((t) => t.arn === taskArn)?.containers ?? []
      expect(stopped?.exitCode).toBe(137)
      return (stopped?.stoppedAtMs ?? 0) - (stopped?.signalledAtMs ?? 0)
    }
    expect(killedAfterMs({})).toBe(90_000)
    expect(killedAfterMs({ stopTimeout: 10 })).toBe(10_000)
    expect(killedAfterMs({}, true)).toBe(30_000)
  })
})
