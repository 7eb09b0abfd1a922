/**
 * Every member RegisterTaskDefinition takes, shape by shape, in the order answers print them. The compiler holds each
 * shape against @aws-sdk/client-ecs; ranges and texts are in checks/.
 */
import type * as ecs from '@aws-sdk/client-ecs'

/** One word per JSON form; `[X]` a list of X, `{string}` a map of strings, a capitalised word a shape of this file. */
export type Kind =
  | 'string'
  | 'integer'
  | 'boolean'
  | '[string]'
  | '[integer]'
  | '{string}'
  | ShapeName
  | `[${ShapeName}]`

export interface Member {
  kind: Kind
  /** The API model requires it (T-156). */
  required?: true
  /** The words it may hold (T-158). */
  words?: readonly string[]
}

type Shape<T> = { [K in keyof Required<T>]: Kind | Member }

const must = (kind: Kind, words?: readonly string[]): Member => ({ kind, required: true, ...(words && { words }) })
const oneOf = (...words: string[]): Member => ({ kind: 'string', words })
const onOff = oneOf('ENABLED', 'DISABLED')

const TaskDefinition = {
  // Missing ones have texts of their own: T-2, T-11.
  containerDefinitions: '[Container]',
  family: 'string',
  taskRoleArn: 'string',
  executionRoleArn: 'string',
  networkMode: oneOf('none', 'bridge', 'awsvpc', 'host'),
  volumes: '[Volume]',
  placementConstraints: '[PlacementConstraint]',
  runtimePlatform: 'RuntimePlatform',
  requiresCompatibilities: { kind: '[string]', words: ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'] },
  cpu: 'string',
  memory: 'string',
  inferenceAccelerators: '[InferenceAccelerator]',
  pidMode: oneOf('host', 'task'),
  ipcMode: oneOf('host', 'task', 'none'),
  proxyConfiguration: 'ProxyConfiguration',
  ephemeralStorage: 'EphemeralStorage',
  enableFaultInjection: 'boolean',
  tags: '[Tag]',
} satisfies Shape<ecs.RegisterTaskDefinitionCommandInput>

const Container = {
  name: 'string',
  image: 'string',
  repositoryCredentials: 'RepositoryCredentials',
  cpu: 'integer',
  memory: 'integer',
  memoryReservation: 'integer',
  links: '[string]',
  portMappings: '[PortMapping]',
  essential: 'boolean',
  restartPolicy: 'RestartPolicy',
  entryPoint: '[string]',
  command: '[string]',
  environment: '[KeyValue]',
  environmentFiles: '[EnvironmentFile]',
  mountPoints: '[MountPoint]',
  volumesFrom: '[VolumeFrom]',
  linuxParameters: 'LinuxParameters',
  secrets: '[Secret]',
  dependsOn: '[Dependency]',
  startTimeout: 'integer',
  stopTimeout: 'integer',
  versionConsistency: oneOf('enabled', 'disabled'),
  hostname: 'string',
  user: 'string',
  workingDirectory: 'string',
  disableNetworking: 'boolean',
  privileged: 'boolean',
  readonlyRootFilesystem: 'boolean',
  dnsServers: '[string]',
  dnsSearchDomains: '[string]',
  extraHosts: '[HostEntry]',
  dockerSecurityOptions: '[string]',
  interactive: 'boolean',
  pseudoTerminal: 'boolean',
  dockerLabels: '{string}',
  ulimits: '[Ulimit]',
  logConfiguration: 'LogConfiguration',
  healthCheck: 'HealthCheck',
  systemControls: '[SystemControl]',
  resourceRequirements: '[ResourceRequirement]',
  firelensConfiguration: 'FirelensConfiguration',
  credentialSpecs: '[string]',
} satisfies Shape<ecs.ContainerDefinition>

const PortMapping = {
  containerPort: 'integer',
  hostPort: 'integer',
  // Any other word counts as tcp (T-43).
  protocol: 'string',
  name: 'string',
  appProtocol: oneOf('http', 'http2', 'grpc'),
  containerPortRange: 'string',
} satisfies Shape<ecs.PortMapping>

const LinuxParameters = {
  capabilities: 'Capabilities',
  devices: '[Device]',
  initProcessEnabled: 'boolean',
  sharedMemorySize: 'integer',
  tmpfs: '[Tmpfs]',
  maxSwap: 'integer',
  swappiness: 'integer',
} satisfies Shape<ecs.LinuxParameters>

const Ulimit = {
  name: must('string', [
    ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss'],
    ...['rtprio', 'rttime', 'sigpending', 'stack'],
  ]),
  softLimit: must('integer'),
  hardLimit: must('integer'),
} satisfies Shape<ecs.Ulimit>

const HealthCheck = {
  command: must('[string]'),
  interval: 'integer',
  timeout: 'integer',
  retries: 'integer',
  startPeriod: 'integer',
} satisfies Shape<ecs.HealthCheck>

const Volume = {
  name: 'string',
  host: 'HostVolume',
  dockerVolumeConfiguration: 'DockerVolume',
  efsVolumeConfiguration: 'EfsVolume',
  s3filesVolumeConfiguration: 'S3FilesVolume',
  fsxWindowsFileServerVolumeConfiguration: 'FsxVolume',
  configuredAtLaunch: 'boolean',
} satisfies Shape<ecs.Volume>

const EfsVolume = {
  fileSystemId: must('string'),
  rootDirectory: 'string',
  transitEncryption: onOff,
  transitEncryptionPort: 'integer',
  authorizationConfig: 'EfsAuthorization',
} satisfies Shape<ecs.EFSVolumeConfiguration>

const RuntimePlatform = {
  cpuArchitecture: oneOf('X86_64', 'ARM64'),
  operatingSystemFamily: oneOf(
    'LINUX',
    ...['WINDOWS_SERVER_2019_FULL', 'WINDOWS_SERVER_2019_CORE', 'WINDOWS_SERVER_2016_FULL'],
    ...['WINDOWS_SERVER_2004_CORE', 'WINDOWS_SERVER_2022_CORE', 'WINDOWS_SERVER_2022_FULL'],
    ...['WINDOWS_SERVER_2025_CORE', 'WINDOWS_SERVER_2025_FULL', 'WINDOWS_SERVER_20H2_CORE'],
  ),
} satisfies Shape<ecs.RuntimePlatform>

const small = {
  RepositoryCredentials: { credentialsParameter: must('string') } satisfies Shape<ecs.RepositoryCredentials>,
  RestartPolicy: {
    enabled: must('boolean'),
    ignoredExitCodes: '[integer]',
    restartAttemptPeriod: 'integer',
  } satisfies Shape<ecs.ContainerRestartPolicy>,
  KeyValue: { name: 'string', value: 'string' } satisfies Shape<ecs.KeyValuePair>,
  EnvironmentFile: { value: must('string'), type: must('string', ['s3']) } satisfies Shape<ecs.EnvironmentFile>,
  MountPoint: { sourceVolume: 'string', containerPath: 'string', readOnly: 'boolean' } satisfies Shape<ecs.MountPoint>,
  VolumeFrom: { sourceContainer: 'string', readOnly: 'boolean' } satisfies Shape<ecs.VolumeFrom>,
  Capabilities: { add: '[string]', drop: '[string]' } satisfies Shape<ecs.KernelCapabilities>,
  Device: {
    hostPath: must('string'),
    containerPath: 'string',
    permissions: { kind: '[string]', words: ['read', 'write', 'mknod'] },
  } satisfies Shape<ecs.Device>,
  Tmpfs: { containerPath: must('string'), size: must('integer'), mountOptions: '[string]' } satisfies Shape<ecs.Tmpfs>,
  Secret: { name: must('string'), valueFrom: must('string') } satisfies Shape<ecs.Secret>,
  Dependency: {
    containerName: must('string'),
    condition: must('string', ['START', 'COMPLETE', 'SUCCESS', 'HEALTHY']),
  } satisfies Shape<ecs.ContainerDependency>,
  HostEntry: { hostname: must('string'), ipAddress: must('string') } satisfies Shape<ecs.HostEntry>,
  // The log driver has a text of its own: T-65.
  LogConfiguration: {
    logDriver: must('string'),
    options: '{string}',
    secretOptions: '[Secret]',
  } satisfies Shape<ecs.LogConfiguration>,
  SystemControl: { namespace: 'string', value: 'string' } satisfies Shape<ecs.SystemControl>,
  ResourceRequirement: {
    value: 'string',
    type: must('string', ['GPU', 'InferenceAccelerator', 'NeuronDevice']),
    sharingStrategy: 'SharingStrategy',
  } satisfies Shape<ecs.ResourceRequirement>,
  SharingStrategy: { nvidiaMps: 'NvidiaMps' } satisfies Shape<Pick<ecs.SharingStrategy, 'nvidiaMps'>>,
  NvidiaMps: { memory: must('integer'), maxComputePercent: 'integer' } satisfies Shape<ecs.NvidiaMpsAllocation>,
  FirelensConfiguration: {
    type: must('string', ['fluentd', 'fluentbit']),
    options: '{string}',
  } satisfies Shape<ecs.FirelensConfiguration>,
  HostVolume: { sourcePath: 'string' } satisfies Shape<ecs.HostVolumeProperties>,
  DockerVolume: {
    scope: oneOf('task', 'shared'),
    autoprovision: 'boolean',
    driver: 'string',
    driverOpts: '{string}',
    labels: '{string}',
  } satisfies Shape<ecs.DockerVolumeConfiguration>,
  EfsAuthorization: { accessPointId: 'string', iam: onOff } satisfies Shape<ecs.EFSAuthorizationConfig>,
  S3FilesVolume: {
    fileSystemArn: must('string'),
    rootDirectory: 'string',
    transitEncryptionPort: 'integer',
    accessPointArn: 'string',
  } satisfies Shape<ecs.S3FilesVolumeConfiguration>,
  FsxVolume: {
    fileSystemId: must('string'),
    rootDirectory: must('string'),
    authorizationConfig: must('FsxAuthorization'),
  } satisfies Shape<ecs.FSxWindowsFileServerVolumeConfiguration>,
  FsxAuthorization: {
    credentialsParameter: must('string'),
    domain: must('string'),
  } satisfies Shape<ecs.FSxWindowsFileServerAuthorizationConfig>,
  PlacementConstraint: {
    type: oneOf('memberOf'),
    expression: 'string',
  } satisfies Shape<ecs.TaskDefinitionPlacementConstraint>,
  InferenceAccelerator: {
    deviceName: must('string'),
    deviceType: must('string'),
  } satisfies Shape<ecs.InferenceAccelerator>,
  ProxyConfiguration: {
    type: oneOf('APPMESH'),
    containerName: must('string'),
    properties: '[KeyValue]',
  } satisfies Shape<ecs.ProxyConfiguration>,
  EphemeralStorage: { sizeInGiB: must('integer') } satisfies Shape<ecs.EphemeralStorage>,
  Tag: { key: 'string', value: 'string' } satisfies Shape<ecs.Tag>,
} as const

const shapes = {
  ...{ TaskDefinition, Container, PortMapping, LinuxParameters, Ulimit, HealthCheck, Volume, EfsVolume },
  RuntimePlatform,
  ...small,
}

export type ShapeName =
  | 'TaskDefinition'
  | 'Container'
  | 'PortMapping'
  | 'LinuxParameters'
  | 'Ulimit'
  | 'HealthCheck'
  | 'Volume'
  | 'EfsVolume'
  | 'RuntimePlatform'
  | 'RepositoryCredentials'
  | 'RestartPolicy'
  | 'KeyValue'
  | 'EnvironmentFile'
  | 'MountPoint'
  | 'VolumeFrom'
  | 'Capabilities'
  | 'Device'
  | 'Tmpfs'
  | 'Secret'
  | 'Dependency'
  | 'HostEntry'
  | 'LogConfiguration'
  | 'SystemControl'
  | 'ResourceRequirement'
  | 'SharingStrategy'
  | 'NvidiaMps'
  | 'FirelensConfiguration'
  | 'HostVolume'
  | 'DockerVolume'
  | 'EfsAuthorization'
  | 'S3FilesVolume'
  | 'FsxVolume'
  | 'FsxAuthorization'
  | 'PlacementConstraint'
  | 'InferenceAccelerator'
  | 'ProxyConfiguration'
  | 'EphemeralStorage'
  | 'Tag'

/** Members by shape; a Map each, so that a key like `constructor` or `__proto__` finds nothing. */
export const MEMBERS: ReadonlyMap<string, ReadonlyMap<string, Member>> = new Map(
  Object.entries(shapes satisfies Record<ShapeName, object>).map(([shape, members]) => [
    shape,
    new Map(
      Object.entries(members as Record<string, Kind | Member>).map(([name, member]) => [
        name,
        typeof member === 'string' ? { kind: member } : member,
      ]),
    ),
  ]),
)

/** What DescribeTaskDefinition prints beyond the input (T-97, T-106): said to be dropped, not unknown. */
export const READ_ONLY_MEMBERS: ReadonlyMap<string, string> = new Map([
  ['taskDefinitionArn', 'ECS makes the ARN when it registers the revision'],
  ['revision', 'ECS counts the revisions itself'],
  ['status', 'a new revision is always ACTIVE'],
  ['registeredAt', 'ECS notes the time itself'],
  ['registeredBy', 'ECS notes the caller itself'],
  ['deregisteredAt', 'it tells of the old revision'],
  ['deleteRequestedAt', 'it tells of the old revision'],
  ['requiresAttributes', 'ECS works these out from the other members'],
  ['compatibilities', 'ECS works these out; ask for them with requiresCompatibilities'],
])
