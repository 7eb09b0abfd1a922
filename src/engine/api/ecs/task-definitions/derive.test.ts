import { describe, expect, it } from 'vitest'
import type { TaskDefinitionDerived } from '../../../model'
import { checkTaskDefinition } from '.'
import { B, F, ROLE } from './test-kit'

type Json = Record<string, unknown>

function derived(json: Json): TaskDefinitionDerived {
  const { derived, problems } = checkTaskDefinition(json)
  if (!derived) throw new Error(problems.map(({ error }) => error.message).join('\n'))
  return derived
}

const two = (a: Json, b: Json) => ({
  containerDefinitions: [
    { name: 'a', image: 'nginx', ...a },
    { name: 'b', image: 'nginx', ...b },
  ],
})
const windows = { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_FULL' } }

describe('what the scheduler counts', () => {
  it('S-84, S-85, T-33 sums of the containers; the reservation goes before the limit', () => {
    const json = B(two({ cpu: 100, memory: 300, memoryReservation: 200 }, { cpu: 28, memory: 50 }))
    expect(derived(json)).toMatchObject({ cpuUnits: 128, memoryMiB: 250 })
  })

  it('T-33 task-level values replace the sums', () => {
    expect(derived(B({ cpu: '512', memory: '1 GB' }, { cpu: 10 }))).toMatchObject({ cpuUnits: 512, memoryMiB: 1024 })
  })

  it('S-88 GPUs are added up', () => {
    const gpu = (value: string) => ({ memory: 8, resourceRequirements: [{ type: 'GPU', value }] })
    expect(derived(B(two(gpu('2'), gpu('1')))).gpus).toBe(3)
  })

  it.each<[string, Json, number[], number[]]>([
    ['bridge', {}, [8080], [53]],
    ['host', { networkMode: 'host' }, [80, 8080], [53]],
    ['awsvpc', { networkMode: 'awsvpc' }, [], []],
  ])('S-19, N-20 static host ports in %s', (mode, task, tcp, udp) => {
    const portMappings = [
      { containerPort: 80 },
      { containerPort: 8080, ...(mode !== 'awsvpc' && { hostPort: 8080 }) },
      { containerPort: 53, protocol: 'udp', ...(mode !== 'awsvpc' && { hostPort: 53 }) },
    ]
    expect(derived(B(task, { portMappings }))).toMatchObject({ tcpPorts: tcp, udpPorts: udp })
  })

  it.each<[string, Json, string]>([
    ['absent', {}, 'bridge'],
    ['absent on Windows', windows, 'default'],
    ['absent, Managed Instances alone (T-35)', { requiresCompatibilities: ['MANAGED_INSTANCES'] }, 'awsvpc'],
    ['none', { networkMode: 'none' }, 'none'],
  ])('N-2 network mode %s', (_, task, mode) => {
    expect(derived(B(task)).networkMode).toBe(mode)
  })

  it('T-83 platform defaults', () => {
    expect(derived(B())).toMatchObject({ cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' })
    expect(derived(B({ runtimePlatform: { cpuArchitecture: 'ARM64' } })).cpuArchitecture).toBe('ARM64')
  })
})

describe('T-99 compatibilities', () => {
  it.each<[string, Json, string[]]>([
    [
      'valid on Fargate without asking for it',
      F({ requiresCompatibilities: undefined }),
      ['EC2', 'FARGATE', 'MANAGED_INSTANCES'],
    ],
    [
      'awsvpc without a Fargate size',
      F({ requiresCompatibilities: ['EC2'], memory: '600' }),
      ['EC2', 'MANAGED_INSTANCES'],
    ],
    [
      'awsvpc with privileged',
      F({ requiresCompatibilities: ['EC2'] }, { privileged: true }),
      ['EC2', 'MANAGED_INSTANCES'],
    ],
    ['bridge', B({ networkMode: 'bridge' }), ['EC2', 'EXTERNAL']],
    ['host', B({ networkMode: 'host' }), ['EC2', 'EXTERNAL', 'MANAGED_INSTANCES']],
    ['none', B({ networkMode: 'none' }), ['EC2', 'EXTERNAL']],
    ['Windows', B(windows), ['EC2']],
  ])('%s', (_, json, list) => {
    expect([...derived(json).compatibilities].sort()).toEqual(list)
  })
})

describe('T-100 required attributes', () => {
  const OLD = 'com.amazonaws.ecs.capability.'
  const NEW = 'ecs.capability.'
  const logs = { 'awslogs-group': 'g', 'awslogs-region': 'r', 'awslogs-stream-prefix': 'p' }
  const volume = (members: Json) => B({ volumes: [{ name: 'v', ...members }] })

  it.each<[string, Json, string[]]>([
    ['nothing special', B(), []],
    ['another log driver', B({}, { logConfiguration: { logDriver: 'syslog' } }), [`${OLD}logging-driver.syslog`]],
    [
      'awslogs with the execution role',
      B({ executionRoleArn: ROLE }, { logConfiguration: { logDriver: 'awslogs', options: logs } }),
      [`${OLD}logging-driver.awslogs`, `${OLD}docker-remote-api.1.19`, `${NEW}execution-role-awslogs`],
    ],
    [
      'an ECR image',
      B({ executionRoleArn: ROLE }, { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:1' }),
      [`${OLD}ecr-auth`, `${NEW}execution-role-ecr-pull`],
    ],
    ['awsvpc', B({ networkMode: 'awsvpc' }), [`${NEW}task-eni`]],
    ['a task role', B({ taskRoleArn: ROLE }), [`${OLD}task-iam-role`]],
    ['a task role in host mode', B({ taskRoleArn: ROLE, networkMode: 'host' }), [`${OLD}task-iam-role-network-host`]],
    ['task memory', B({ memory: '512' }), [`${NEW}task-cpu-mem-limit`]],
    ['more than 10 vCPU', B({ cpu: '10241' }), [`${NEW}task-cpu-mem-limit`, `${NEW}increased-task-cpu-limit`]],
    ['privileged', B({}, { privileged: true }), [`${OLD}privileged-container`]],
    [
      'secrets of both kinds',
      B(
        { executionRoleArn: ROLE },
        {
          secrets: [
            { name: 'A', valueFrom: 'arn:aws:secretsmanager:us-east-1:1:secret:x' },
            { name: 'B', valueFrom: 'name' },
          ],
        },
      ),
      [`${NEW}secrets.asm.environment-variables`, `${NEW}secrets.ssm.environment-variables`],
    ],
    [
      'environment files',
      B({}, { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/x.env' }] }),
      [`${NEW}env-files.s3`],
    ],
    ['timeouts', B({}, { stopTimeout: 10 }), [`${NEW}container-ordering`]],
    [
      'a health check',
      B({}, { healthCheck: { command: ['CMD', 'true'] } }),
      [`${NEW}container-health-check`, `${OLD}docker-remote-api.1.24`],
    ],
    ['a restart policy', B({}, { restartPolicy: { enabled: true } }), [`${NEW}container-restart-policy`]],
    [
      'a port range',
      B({}, { portMappings: [{ containerPortRange: '80-90' }] }),
      [`${NEW}network.container-port-range`],
    ],
    [
      'EFS with IAM',
      volume({
        efsVolumeConfiguration: {
          ...{ fileSystemId: 'f', transitEncryption: 'ENABLED' },
          authorizationConfig: { iam: 'ENABLED' },
        },
      }),
      [`${NEW}efs`, `${NEW}efsAuth`],
    ],
    ['EBS', volume({ configuredAtLaunch: true }), [`${NEW}storage.ebs-task-volume-attach`]],
    ['S3 Files', volume({ s3filesVolumeConfiguration: { fileSystemArn: 'a' } }), [`${NEW}storage.s3-files`]],
    ['a Docker volume', volume({ dockerVolumeConfiguration: { driver: 'rexray' } }), [`${NEW}docker-plugin.rexray`]],
    ['pidMode', B({ pidMode: 'host' }), [`${NEW}pid-ipc-namespace-sharing`]],
    ['fault injection', B({ enableFaultInjection: true }), [`${NEW}fault-injection`]],
    [
      'App Mesh',
      B({ networkMode: 'awsvpc', proxyConfiguration: { containerName: 'app' } }),
      [`${NEW}task-eni`, `${NEW}aws-appmesh`],
    ],
    [
      'FireLens',
      B(
        two(
          { memory: 8, firelensConfiguration: { type: 'fluentbit' } },
          { memory: 8, logConfiguration: { logDriver: 'awsfirelens' } },
        ),
      ),
      [`${NEW}firelens.fluentbit`, `${OLD}logging-driver.awsfirelens`],
    ],
  ])('%s', (_, json, names) => {
    const more = derived(json).requiresAttributes.filter((name) => name !== `${OLD}docker-remote-api.1.18`)
    // Every log driver brings the API version with it; told once above.
    const shown = names.includes(`${OLD}docker-remote-api.1.19`)
      ? more
      : more.filter((name) => name !== `${OLD}docker-remote-api.1.19`)
    expect(shown).toEqual([...names].sort())
    expect(derived(json).requiresAttributes).toContain(`${OLD}docker-remote-api.1.18`)
  })
})
