import { describe, expect, it } from 'vitest'
import { B, CE, F, IPE, refused, two } from './test-kit'

type Json = Record<string, unknown>

const windows = (version = '2022') => ({
  runtimePlatform: { operatingSystemFamily: `WINDOWS_SERVER_${version}_FULL` },
})
const logs = (options: Json) => ({ logConfiguration: { logDriver: 'awslogs', options } })
const group = { 'awslogs-group': 'g', 'awslogs-region': 'r' }
const efs = (config: Json) =>
  B({ volumes: [{ name: 'e', efsVolumeConfiguration: { fileSystemId: 'fs-1', ...config } }] })
const volumes = (...list: Json[]) => ({ volumes: list })
const unsupported = (member: string) => CE(`Fargate compatible task definitions do not support ${member}`)
const linux = (linuxParameters: Json) => F({}, { linuxParameters })

describe('texts of the refusals, T-65 to T-118', () => {
  it.each<[string, Json, string]>([
    [
      'T-65 on EC2',
      B({}, { logConfiguration: { logDriver: 'paper' } }),
      CE(
        'paper is not a valid log driver. Must be one of [awslogs,fluentd,gelf,json-file,journald,syslog,splunk,awsfirelens]',
      ),
    ],
    ['T-66', B({}, logs({})), CE('Log driver awslogs requires options: awslogs-region, awslogs-group')],
    ['T-66', B({}, logs({ 'awslogs-region': 'r' })), CE('Log driver awslogs requires options: awslogs-group')],
    [
      'T-71',
      B({}, logs({ ...group, 'awslogs-datetime-format': '%H', 'awslogs-multiline-pattern': '^x' })),
      CE('Log driver awslogs options awslogs-datetime-format and awslogs-multiline-pattern cannot be used together.'),
    ],
    [
      'T-72',
      B({}, { firelensConfiguration: { type: 'fluentbit' } }),
      CE(
        'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
      ),
    ],
    [
      'T-72',
      B(
        two(
          { firelensConfiguration: { type: 'fluentbit' } },
          { firelensConfiguration: { type: 'fluentbit' }, logConfiguration: { logDriver: 'awsfirelens' } },
        ),
      ),
      CE('Only one container may have a firelensConfiguration object.'),
    ],
    [
      'T-72',
      F(
        two(
          { firelensConfiguration: { type: 'fluentbit', options: { 'config-file-type': 's3' } } },
          { logConfiguration: { logDriver: 'awsfirelens' } },
        ),
      ),
      CE("Fargate launch type does not support FirelensConfiguration config file from 's3'"),
    ],
    ['T-74', B(volumes({ name: 'a' }, { name: 'a' })), CE('Volume names must be unique within a task definition.')],
    ['T-74', B(volumes({ name: 'a b' })), CE('Volume.name contains invalid characters.')],
    ['T-74', B(volumes({})), CE('Volume.name should not be null or empty.')],
    [
      'T-74',
      B(volumes({ name: 'a', host: { sourcePath: '/x' }, configuredAtLaunch: true })),
      CE("Volume 'a' must have at most one volume configuration."),
    ],
    ['T-76', B({}, { volumesFrom: [{ sourceContainer: 'x' }] }), CE("Unknown container 'x' in volumesFrom.")],
    ['T-76', B({}, { volumesFrom: [{ sourceContainer: 'app' }] }), CE("Unknown container 'app' in volumesFrom.")],
    [
      'T-77',
      B(volumes({ name: 'a', dockerVolumeConfiguration: { scope: 'task', autoprovision: true } })),
      CE('autoprovision is only supported when the volume scope is shared.'),
    ],
    [
      'T-78',
      efs({ authorizationConfig: { iam: 'ENABLED' } }),
      CE('EFS IAM authorization requires TransitEncryption to be enabled.'),
    ],
    [
      'T-79',
      B(volumes({ name: 'a', configuredAtLaunch: true }, { name: 'b', configuredAtLaunch: true })),
      CE('Only one volume can be configured at launch.'),
    ],
    [
      'T-80',
      B({ placementConstraints: Array(11).fill({ type: 'memberOf', expression: 'attribute:a == b' }) }),
      CE('Too many placement constraints.'),
    ],
    ['T-81', B({ ...windows(), pidMode: 'task' }), CE('pidMode is not supported on Windows containers.')],
    [
      'T-82',
      B({ networkMode: 'awsvpc', proxyConfiguration: { containerName: 'envoy' } }),
      CE('Proxy container [envoy] does not exist'),
    ],
    [
      'T-82',
      B({ proxyConfiguration: { containerName: 'app' } }),
      CE('APPMESH proxy configuration is only supported in networkMode=awsvpc'),
    ],
    [
      'T-83',
      B({ runtimePlatform: { ...windows().runtimePlatform, cpuArchitecture: 'ARM64' } }),
      CE('ARM64 is not supported for Windows.'),
    ],
    [
      'T-84',
      B({}, { resourceRequirements: [{ type: 'GPU', value: 'two' }] }),
      CE("Invalid 'resourceRequirements' setting: 'two' is not a number of GPUs."),
    ],
    [
      'T-84',
      B({}, { resourceRequirements: [{ type: 'NeuronDevice', value: '1' }] }),
      CE("Invalid 'resourceRequirements' setting: NeuronDevice requires value ALL and Managed Instances."),
    ],
    [
      'T-84',
      B({
        ...two(
          { resourceRequirements: [{ type: 'NeuronDevice', value: 'ALL' }] },
          { resourceRequirements: [{ type: 'NeuronDevice', value: 'ALL' }] },
        ),
        requiresCompatibilities: ['MANAGED_INSTANCES'],
      }),
      CE('Only one container may have a NeuronDevice resource requirement.'),
    ],
    [
      'T-85',
      B({}, { ulimits: [{ name: 'nofile', softLimit: 2, hardLimit: 1 }] }),
      CE("Invalid 'ulimits' setting for container 'app'. 'softLimit' must be less than or equal to 'hardLimit'."),
    ],
    ['T-85', F({}, { ulimits: [{ name: 'core', softLimit: 1, hardLimit: 1 }] }), unsupported("ulimit 'core'")],
    ['T-87', B({ taskRoleArn: 'arn:aws:iam::123456789012:user/me' }), CE('Role is not valid')],
    ['T-87', B({ executionRoleArn: 'arn:aws:s3:::bucket' }), CE('Role is not valid')],
    [
      'T-89',
      B({ inferenceAccelerators: [{ deviceName: 'd', deviceType: 'eia2.medium' }] }),
      CE("Unsupported field 'inferenceAccelerators'."),
    ],
    [
      'T-89',
      B({}, { resourceRequirements: [{ type: 'InferenceAccelerator', value: 'd' }] }),
      CE("Unsupported field 'inferenceAccelerators'."),
    ],
    [
      'T-91',
      F({ memory: undefined }, { memory: 128 }),
      CE("Fargate requires that 'memory' be defined at the task level."),
    ],
    ['T-91', F(volumes({ name: 'a', dockerVolumeConfiguration: {} })), unsupported('dockerVolumeConfiguration')],
    ['T-91', linux({ devices: [{ hostPath: '/dev/x' }] }), unsupported('devices')],
    ['T-91', linux({ sharedMemorySize: 64 }), unsupported('sharedMemorySize')],
    ['T-91', linux({ maxSwap: 64 }), unsupported('maxSwap')],
    ['T-91', F({}, { dockerSecurityOptions: ['no-new-privileges'] }), unsupported('dockerSecurityOptions')],
    ['T-91', linux({ tmpfs: [{ containerPath: '/t', size: 1 }] }), unsupported('tmpfs')],
    ['T-91', linux({ swappiness: 1 }), unsupported('swappiness')],
    ['T-91', F({ ipcMode: 'task' }), unsupported('ipcMode')],
    ['T-91', linux({ capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } }), CE('NET_ADMIN is not allowed on Fargate.')],
    [
      'T-91',
      F(
        volumes({
          name: 'a',
          fsxWindowsFileServerVolumeConfiguration: {
            ...{ fileSystemId: 'fs-1', rootDirectory: '/' },
            authorizationConfig: { credentialsParameter: 'p', domain: 'd' },
          },
        }),
      ),
      unsupported('fsxWindowsFileServerVolumeConfiguration'),
    ],
    [
      'T-92',
      B({ ephemeralStorage: { sizeInGiB: 30 } }),
      CE('Tasks using the EC2 launch type do not support EphemeralStorage.'),
    ],
    [
      'T-94',
      B({ networkMode: 'awsvpc', requiresCompatibilities: ['EXTERNAL'] }),
      CE("External launch type does not support network mode 'awsvpc'."),
    ],
    [
      'T-94',
      { ...efs({}), requiresCompatibilities: ['EXTERNAL'] },
      CE('External launch type does not support EFS volumes.'),
    ],
    [
      'T-94',
      B(
        { requiresCompatibilities: ['EXTERNAL'] },
        { resourceRequirements: [{ type: 'GPU', sharingStrategy: { nvidiaMps: { memory: 1024 } } }] },
      ),
      CE('External launch type does not support GPU sharing.'),
    ],
    [
      'T-95',
      B({ networkMode: 'bridge', requiresCompatibilities: ['MANAGED_INSTANCES'] }),
      CE("Managed Instances do not support network mode 'bridge'."),
    ],
    [
      'T-35 absent with another compatibility',
      B({ requiresCompatibilities: ['EC2', 'MANAGED_INSTANCES'] }),
      CE("Managed Instances do not support network mode 'bridge'."),
    ],
    [
      'T-95',
      B({ ...windows(), requiresCompatibilities: ['MANAGED_INSTANCES'] }),
      CE("Managed Instances do not support operating system family 'WINDOWS_SERVER_2022_FULL'."),
    ],
    [
      'T-96',
      F({ requiresCompatibilities: ['EC2', 'FARGATE'] }, { privileged: true }),
      CE('Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.'),
    ],
    [
      'T-110, T-118 Windows begins at 1 vCPU',
      F(windows()),
      CE(
        'No Fargate configuration exists for given values: 256 CPU, 512 memory. See the Amazon ECS documentation for the valid values.',
      ),
    ],
    [
      'T-118',
      F({ ...windows('2016'), cpu: '1024', memory: '2048' }),
      unsupported("operatingSystemFamily 'WINDOWS_SERVER_2016_FULL'"),
    ],
    ['T-205', B({ tags: Array(51).fill({ key: 'k' }) }), IPE('Tags can not have more than 50 elements.')],
  ])('%s', (_, definition, text) => {
    expect(refused(definition)).toBe(text)
  })
})
