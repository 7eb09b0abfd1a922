/** Attributes that ECS and the agent give a Linux instance with the ECS-optimized image (S-100, S-101). */

const OLD = 'com.amazonaws.ecs.capability.'
const NEW = 'ecs.capability.'

/** Docker API versions the agent offers: 1.17 … 1.25, 1.28 … 1.30, 1.32. */
const DOCKER_MINORS = [17, 18, 19, 20, 21, 22, 23, 24, 25, 28, 29, 30, 32]

const EVERYWHERE = [
  ...['privileged-container', 'ecr-auth', 'task-iam-role', 'task-iam-role-network-host'].map((name) => OLD + name),
  ...DOCKER_MINORS.map((minor) => `${OLD}docker-remote-api.1.${minor}`),
  ...['json-file', 'syslog', 'awslogs', 'fluentd', 'none', 'awsfirelens'].map((d) => `${OLD}logging-driver.${d}`),
  ...[
    'execution-role-awslogs',
    'execution-role-ecr-pull',
    'container-health-check',
    'task-cpu-mem-limit',
    'increased-task-cpu-limit',
    'pid-ipc-namespace-sharing',
    'ecr-endpoint',
    'secrets.ssm.environment-variables',
    'secrets.asm.environment-variables',
    'secrets.ssm.bootstrap.log-driver',
    'secrets.asm.bootstrap.log-driver',
    'private-registry-authentication.secretsmanager',
    'container-ordering',
    'full-sync',
    'env-files.s3',
    'firelens.fluentd',
    'firelens.fluentbit',
    'firelens.options.config.file',
    'firelens.options.config.s3',
    'efs',
    'efsAuth',
    'docker-plugin.local',
    'execute-command',
    'network.container-port-range',
    'container-restart-policy',
  ].map((name) => NEW + name),
]

/** What external instances lack (S-101). */
const EC2_ONLY = [
  'task-eni',
  'task-eni.ipv6',
  'task-eni-trunking',
  'aws-appmesh',
  'service-connect-v1',
  'storage.ebs-task-volume-attach',
  'fault-injection',
].map((name) => NEW + name)

export interface AttributeFacts {
  external: boolean
  instanceType: string
  arch: 'x86_64' | 'arm64'
  imageId: string
  zone: string
  vpcId: string
  subnetId: string
}

/** Attribute name → value; '' for those that are a name only. */
export function systemAttributes(facts: AttributeFacts): Record<string, string> {
  const attributes: Record<string, string> = {
    'ecs.os-type': 'linux',
    'ecs.os-family': 'LINUX',
    'ecs.cpu-architecture': facts.arch,
  }
  for (const name of EVERYWHERE) attributes[name] = ''
  if (facts.external) return { ...attributes, 'ecs.capability.external': '' }
  for (const name of EC2_ONLY) attributes[name] = ''
  return {
    ...attributes,
    'ecs.capability.cni-plugin-version': '2026.01.0',
    'ecs.capability.branch-cni-plugin-version': '2026.01.0',
    'ecs.ami-id': facts.imageId,
    'ecs.instance-type': facts.instanceType,
    'ecs.availability-zone': facts.zone,
    'ecs.vpc-id': facts.vpcId,
    'ecs.subnet-id': facts.subnetId,
  }
}

/** Whether a name belongs to ECS and cannot be set or deleted by a user (T-204). */
export function isSystemAttribute(name: string): boolean {
  return name.startsWith('ecs.') || name.startsWith('com.amazonaws.ecs.')
}
