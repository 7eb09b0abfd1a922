/** What a task is doing right now, in a sentence with its own numbers. Pure. */
import type { TaskView } from '../../worker'
import { duration } from '../parts/time'

const left = (task: TaskView, nowMs: number): string | null =>
  task.span && task.span.untilMs > nowMs ? duration(Math.ceil((task.span.untilMs - nowMs) / 1_000) * 1_000) : null

/** `nowMs` is the simulated clock. */
export function taskSentence(task: TaskView, nowMs: number): string {
  const rest = left(task, nowMs)
  switch (task.word) {
    case 'preparing':
      return `ECS prepares a network interface for it${rest ? `; ${rest} to go` : ''}.`
    case 'pending':
      return pendingWords(task, rest)
    case 'registering':
      return `It runs, and ECS registers it with its load balancer${rest ? `; ${rest} to go` : ''}.`
    case 'running':
      return `It runs but does not count as healthy yet. ${notCounted(task, rest)}`
    case 'healthy':
      return task.streak && task.streak.failed > 0
        ? `It counts as healthy, but ${task.streak.failed} of ${task.streak.needed} checks failed in a row.`
        : 'It runs and counts as healthy.'
    case 'unhealthy':
      return `Its checks failed, so it counts as unhealthy. ${streakWords(task) ?? 'The service replaces it when its bounds allow.'}`
    case 'draining':
      return `It gets no new requests; those under way may finish${rest ? ` for ${rest} more` : ''}.`
    case 'stopping':
      return `Its containers got the stop signal${rest ? ` and are killed in ${rest}` : ''}.`
    case 'releasing':
      return 'Its containers have ended; ECS takes its network interface back.'
    case 'stopped':
      return 'It has stopped.'
    case 'failed':
      return `It has stopped: ${task.failure ?? 'it failed'}.`
  }
}

function pendingWords(task: TaskView, rest: string | null): string {
  switch (task.span?.kind) {
    case 'pull':
      return `Its image is being pulled${rest ? `; ${rest} to go` : ''}.`
    case 'queue':
      return 'It waits in the agent’s queue until stopping tasks give their resources back.'
    case 'start':
      return `Its containers are starting${rest ? `; ${rest} to go` : ''}.`
    default:
      return 'The agent pulls its image and starts its containers.'
  }
}

function notCounted(task: TaskView, rest: string | null): string {
  if (task.span?.kind === 'wait40') return `Without checks it counts after 40 s${rest ? `: ${rest} to go` : ''}.`
  const words = streakWords(task)
  if (words) return words
  return rest ? `The next check is due in ${rest}.` : 'Its first check has to pass.'
}

/** "2 of 5 checks passed", or null when nothing is being counted. */
export function streakWords({ streak }: Pick<TaskView, 'streak'>): string | null {
  if (!streak) return null
  if (streak.failed > 0) return `${streak.failed} of ${streak.needed} checks failed in a row.`
  return `${streak.passed} of ${streak.needed} ${streak.needed === 1 ? 'check' : 'checks'} passed.`
}
