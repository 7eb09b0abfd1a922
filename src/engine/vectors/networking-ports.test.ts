import { describe, expect, it } from 'vitest'
import type { Any } from '../testing'
import type { Fleet } from './kit'
import { awsvpc, fleet, subnetsOf } from './kit'

const refused = (f: Fleet, operation: string, input: object) => {
  const { name, message } = f.refused(operation, input)
  return `${name}: ${message}`
}
const tasks = (f: Fleet, arns: string[]): Any[] => f.call('ecs.DescribeTasks', { cluster: 'demo', tasks: arns }).tasks
const startAll = (f: Fleet, taskDefinition: string, count: number): string[] =>
  Array.from({ length: count }, () => f.put(1, taskDefinition).taskArn)
const later = (f: Fleet, seconds = 60) => f.to(f.engine.now / 1000 + seconds)
const bindings = (task: Any) => task.containers.flatMap((c: Any) => c.networkBindings)
const hostPorts = (f: Fleet, arns: string[]) => tasks(f, arns).flatMap((t) => bindings(t).map((x: Any) => x.hostPort))
const web80 = { portMappings: [{ containerPort: 80 }] }

describe('ports and modes', () => {
  it('networking V-1 N-7 N-8 bridge, dynamic: 32768, 32769, 32770', () => {
    const f = fleet([{}])
    const arns = startAll(f, f.define('web', 64, 64, web80), 3)
    expect(hostPorts(f, arns)).toEqual([]) // N-8: only once the task is RUNNING
    later(f)
    const shown = tasks(f, arns)
    expect(shown.map(bindings)).toEqual(
      [32768, 32769, 32770].map((hostPort) => [{ bindIP: '0.0.0.0', containerPort: 80, hostPort, protocol: 'tcp' }]),
    )
    expect(shown.map((t) => t.attachments)).toEqual([[], [], []])
    const definition = f.call('ecs.DescribeTaskDefinition', { taskDefinition: 'web' }).taskDefinition
    expect(definition.networkMode).toBeUndefined() // N-2
  })

  it('networking V-2 N-23 a freed port is not the next one', () => {
    const f = fleet([{}])
    const web = f.define('web', 64, 64, web80)
    const [first] = startAll(f, web, 3)
    later(f)
    f.call('ecs.StopTask', { cluster: 'demo', task: first })
    later(f)
    const [fourth] = startAll(f, web, 1)
    later(f)
    expect(hostPorts(f, [fourth as string])).toEqual([32771])
  })

  it('networking V-3 N-23 a full range fails the container, the next attempt finds the freed port', () => {
    const f = fleet([])
    const UserData = '#!/bin/bash\necho ECS_CLUSTER=demo\necho ECS_DYNAMIC_HOST_PORT_RANGE=32768-32770'
    f.call('ec2.RunInstances', { InstanceType: 'c5.large', MinCount: 1, MaxCount: 1, UserData })
    f.to(120)
    const web = f.define('web', 64, 64, web80)
    const run = (count: number) => {
      const arns = f
        .call('ecs.RunTask', { cluster: 'demo', taskDefinition: web, count })
        .tasks.map((t: Any) => t.taskArn)
      later(f)
      return arns as string[]
    }
    const three = run(3)
    expect(hostPorts(f, three)).toEqual([32768, 32769, 32770])
    const [failed] = tasks(f, run(1))
    expect([failed.lastStatus, failed.stopCode, failed.stoppedReason]).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      'Task failed to start',
    ])
    expect(failed.containers[0].reason).toBe(
      'HostConfigError: error retrieving docker port map: a host port is unavailable',
    )
    f.call('ecs.StopTask', { cluster: 'demo', task: three[1] })
    later(f)
    expect(hostPorts(f, run(1))).toEqual([32769])
  })

  it('networking V-4 N-24 S-110 a container port range is one binding; in awsvpc there is none', () => {
    const f = fleet([{ type: 'm5.large' }])
    f.put(1, f.define('held', 64, 64, { portMappings: [{ containerPort: 32769, hostPort: 32769 }] }))
    const range = { portMappings: [{ containerPortRange: '5000-5004' }] }
    const one = f.put(1, f.define('range', 64, 64, range)).taskArn
    later(f)
    expect(bindings(tasks(f, [one])[0])).toEqual([
      { bindIP: '0.0.0.0', containerPortRange: '5000-5004', hostPortRange: '32770-32774', protocol: 'tcp' },
    ])
    const single = f.put(1, f.define('web', 64, 64, web80)).taskArn
    later(f)
    expect(hostPorts(f, [single])).toEqual([32775])
    const own = f.define('own', 64, 64, range, { networkMode: 'awsvpc' })
    const { taskArn } = f.put(1, own, awsvpc(subnetsOf(f, 'a')))
    later(f)
    const [task] = tasks(f, [taskArn])
    expect([bindings(task), task.lastStatus, task.containers[0].networkInterfaces.length]).toEqual([[], 'RUNNING', 1])
  })

  it('networking V-5 N-16 awsvpc: host and container ports must match', () => {
    const f = fleet([])
    const register = (portMappings: object[]) => ({
      family: 'web',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'app', image: 'app', memory: 64, portMappings }],
    })
    const text =
      'ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.'
    for (const hostPort of [8080, 0]) {
      expect(refused(f, 'ecs.RegisterTaskDefinition', register([{ containerPort: 80, hostPort }]))).toBe(text)
    }
    const { taskDefinition } = f.call('ecs.RegisterTaskDefinition', register([{ containerPort: 80 }]))
    expect(taskDefinition.containerDefinitions[0].portMappings[0].hostPort).toBe(80)
  })

  it('networking V-6 N-20 N-26 S-113 T-50 host mode: a second copy never fits', () => {
    const f = fleet([{}])
    const web = f.define('web', 64, 64, { portMappings: [{ containerPort: 8080 }] }, { networkMode: 'host' })
    expect(f.service('web', web, 2)).toEqual(['ci-1'])
    const text = f.texts('web').at(-1)
    expect(text).toContain('The closest matching (ci-1) is already using a port required by your task.')
    expect(f.run(web).failures).toEqual(['ci-1 RESOURCE:PORTS'])
    later(f)
    const [task] = f.call('ecs.DescribeTasks', {
      cluster: 'demo',
      tasks: f.call('ecs.ListTasks', { cluster: 'demo' }).taskArns,
    }).tasks
    expect([task.lastStatus, bindings(task), task.attachments]).toEqual(['RUNNING', [], []]) // N-7
  })

  it('networking V-7 N-19 a reserved port registers and is never placed', () => {
    const f = fleet([{}, {}])
    const web = f.define('web', 64, 64, { portMappings: [{ containerPort: 80, hostPort: 22 }] })
    expect(f.service('web', web, 1)).toEqual([])
    expect(f.texts('web')[0]).toContain('(ci-1) is already using a port required by your task.')
  })

  it('networking V-9 N-6 awsvpc tasks on one instance share no ports', () => {
    const f = fleet([{ type: 'm5.large' }])
    const web = f.define('web', 64, 64, web80, { networkMode: 'awsvpc' })
    const arns = [1, 2].map(() => f.put(1, web, awsvpc(subnetsOf(f, 'a'))).taskArn)
    later(f)
    const shown = tasks(f, arns)
    expect(shown.map((t) => t.lastStatus)).toEqual(['RUNNING', 'RUNNING'])
    const detail = (task: Any) =>
      Object.fromEntries(task.attachments[0].details.map((d: Any) => [d.name, d.value])) as Record<string, string>
    const [one, two] = shown.map(detail)
    expect(one?.privateIPv4Address).not.toBe(two?.privateIPv4Address)
    // N-9: the order of the pairs; N-7: the same interface for every container.
    expect(Object.keys(one ?? {})).toEqual([
      'subnetId',
      'networkInterfaceId',
      'macAddress',
      'privateDnsName',
      'privateIPv4Address',
    ])
    expect(shown[0].containers[0].networkInterfaces).toEqual([
      { attachmentId: shown[0].attachments[0].id, privateIpv4Address: one?.privateIPv4Address },
    ])
  })

  it('networking V-11 N-4 Fargate only in awsvpc', () => {
    const f = fleet([])
    const definition = {
      family: 'web',
      networkMode: 'bridge',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: 'app' }],
    }
    expect(refused(f, 'ecs.RegisterTaskDefinition', definition)).toBe(
      'ClientException: Fargate only supports network mode ‘awsvpc’.',
    )
  })

  it('networking V-12 N-5 the network configuration must match the mode', () => {
    const f = fleet([{}])
    const bridge = f.define('bridge', 64, 64)
    const own = f.define('own', 64, 64, {}, { networkMode: 'awsvpc' })
    f.service('web', bridge, 0)
    const network = awsvpc(subnetsOf(f))
    const notValid =
      'InvalidParameterException: Network Configuration is not valid for the given networkMode of this task definition.'
    const missing =
      "InvalidParameterException: Network Configuration must be provided when networkMode 'awsvpc' is specified."
    const forms: [string, object][] = [
      ['ecs.RunTask', {}],
      ['ecs.StartTask', { containerInstances: [f.ci(1)] }],
      ['ecs.CreateService', { serviceName: 'new', desiredCount: 1 }],
      ['ecs.UpdateService', { service: 'web' }],
    ]
    for (const [operation, more] of forms) {
      const base = { cluster: 'demo', ...more }
      expect(refused(f, operation, { ...base, taskDefinition: bridge, ...network })).toBe(notValid)
      expect(refused(f, operation, { ...base, taskDefinition: own })).toBe(missing)
    }
  })
})

