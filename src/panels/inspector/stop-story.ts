/** Why a task stopped: in plain words, and in AWS's own. Pure. */

export interface StopStory {
  /** One or two sentences. */
  plain: string
  /** AWS's words, each with the member it stands in. */
  aws: { member: string; text: string }[]
}

/** D-127: what an exit code means to those who know shells and containers. */
const EXIT_CODES: Record<number, string> = {
  0: 'it ended by itself and called that a success',
  1: 'a general error',
  2: 'wrong use of the program',
  126: 'the command is not executable',
  127: 'the command was not found',
  137: 'killed (SIGKILL)',
  139: 'it crashed (SIGSEGV)',
  143: 'it ended at the stop signal (SIGTERM)',
}

interface Container {
  name: string
  exitCode: number | null
  reason: string
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function containersOf(task: Record<string, unknown>): Container[] {
  return (Array.isArray(task.containers) ? task.containers : []).filter(isObject).map((container) => ({
    name: text(container.name),
    exitCode: typeof container.exitCode === 'number' ? container.exitCode : null,
    reason: text(container.reason),
  }))
}

/** `task` in the shape of DescribeTasks; null while nothing has begun to stop it. */
export function stopStory(task: Record<string, unknown>): StopStory | null {
  const code = text(task.stopCode)
  const reason = text(task.stoppedReason)
  if (code === '' && reason === '') return null
  const containers = containersOf(task)
  const aws = [
    { member: 'stopCode', text: code },
    { member: 'stoppedReason', text: reason },
    ...containers.flatMap(({ name, exitCode, reason: why }) => [
      { member: `${name} exitCode`, text: exitCode === null ? '' : String(exitCode) },
      { member: `${name} reason`, text: why },
    ]),
  ].filter((line) => line.text !== '')
  return { plain: plainWords(code, reason, containers), aws }
}

function plainWords(code: string, reason: string, containers: Container[]): string {
  const memory = containers.find((container) => /OutOfMemory/i.test(container.reason))
  if (memory) return `Container ${memory.name} used more memory than its limit and was killed.`
  switch (code) {
    case 'EssentialContainerExited':
      return exitWords(containers)
    case 'TaskFailedToStart':
      return startWords(`${reason} ${containers.map((container) => container.reason).join(' ')}`)
    case 'UserInitiated':
      return /deregistration/i.test(reason)
        ? 'Its container instance was deregistered by force.'
        : 'Somebody stopped it with StopTask.'
    case 'ServiceSchedulerInitiated':
      return schedulerWords(reason)
    case 'SpotInterruption':
      return 'AWS took the Spot capacity back, with two minutes of notice.'
    case 'TerminationNotice':
      return /stopped\./.test(reason)
        ? 'Its EC2 instance was stopped, and the task with it.'
        : /maintenance/.test(reason)
          ? 'The host under it was taken away for maintenance.'
          : 'Its EC2 instance was terminated, and the task with it.'
    case 'InfrastructureHealth':
      return 'The container instance was impaired and is being replaced.'
    default:
      return reason
  }
}

function exitWords(containers: Container[]): string {
  const exited =
    containers.find((container) => container.exitCode !== null && container.exitCode !== 0) ??
    containers.find((container) => container.exitCode !== null)
  if (!exited || exited.exitCode === null) return 'An essential container ended, so the whole task did.'
  const meaning = EXIT_CODES[exited.exitCode]
  return `Container ${exited.name} ended with exit code ${exited.exitCode}${meaning ? `: ${meaning}` : ''}. It is essential, so the whole task stopped.`
}

function startWords(all: string): string {
  if (/CannotPull/.test(all)) return 'It never ran: the image could not be pulled.'
  if (/ResourceInitialization/.test(all)) return 'It never ran: secrets, logs or registry access could not be set up.'
  if (/Network Interface/i.test(all)) return 'It never ran: no network interface could be made for it.'
  if (/CannotStart|CannotCreate/.test(all)) return 'It never ran: its container could not be created or started.'
  return 'It never ran.'
}

function schedulerWords(reason: string): string {
  if (/container health checks/.test(reason)) return 'Its container health check failed, so the service replaces it.'
  if (/ELB health checks/.test(reason))
    return 'Its target failed the load balancer’s health checks, so the service replaces it.'
  if (/rebalancing/.test(reason)) return 'The service moves it to even out its zones.'
  return 'The service stopped it: fewer tasks are wanted, or a newer revision takes its place.'
}
