/** requiresAttributes (T-100): what a container instance must be able to do, worked out from what the definition uses. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { StoredTaskDefinition } from '../../../model'
import { isEcrImage } from './checks/fargate'
import { count } from './problem'

const OLD = 'com.amazonaws.ecs.capability.'
const NEW = 'ecs.capability.'
const dockerApi = (version: string) => `${OLD}docker-remote-api.${version}`

/** T-53: which service a secret comes from. */
function secretAttribute(valueFrom: string | undefined): string {
  const fromManager = /^arn:[^:]*:secretsmanager:/.test(valueFrom ?? '')
  return `${NEW}secrets.${fromManager ? 'asm' : 'ssm'}.environment-variables`
}

function* logging(c: ContainerDefinition, executionRole: boolean): Generator<string> {
  const driver = c.logConfiguration?.logDriver
  if (driver) {
    yield `${OLD}logging-driver.${driver}`
    yield dockerApi('1.19')
    if (driver === 'awslogs' && executionRole) yield `${NEW}execution-role-awslogs`
  }
  if (c.firelensConfiguration) {
    yield `${NEW}firelens.${c.firelensConfiguration.type}`
    yield `${OLD}logging-driver.awsfirelens`
  }
}

function* ofContainer(c: ContainerDefinition, executionRole: boolean): Generator<string> {
  yield* logging(c, executionRole)
  if (isEcrImage(c.image)) {
    yield `${OLD}ecr-auth`
    if (executionRole) yield `${NEW}execution-role-ecr-pull`
  }
  if (c.privileged) yield `${OLD}privileged-container`
  for (const secret of c.secrets ?? []) yield secretAttribute(secret.valueFrom)
  if (count(c.environmentFiles) > 0) yield `${NEW}env-files.s3`
  if (count(c.dependsOn) > 0 || c.startTimeout !== undefined || c.stopTimeout !== undefined)
    yield `${NEW}container-ordering`
  if (c.healthCheck) {
    yield `${NEW}container-health-check`
    yield dockerApi('1.24')
  }
  if (c.restartPolicy) yield `${NEW}container-restart-policy`
  if (c.portMappings?.some((m) => m.containerPortRange !== undefined)) yield `${NEW}network.container-port-range`
}

function* ofVolumes(def: StoredTaskDefinition): Generator<string> {
  for (const volume of def.volumes ?? []) {
    if (volume.efsVolumeConfiguration) {
      yield `${NEW}efs`
      if (volume.efsVolumeConfiguration.authorizationConfig?.iam === 'ENABLED') yield `${NEW}efsAuth`
    }
    if (volume.fsxWindowsFileServerVolumeConfiguration) yield `${NEW}fsxWindowsFileServer`
    if (volume.s3filesVolumeConfiguration) yield `${NEW}storage.s3-files`
    if (volume.configuredAtLaunch) yield `${NEW}storage.ebs-task-volume-attach`
    const docker = volume.dockerVolumeConfiguration
    // T-124; Docker's own driver is `local`.
    if (docker) yield `${NEW}docker-plugin.${docker.driver ?? 'local'}`
  }
}

function* ofTask(def: StoredTaskDefinition): Generator<string> {
  if (def.networkMode === 'awsvpc') yield `${NEW}task-eni`
  if (def.taskRoleArn) yield `${OLD}task-iam-role${def.networkMode === 'host' ? '-network-host' : ''}`
  if (def.cpu !== undefined || def.memory !== undefined) yield `${NEW}task-cpu-mem-limit`
  if (Number(def.cpu ?? 0) > 10_240) yield `${NEW}increased-task-cpu-limit`
  if (def.pidMode || def.ipcMode) yield `${NEW}pid-ipc-namespace-sharing`
  if (def.proxyConfiguration) yield `${NEW}aws-appmesh`
  if (def.enableFaultInjection) yield `${NEW}fault-injection`
}

/** The names, sorted, each once. `docker-remote-api.1.18` is always among them. */
export function requiredAttributes(def: StoredTaskDefinition): string[] {
  const executionRole = Boolean(def.executionRoleArn)
  const names = new Set([dockerApi('1.18'), ...ofTask(def), ...ofVolumes(def)])
  for (const c of def.containerDefinitions ?? []) for (const name of ofContainer(c, executionRole)) names.add(name)
  return [...names].sort((a, b) => (a < b ? -1 : 1))
}
