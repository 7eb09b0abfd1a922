/**
 * Members and values of a task definition for completion: what RegisterTaskDefinition takes, from @aws-sdk/client-ecs as in
 * src/engine/api/model (members.test.ts holds the two together). The page has its own copy because the model lives in the
 * worker. Notation: `[X]` a list, `{X}` a map, the name of a shape, or values separated by `|`.
 */
type Shape = Readonly<Record<string, string>>

export const ROOT_SHAPE = 'RegisterTaskDefinitionRequest'

export const shapes: Readonly<Record<string, Shape>> = {
  RegisterTaskDefinitionRequest: {
    family: 'string',
    containerDefinitions: '[ContainerDefinition]',
    taskRoleArn: 'string',
    executionRoleArn: 'string',
    networkMode: 'awsvpc|bridge|host|none',
    volumes: '[Volume]',
    placementConstraints: '[TaskDefinitionPlacementConstraint]',
    requiresCompatibilities: '[EC2|EXTERNAL|FARGATE|MANAGED_INSTANCES]',
    cpu: 'string',
    memory: 'string',
    tags: '[Tag]',
    pidMode: 'host|task',
    ipcMode: 'host|none|task',
    proxyConfiguration: 'ProxyConfiguration',
    inferenceAccelerators: '[InferenceAccelerator]',
    ephemeralStorage: 'EphemeralStorage',
    runtimePlatform: 'RuntimePlatform',
    enableFaultInjection: 'boolean',
  },
  ContainerDefinition: {
    name: 'string',
    image: 'string',
    repositoryCredentials: 'RepositoryCredentials',
    cpu: 'integer',
    memory: 'integer',
    memoryReservation: 'integer',
    links: '[string]',
    portMappings: '[PortMapping]',
    essential: 'boolean',
    restartPolicy: 'ContainerRestartPolicy',
    entryPoint: '[string]',
    command: '[string]',
    environment: '[KeyValuePair]',
    environmentFiles: '[EnvironmentFile]',
    mountPoints: '[MountPoint]',
    volumesFrom: '[VolumeFrom]',
    linuxParameters: 'LinuxParameters',
    secrets: '[Secret]',
    dependsOn: '[ContainerDependency]',
    startTimeout: 'integer',
    stopTimeout: 'integer',
    versionConsistency: 'disabled|enabled',
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
  },
  RepositoryCredentials: {
    credentialsParameter: 'string',
  },
  PortMapping: {
    containerPort: 'integer',
    hostPort: 'integer',
    protocol: 'tcp|udp',
    name: 'string',
    appProtocol: 'grpc|http|http2',
    containerPortRange: 'string',
  },
  ContainerRestartPolicy: {
    enabled: 'boolean',
    ignoredExitCodes: '[integer]',
    restartAttemptPeriod: 'integer',
  },
  KeyValuePair: {
    name: 'string',
    value: 'string',
  },
  EnvironmentFile: {
    value: 'string',
    type: 's3',
  },
  MountPoint: {
    sourceVolume: 'string',
    containerPath: 'string',
    readOnly: 'boolean',
  },
  VolumeFrom: {
    sourceContainer: 'string',
    readOnly: 'boolean',
  },
  LinuxParameters: {
    capabilities: 'KernelCapabilities',
    devices: '[Device]',
    initProcessEnabled: 'boolean',
    sharedMemorySize: 'integer',
    tmpfs: '[Tmpfs]',
    maxSwap: 'integer',
    swappiness: 'integer',
  },
  KernelCapabilities: {
    add: '[string]',
    drop: '[string]',
  },
  Device: {
    hostPath: 'string',
    containerPath: 'string',
    permissions: '[mknod|read|write]',
  },
  Tmpfs: {
    containerPath: 'string',
    size: 'integer',
    mountOptions: '[string]',
  },
  Secret: {
    name: 'string',
    valueFrom: 'string',
  },
  ContainerDependency: {
    containerName: 'string',
    condition: 'COMPLETE|HEALTHY|START|SUCCESS',
  },
  HostEntry: {
    hostname: 'string',
    ipAddress: 'string',
  },
  Ulimit: {
    name: 'core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack',
    softLimit: 'integer',
    hardLimit: 'integer',
  },
  LogConfiguration: {
    logDriver: 'awsfirelens|awslogs|fluentd|gelf|journald|json-file|splunk|syslog',
    options: '{string}',
    secretOptions: '[Secret]',
  },
  HealthCheck: {
    command: '[string]',
    interval: 'integer',
    timeout: 'integer',
    retries: 'integer',
    startPeriod: 'integer',
  },
  SystemControl: {
    namespace: 'string',
    value: 'string',
  },
  ResourceRequirement: {
    type: 'GPU|InferenceAccelerator|NeuronDevice',
    value: 'string',
    sharingStrategy: 'SharingStrategy',
  },
  SharingStrategy: {
    nvidiaMps: 'NvidiaMpsAllocation',
  },
  NvidiaMpsAllocation: {
    memory: 'integer',
    maxComputePercent: 'integer',
  },
  FirelensConfiguration: {
    type: 'fluentbit|fluentd',
    options: '{string}',
  },
  Volume: {
    name: 'string',
    host: 'HostVolumeProperties',
    dockerVolumeConfiguration: 'DockerVolumeConfiguration',
    efsVolumeConfiguration: 'EFSVolumeConfiguration',
    s3filesVolumeConfiguration: 'S3FilesVolumeConfiguration',
    fsxWindowsFileServerVolumeConfiguration: 'FSxWindowsFileServerVolumeConfiguration',
    configuredAtLaunch: 'boolean',
  },
  HostVolumeProperties: {
    sourcePath: 'string',
  },
  DockerVolumeConfiguration: {
    scope: 'shared|task',
    autoprovision: 'boolean',
    driver: 'string',
    driverOpts: '{string}',
    labels: '{string}',
  },
  EFSVolumeConfiguration: {
    fileSystemId: 'string',
    rootDirectory: 'string',
    transitEncryption: 'DISABLED|ENABLED',
    transitEncryptionPort: 'integer',
    authorizationConfig: 'EFSAuthorizationConfig',
  },
  EFSAuthorizationConfig: {
    accessPointId: 'string',
    iam: 'DISABLED|ENABLED',
  },
  S3FilesVolumeConfiguration: {
    fileSystemArn: 'string',
    rootDirectory: 'string',
    transitEncryptionPort: 'integer',
    accessPointArn: 'string',
  },
  FSxWindowsFileServerVolumeConfiguration: {
    fileSystemId: 'string',
    rootDirectory: 'string',
    authorizationConfig: 'FSxWindowsFileServerAuthorizationConfig',
  },
  FSxWindowsFileServerAuthorizationConfig: {
    credentialsParameter: 'string',
    domain: 'string',
  },
  TaskDefinitionPlacementConstraint: {
    type: 'memberOf',
    expression: 'string',
  },
  Tag: {
    key: 'string',
    value: 'string',
  },
  ProxyConfiguration: {
    containerName: 'string',
    type: 'APPMESH',
    properties: '[KeyValuePair]',
  },
  InferenceAccelerator: {
    deviceName: 'string',
    deviceType: 'string',
  },
  EphemeralStorage: {
    sizeInGiB: 'integer',
  },
  RuntimePlatform: {
    cpuArchitecture: 'ARM64|X86_64',
    operatingSystemFamily:
      'LINUX|WINDOWS_SERVER_2004_CORE|WINDOWS_SERVER_2016_FULL|WINDOWS_SERVER_2019_CORE|WINDOWS_SERVER_2019_FULL|WINDOWS_SERVER_2022_CORE|WINDOWS_SERVER_2022_FULL|WINDOWS_SERVER_2025_CORE|WINDOWS_SERVER_2025_FULL|WINDOWS_SERVER_20H2_CORE',
  },
}
