import { describe, expect, it } from 'vitest'
import type { Engine } from '../../engine'
import { createEngine } from '../../engine'
import { enginePort, testCli } from '../testing'
import type { ScriptEntry } from './entries'

type Row = Record<string, never>

/** Plays commands on an engine and keeps them as a session is kept. */
class Session {
  readonly entries: ScriptEntry[] = []

  constructor(readonly engine: Engine) {}

  call(service: string, operation: string, input: object): Row {
    const output = this.engine.call(service, operation, input)
    this.entries.push({ atMs: this.engine.now, service, operation, input, output })
    return output as Row
  }
}

const containerDefinitions = [{ name: 'app', image: 'shop:1', essential: true, portMappings: [{ containerPort: 80 }] }]

/** A Fargate service behind a load balancer, updated once. */
function fargateSession(): Session {
  const session = new Session(createEngine({ seed: 5 }))
  const { Subnets } = session.engine.call('ec2', 'DescribeSubnets', {}) as { Subnets: { SubnetId: string }[] }
  const subnets = [Subnets[2]?.SubnetId, Subnets[0]?.SubnetId]
  session.call('ecs', 'CreateCluster', { clusterName: 'demo' })
  session.call('playground', 'PutImage', { image: 'shop:1', startSeconds: 5 })
  session.call('ecs', 'RegisterTaskDefinition', {
    family: 'web',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/exec',
    containerDefinitions,
  })
  const { LoadBalancers } = session.call('elbv2', 'CreateLoadBalancer', { Name: 'web', Subnets: subnets })
  const { Vpcs } = session.engine.call('ec2', 'DescribeVpcs', {}) as { Vpcs: { VpcId: string }[] }
  const { TargetGroups } = session.call('elbv2', 'CreateTargetGroup', {
    Name: 'web',
    Protocol: 'HTTP',
    Port: 80,
    TargetType: 'ip',
    VpcId: Vpcs[0]?.VpcId,
  })
  const targetGroupArn = (TargetGroups as unknown as Row[])[0]?.TargetGroupArn
  session.call('elbv2', 'CreateListener', {
    LoadBalancerArn: (LoadBalancers as unknown as Row[])[0]?.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
  })
  session.call('ecs', 'CreateService', {
    cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/demo',
    serviceName: 'web',
    taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 80 }],
  })
  session.engine.advance(300_000)
  session.call('ecs', 'UpdateService', { cluster: 'demo', service: 'web', desiredCount: 3 })
  session.engine.advance(20_000)
  session.call('ecs', 'TagResource', {
    resourceArn: 'arn:aws:ecs:us-east-1:123456789012:service/demo/web',
    tags: [{ key: 'a', value: "it's" }],
  })
  session.engine.advance(300_000)
  return session
}

/** What must be the same on another account: services and tasks without ids and times. */
function shape(engine: Engine): unknown {
  const world = engine.world(['services', 'tasks', 'targetGroups', 'listeners']) as Record<string, Row[]>
  return {
    services: world.services?.map(({ serviceName, status, desiredCount, runningCount, launchType, tags }) => {
      return { serviceName, status, desiredCount, runningCount, launchType, tags }
    }),
    tasks: world.tasks?.map(({ group, lastStatus, availabilityZone }) => ({ group, lastStatus, availabilityZone })),
    targets: world.targetGroups?.map(({ TargetGroupName, Port, TargetHealthDescriptions }) => {
      return [
        TargetGroupName,
        Port,
        (TargetHealthDescriptions as unknown as Row[]).map(({ TargetHealth }) => TargetHealth),
      ]
    }),
    listeners: world.listeners?.map(({ Port, Protocol }) => ({ Port, Protocol })),
  }
}

async function replay(script: string): Promise<Engine> {
  const engine = createEngine({ seed: 6 })
  const { exitCode, statements } = await testCli.run(script, enginePort(engine))
  expect(statements.at(-1)?.stderr).toBe('')
  expect(exitCode).toBe(0)
  engine.advance(600_000)
  return engine
}

describe('a session as a script', () => {
  it('replays to the same services and tasks, with answers at hand or without', async () => {
    const session = fargateSession()
    const world = session.engine.world()
    const withAnswers = testCli.script(session.entries, { world })
    const wanted = shape(session.engine)
    expect(wanted).toMatchObject({
      services: [{ runningCount: 3, tags: [{ value: "it's" }] }],
      listeners: [{ Port: 80 }],
    })
    expect(shape(await replay(withAnswers))).toEqual(wanted)
    const bare = session.entries.map(({ output: _, ...entry }) => entry)
    expect(shape(await replay(testCli.script(bare, { world })))).toEqual(wanted)
  })

  it('has no id of the simulator but those a person must put in', () => {
    const session = fargateSession()
    const lines = testCli.script(session.entries, { title: 'Two\nlines', world: session.engine.world() }).split('\n')
    expect(lines.slice(0, 7)).toEqual([
      '#!/usr/bin/env bash',
      '# Two',
      '# lines',
      'set -euo pipefail',
      '',
      '# Put in what your account has:',
      'EXECUTION_ROLE_ARN=arn:aws:iam::123456789012:role/exec',
    ])
    const commands = lines.slice(7).filter((line) => !line.startsWith('#'))
    expect(commands.filter((line) => /arn:aws|subnet-0|vpc-0/.test(line))).toEqual([])
  })

  it('captures what later commands need from the call that made it, and looks up the rest', () => {
    const session = fargateSession()
    const script = testCli.script(session.entries, { world: session.engine.world() })
    expect(script).toContain(
      'TARGET_GROUP_ARN=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --target-type ip --vpc-id "$VPC_ID" --query \'TargetGroups[0].TargetGroupArn\' --output text)',
    )
    expect(script).toContain(
      "SUBNET_ID=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=[us-east-1c] Name=default-for-az,Values=[true] --query 'Subnets[0].SubnetId' --output text)".replaceAll(
        /(Name=[\w-]+,Values=\[[\w-]+\])/g,
        "'$1'",
      ),
    )
    expect(script).toContain('--load-balancers targetGroupArn="$TARGET_GROUP_ARN",containerName=app,containerPort=80')
    expect(script).toContain('aws ecs create-service --cluster demo --service-name web --task-definition web:1')
  })

  it('says in comments what the simulator alone can do, and waits where time passed', () => {
    const session = fargateSession()
    const script = testCli.script(session.entries)
    expect(script).toContain(
      '# On a real account: push an image shop:1 that behaves like this.\n#   playground put-image --image shop:1 --start-seconds 5\n',
    )
    expect(script).toContain(
      '# 300 s passed in the simulator\naws ecs wait services-stable --cluster demo --services web\naws ecs update-service',
    )
    expect(script).toContain('# sleep 20\n')
  })

  it('keeps what looks like a mark or a quote as it is', () => {
    const entries = [
      { atMs: 0, service: 'ecs', operation: 'StopTask', input: { task: 'a', reason: `__ID0__ "it's" $X` } },
      { atMs: 0, service: 'ecs', operation: 'DescribeTasks', input: { cluster: 'c', tasks: ['a'.repeat(32)] } },
    ]
    const script = testCli.script(entries)
    const { commands, statements } = testCli.parse(script)
    expect(commands).toContainEqual(expect.objectContaining({ input: entries[0]?.input }))
    expect(statements.at(-1)).toMatchObject({ source: 'aws ecs describe-tasks --cluster c --tasks "$TASK_ARN"' })
    expect(script).toContain("TASK_ARN=$(aws ecs list-tasks --cluster c --query 'taskArns[0]' --output text)")
  })
})
