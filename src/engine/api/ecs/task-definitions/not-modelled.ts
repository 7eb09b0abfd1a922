/** Members that are checked and stored but that change nothing in the simulation; the editor says so beside each. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { CleanInput, Path } from './problem'

export interface NotModelled {
  path: Path
  member: string
  /** What the simulator does instead, in one sentence. */
  note: string
}

const IMAGE = 'What a container does when it runs is set with playground.PutImage, not by its command.'
const VARIABLES = 'Kept and shown; no simulated program reads variables.'
const KERNEL = 'No kernel is simulated, so this changes nothing.'
const NAMES = 'Names inside a container are not simulated.'
const LOGS = 'Checked at registration; log lines are not simulated.'
const ROLES = 'Checked at registration; every permission is taken as granted.'
const FILES = 'Files are not simulated: volumes mount at once and hold nothing.'

const OF_TASK: Partial<Record<keyof CleanInput, string>> = {
  taskRoleArn: ROLES,
  executionRoleArn: ROLES,
  pidMode: KERNEL,
  ipcMode: KERNEL,
  proxyConfiguration: 'App Mesh is not simulated; traffic reaches the containers directly.',
  ephemeralStorage: 'Disks are not simulated and never fill.',
  enableFaultInjection: 'Faults come from playground.InjectFault, whatever this says.',
}

const OF_CONTAINER: Partial<Record<keyof ContainerDefinition, string>> = {
  repositoryCredentials:
    'Registries are not asked for a password; whether an image can be pulled is set with PutImage.',
  links: 'Checked at registration; calls between containers of a task are not simulated.',
  entryPoint: IMAGE,
  command: IMAGE,
  environment: VARIABLES,
  environmentFiles: VARIABLES,
  secrets: 'Checked at registration; the secret is taken as readable.',
  mountPoints: FILES,
  volumesFrom: FILES,
  linuxParameters: KERNEL,
  hostname: NAMES,
  dnsServers: NAMES,
  dnsSearchDomains: NAMES,
  extraHosts: NAMES,
  disableNetworking: 'Traffic is simulated as if the container had its network.',
  user: IMAGE,
  workingDirectory: IMAGE,
  interactive: IMAGE,
  pseudoTerminal: IMAGE,
  privileged: KERNEL,
  readonlyRootFilesystem: FILES,
  dockerSecurityOptions: KERNEL,
  dockerLabels: 'Kept and shown; nothing reads labels.',
  ulimits: KERNEL,
  logConfiguration: LOGS,
  firelensConfiguration: LOGS,
  systemControls: KERNEL,
  credentialSpecs: 'Active Directory is not simulated.',
}

/** Empty lists and `false`, as Describe prints them, ask for nothing. */
const asksForSomething = (value: unknown) =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)

function found<T extends object>(value: T, notes: Partial<Record<keyof T, string>>, base: Path): NotModelled[] {
  return (Object.entries(notes) as [keyof T & string, string][])
    .filter(([member]) => asksForSomething(value[member]))
    .map(([member, note]) => ({ path: [...base, member], member, note }))
}

function ofContainer(c: ContainerDefinition, i: number): NotModelled[] {
  const base = ['containerDefinitions', i]
  const list = found(c, OF_CONTAINER, base)
  if (c.healthCheck) {
    const note = 'The command is not run; when a container is healthy is set with PutImage and InjectFault.'
    list.push({ path: [...base, 'healthCheck', 'command'], member: 'command', note })
  }
  for (const [k, m] of (c.portMappings ?? []).entries()) {
    if (m.appProtocol === undefined) continue
    const note = 'Only Service Connect reads it, which is not simulated.'
    list.push({ path: [...base, 'portMappings', k, 'appProtocol'], member: 'appProtocol', note })
  }
  for (const [k, r] of (c.resourceRequirements ?? []).entries()) {
    const path = [...base, 'resourceRequirements', k]
    if (r.sharingStrategy) list.push({ path, member: 'sharingStrategy', note: 'A shared GPU is counted as none.' })
    else if (r.type === 'NeuronDevice') list.push({ path, member: 'type', note: 'Neuron devices are not counted.' })
    else if (r.value === 'ALL') list.push({ path, member: 'value', note: 'ALL is counted as one GPU.' })
  }
  return list
}

/** The members of `input` that the simulator does not act on, in the order of the definition. */
export function notModelledIn(input: CleanInput): NotModelled[] {
  return [
    ...found(input, OF_TASK, []),
    ...(input.containerDefinitions ?? []).flatMap(ofContainer),
    ...(input.volumes ?? []).map((volume, k) => ({
      path: ['volumes', k],
      member: volume.name ?? 'volumes',
      note: FILES,
    })),
  ]
}
