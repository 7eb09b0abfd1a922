import { describe, expect, it } from 'vitest'
import { createEngine } from '../../engine'
import { testCli, testShell } from '../testing'
import type { CliPort } from './port'

const NOTES = `#!/bin/bash
# As a teacher would write it down.
set -euo pipefail
CLUSTER=demo
aws ecs create-cluster --cluster-name $CLUSTER
playground add-container-instances --cluster "$CLUSTER" --instance-type c5.large --count 2
aws ecs register-task-definition --family web \\
  --container-definitions '[{"name":"app","image":"shop:1","memory":256,"portMappings":[{"containerPort":80}]}]'
SVC=$(aws ecs create-service --cluster $CLUSTER --service-name web --task-definition web \\
  --desired-count 2 --query service.serviceArn --output text)
aws ecs wait services-stable --cluster $CLUSTER --services "$SVC"
TASKS=$(aws ecs list-tasks --cluster $CLUSTER --query taskArns --output text)
aws ecs describe-tasks --cluster $CLUSTER --tasks $TASKS --query 'tasks[].lastStatus' --output text`

describe('run', () => {
  it("runs a teacher's notes: variables, wait, two tasks", async () => {
    const shell = testShell()
    expect(await shell.out(NOTES)).toBe('RUNNING\tRUNNING\n')
    expect(shell.engine.now).toBeGreaterThan(0)
    expect(shell.variables.get('SVC')).toBe('arn:aws:ecs:us-east-1:123456789012:service/demo/web')
  })

  it('stops at the first refusal, with the words and exit code of the AWS CLI', async () => {
    const result = await testShell().run('aws ecs delete-cluster --cluster nope\naws ecs list-clusters')
    expect(result).toEqual({
      exitCode: 254,
      statements: [
        {
          index: 0,
          source: 'aws ecs delete-cluster --cluster nope',
          stdout: '',
          stderr:
            'An error occurred (ClusterNotFoundException) when calling the DeleteCluster operation: Cluster not found.\n',
          exitCode: 254,
        },
      ],
    })
  })

  it("names Elastic Load Balancing's errors as its wire does", async () => {
    expect(await testShell().out('aws elbv2 describe-load-balancers --names nope')).toMatch(
      /^An error occurred \(LoadBalancerNotFound\) when calling the DescribeLoadBalancers operation: /,
    )
  })

  it('finds a bad query before anything is sent', async () => {
    const shell = testShell()
    const result = await shell.run('aws ecs create-cluster --cluster-name a --query "b["')
    expect(result.statements[0]?.stderr).toMatch(/^Bad value for --query b\[: /)
    expect(result.exitCode).toBe(252)
    expect(await shell.out('aws ecs list-clusters --output text')).toBe('')
  })

  it('asks for pages until there are no more, or as many items as wanted', async () => {
    const shell = testShell()
    for (let i = 0; i < 5; i++) shell.engine.call('ecs', 'CreateCluster', { clusterName: `c${i}` })
    const asked: unknown[] = []
    const port: CliPort = {
      call: (service, operation, input) => {
        asked.push(input)
        return shell.engine.call(service, operation, input)
      },
      wait: () => undefined,
    }
    const list = async (flags: string) => {
      asked.length = 0
      const { statements } = await testCli.run(`aws ecs list-clusters ${flags}`, port)
      return JSON.parse(statements[0]?.stdout ?? '') as {
        clusterArns: string[]
        NextToken?: string
        nextToken?: string
      }
    }
    expect((await list('--page-size 2')).clusterArns).toHaveLength(5)
    expect(asked).toHaveLength(3)
    const first = await list('--page-size 2 --max-items 3')
    expect(first.clusterArns).toHaveLength(3)
    const rest = await list(`--page-size 2 --starting-token ${first.NextToken}`)
    expect([...first.clusterArns, ...rest.clusterArns]).toEqual((await list('')).clusterArns)
    expect(await list('--max-results 2')).toMatchObject({ nextToken: expect.any(String) })
    expect(asked).toHaveLength(1)
    expect((await list('--no-paginate')).clusterArns).toHaveLength(5)
  })

  it('gathers every list of an answer in pages', async () => {
    const pages: Record<string, unknown>[] = [
      { CompositeAlarms: [{ AlarmName: 'x' }], MetricAlarms: [{ AlarmName: 'a' }], NextToken: 't' },
      { CompositeAlarms: [{ AlarmName: 'y' }], MetricAlarms: [{ AlarmName: 'b' }] },
    ]
    const port: CliPort = { call: (_s, _o, input) => pages[input.NextToken === 't' ? 1 : 0], wait: () => undefined }
    const line =
      'aws cloudwatch describe-alarms --query "[MetricAlarms[].AlarmName, CompositeAlarms[].AlarmName]" --output text'
    expect((await testCli.run(line, port)).statements[0]?.stdout).toBe('a\tb\nx\ty\n')
  })

  it('lets simulated time pass in sleep', async () => {
    const shell = testShell()
    await shell.run('sleep 1.5; sleep 2m')
    expect(shell.engine.now).toBe(121_500)
  })

  it('bounds what a variable holds', async () => {
    const doubling = `A=0123456789\n${'A=$A$A\n'.repeat(40)}`
    const { exitCode, statements } = await testShell().run(doubling)
    expect(exitCode).not.toBe(0)
    expect(statements.at(-1)?.stderr).toContain('a variable holds at most 1000000 characters')
    expect(statements.length).toBeLessThan(20)
  })

  it('stops when it is told to', async () => {
    const engine = createEngine()
    let left = 2
    const port: CliPort = { call: () => ({}), wait: (ms) => engine.advance(ms), stopped: () => left-- <= 0 }
    const { exitCode } = await testCli.run('sleep 1\nsleep 1\nsleep 1\nsleep 1', port)
    expect(exitCode).toBe(130)
    expect(engine.now).toBe(2_000)
  })

  it('passes on what is no refusal', async () => {
    const port: CliPort = {
      call: () => {
        throw 'the worker is gone'
      },
      wait: () => undefined,
    }
    await expect(testCli.run('aws ecs list-clusters', port)).rejects.toBe('the worker is gone')
  })

  it('gives skeletons that --cli-input-json takes', async () => {
    const shell = testShell()
    const skeleton = await shell.out('aws ecs create-service --generate-cli-skeleton')
    expect(JSON.parse(skeleton)).toMatchObject({ serviceName: '', loadBalancers: [{ containerPort: 0 }] })
    const line = `aws ecs create-service --cli-input-json '${skeleton}'`
    expect(testCli.parse(line).commands[0]).toMatchObject({ kind: 'call', input: { schedulingStrategy: 'DAEMON' } })
    expect(await shell.out('aws ecs list-clusters --generate-cli-skeleton output --output text')).toBe(
      'nextToken\nCLUSTERARNS\tString\n',
    )
  })
})
