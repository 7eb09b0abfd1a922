/**
 * Key moments (screens.md §6): a change of a task's, target's, instance's, alarm's or deployment's state, or a service event
 * other than "has reached a steady state". Found by comparing each changed row with what it was.
 */
import type { ChangeSet, RowTypes } from '../engine'
import type { Moment } from './protocol'

type Kind = Moment['kind']
interface Change {
  kind: Kind
  id: string
  /** "healthy", "draining": what it became. */
  word: string
}

const taskKey = (t: RowTypes['tasks']): string =>
  `${t.lastStatus} ${t.desiredStatus} ${t.countsAsHealthy} ${t.healthStatus}`
function taskWord(t: RowTypes['tasks']): string {
  if (t.lastStatus === 'RUNNING' && t.desiredStatus === 'RUNNING') {
    return t.healthStatus === 'UNHEALTHY' ? 'unhealthy' : t.countsAsHealthy ? 'healthy' : 'running'
  }
  const words: Partial<Record<typeof t.lastStatus, string>> = {
    PROVISIONING: 'started',
    PENDING: 'started',
    ACTIVATING: 'registering',
    RUNNING: 'told to stop',
    DEACTIVATING: 'draining',
    STOPPING: 'stopping',
    DEPROVISIONING: 'releasing its interface',
    STOPPED: 'stopped',
  }
  return words[t.lastStatus] ?? 'gone'
}

const ALARM_WORDS = { OK: 'ok', ALARM: 'in alarm', INSUFFICIENT_DATA: 'without data' } as const

const NOUNS: Partial<Record<Kind, [one: string, many: string]>> = {
  task: ['task', 'tasks'],
  target: ['target', 'targets'],
  instance: ['instance', 'instances'],
  deployment: ['deployment', 'deployments'],
  alarm: ['alarm', 'alarms'],
}

export const isSteadyEvent = (message: string): boolean => message.includes('has reached a steady state')

/** Remembers what each row was, so that the next change set can be read as moments. */
export class MomentFinder {
  private readonly known = new Map<string, string>()
  private changes: Change[] = []
  private firstAtMs: number | null = null

  /** Reads a change set; true when it held a key moment. */
  note(changes: ChangeSet): boolean {
    const before = this.changes.length
    for (const t of changes.upserts.tasks ?? []) this.compare('task', t.id, taskKey(t), taskWord(t))
    for (const t of changes.upserts.targets ?? []) this.compare('target', t.id, t.state, t.state)
    for (const i of changes.upserts.containerInstances ?? []) {
      const gone = i.connectionLost ? ' lost' : ''
      const key = `${i.status} ${i.agentConnected}${gone}`
      this.compare('instance', i.id, key, i.agentConnected ? i.status.toLowerCase() : 'not connected')
    }
    for (const d of changes.upserts.deployments ?? []) {
      const word = d.rolloutState === 'IN_PROGRESS' ? 'in progress' : d.rolloutState.toLowerCase()
      this.compare('deployment', d.id, `${d.status} ${d.rolloutState}`, d.status === 'INACTIVE' ? 'replaced' : word)
    }
    for (const alarm of changes.upserts.alarms ?? []) {
      this.compare('alarm', alarm.id, alarm.state, ALARM_WORDS[alarm.state])
    }
    for (const event of changes.serviceEvents) {
      if (!isSteadyEvent(event.message)) this.changes.push({ kind: 'event', id: event.serviceId, word: '' })
    }
    const found = this.changes.length > before
    if (found) this.firstAtMs ??= changes.nowMs
    return found
  }

  /** Moments since the last call, merged by what happened ("3 tasks started"). */
  take(): Moment[] {
    const groups = new Map<string, { kind: Kind; word: string; ids: Set<string> }>()
    for (const { kind, id, word } of this.changes) {
      const key = `${kind} ${word}`
      const group = groups.get(key)
      if (group) group.ids.add(id)
      else groups.set(key, { kind, word, ids: new Set([id]) })
    }
    const atMs = this.firstAtMs ?? 0
    this.changes = []
    this.firstAtMs = null
    return [...groups.values()].map(({ kind, word, ids }) => ({
      atMs,
      kind,
      ids: [...ids],
      text: textOf(kind, word, ids.size),
    }))
  }

  private compare(kind: Kind, id: string, key: string, word: string): void {
    if (this.known.get(id) === key) return
    this.known.set(id, key)
    this.changes.push({ kind, id, word })
  }
}

function textOf(kind: Kind, word: string, count: number): string {
  const noun = NOUNS[kind]
  return noun ? `${count} ${count === 1 ? noun[0] : noun[1]} ${word}` : ''
}