describe('interfaces and subnets', () => {
  const FARGATE = { networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' }

  it('networking V-15 N-37 N-40 N-41 the addresses of a small subnet run out, and the lowest comes back', () => {
    const f = fleet([])
    const VpcId = f.call('ec2.DescribeVpcs').Vpcs[0].VpcId
    const small = f.call('ec2.CreateSubnet', {
      VpcId,
      CidrBlock: '172.31.64.0/28',
      AvailabilityZone: 'us-east-1a',
    }).Subnet.SubnetId
    f.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets: [small, subnetsOf(f, 'b')[0]] })
    const job = f.define('job', 256, 512, {}, FARGATE)
    const run = (count: number) => {
      const input = { cluster: 'demo', taskDefinition: job, count, launchType: 'FARGATE', ...awsvpc([small]) }
      const arns = f.call('ecs.RunTask', input).tasks.map((t: Any) => t.taskArn)
      later(f)
      return tasks(f, arns)
    }
    const address = (task: Any) => task.containers[0].networkInterfaces[0]?.privateIpv4Address
    const ten = run(10)
    expect(ten.map(address)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((n) => `172.31.64.${n}`))
    const [failed] = run(1)
    expect([failed.lastStatus, failed.stopCode, failed.stoppedReason]).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      `Unexpected EC2 error while attempting to Create Network Interface in subnet '${small}': InsufficientFreeAddressesInSubnet`,
    ])
    f.call('ecs.StopTask', { cluster: 'demo', task: ten[2].taskArn })
    later(f)
    expect(run(1).map(address)).toEqual(['172.31.64.7'])
  })

  it('networking V-16 N-5 no public address on EC2', () => {
    const f = fleet([{}])
    const taskDefinition = f.define('own', 64, 64, {}, { networkMode: 'awsvpc' })
    const network = awsvpc(subnetsOf(f), { assignPublicIp: 'ENABLED' })
    const input = { cluster: 'demo', serviceName: 'web', desiredCount: 1, taskDefinition, ...network }
    expect(refused(f, 'ecs.CreateService', input)).toBe(
      'InvalidParameterException: Assign public IP is not supported for this launch type.',
    )
  })

  it('networking V-17 a replaced Fargate task has another interface, private and public address', () => {
    const f = fleet([])
    const [zoneA, ...rest] = subnetsOf(f)
    const VpcId = f.call('ec2.DescribeVpcs').Vpcs[0].VpcId
    const TargetGroupArn = f.call('elbv2.CreateTargetGroup', {
      Name: 'tg',
      Protocol: 'HTTP',
      Port: 80,
      VpcId,
      TargetType: 'ip',
    }).TargetGroups[0].TargetGroupArn
    const { LoadBalancers } = f.call('elbv2.CreateLoadBalancer', { Name: 'lb', Subnets: [zoneA, ...rest] })
    f.call('elbv2.CreateListener', {
      LoadBalancerArn: LoadBalancers[0].LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    f.define('web', 256, 512, web80, FARGATE)
    f.call('ecs.CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'web',
      desiredCount: 1,
      launchType: 'FARGATE',
      loadBalancers: [{ targetGroupArn: TargetGroupArn, containerName: 'app', containerPort: 80 }],
      ...awsvpc([zoneA as string], { assignPublicIp: 'ENABLED' }),
    })
    const look = () => {
      const [arn] = f.call('ecs.ListTasks', { cluster: 'demo' }).taskArns
      const [task] = tasks(f, [arn])
      const eni = task.attachments[0].details.find((d: Any) => d.name === 'networkInterfaceId').value
      const [shown] = f.call('ec2.DescribeNetworkInterfaces', { NetworkInterfaceIds: [eni] }).NetworkInterfaces
      return { arn, eni, ip: shown.PrivateIpAddress, publicIp: shown.Association.PublicIp }
    }
    f.to(200)
    const old = look()
    f.call('ecs.StopTask', { cluster: 'demo', task: old.arn })
    f.to(800)
    const fresh = look()
    for (const key of ['arn', 'eni', 'ip', 'publicIp'] as const) expect(fresh[key]).not.toBe(old[key])
    const health = f.call('elbv2.DescribeTargetHealth', { TargetGroupArn }).TargetHealthDescriptions
    expect(health.map((h: Any) => [h.Target.Id, h.TargetHealth.State])).toEqual([[fresh.ip, 'healthy']])
  })
})
