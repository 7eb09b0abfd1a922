/**
 * Keeps the run as it goes: after each command before its answer is shown, after every act on time, and now and then where
 * the clock stands. A run that nobody has touched is not kept; its first command makes it a workspace.
 */
import { client } from '../../worker'
import { setUi, ui } from '../ui'
import { world } from '../world'
import { readIndex, writeRun } from './database'
import { rememberWorkspace } from './here'
import { lockWorkspace } from './lock'
import { record, setRecord } from './state'

/** An answer waits so long for a slow disk, wall ms. */
const LONGEST_WAIT_WALL_MS = 2_000
const POSITION_EVERY_WALL_MS = 5_000
const AFTER_ACT_WALL_MS = 250
/** Digests of larger worlds cost too much to take them unasked. */
const DIGEST_UP_TO_TASKS = 2_000

let queue: Promise<void> = Promise.resolve()
let keptAtMs = -1

/** Keeps the run now, when it has a workspace. Never rejects: `storage` says how it went. */
export function keep(withDigest = false): Promise<void> {
  const id = record().workspaceId
  if (id === null) return Promise.resolve()
  queue = queue.then(() => write(id, withDigest)).catch(() => undefined)
  return queue
}

async function write(id: string, withDigest: boolean): Promise<void> {
  // It was left or deleted meanwhile.
  if (record().workspaceId !== id) return
  const snapshot = await client.snapshot(withDigest && world.rows.tasks.size <= DIGEST_UP_TO_TASKS)
  if (record().workspaceId !== id) return
  await writeRun(id, { version: 1, name: ui().title, ...snapshot })
  keptAtMs = snapshot.nowMs
}

/** A name that no other workspace has. */
export function freeName(wanted: string): string {
  const names = new Set(record().workspaces.map(({ name }) => name))
  let name = wanted
  for (let n = 2; names.has(name); n++) name = `${wanted} ${n}`
  return name
}

let adopting: Promise<void> | null = null

/** Makes the present run a workspace, if it is none yet; what a bare frame shows never becomes one. Never rejects: `storage` says how it went. */
export function adopt(name = ui().title): Promise<void> {
  if (record().workspaceId !== null || ui().bare) return Promise.resolve()
  adopting ??= becomeWorkspace(name).finally(() => {
    adopting = null
  })
  return adopting
}

async function becomeWorkspace(name: string): Promise<void> {
  await refreshIndex()
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  await lockWorkspace(id)
  setRecord({ workspaceId: id })
  setUi({ title: freeName(name) })
  await keep()
  if (record().storage !== 'ok') return
  rememberWorkspace(id)
  // The address no longer says what is shown: a reload is to bring the work back.
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
}

/** Reads the list of workspaces. Never rejects. */
export async function refreshIndex(): Promise<void> {
  try {
    setRecord({ workspaces: await readIndex() })
  } catch {
    // `storage` says so.
  }
}

/** Installs the keeping of everything; once. */
export function startAutosave(): void {
  client.keeper = () => {
    const kept = record().workspaceId === null ? adopt() : keep()
    const patience = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_WAIT_WALL_MS))
    return Promise.race([kept, patience])
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitingMs = -1
  client.onBatch((batch) => {
    // Undo, branches, starting over, pausing and jumping come without a command.
    const moved = !batch.playing && batch.nowMs !== keptAtMs && batch.nowMs !== waitingMs
    if (record().workspaceId === null || !('time' in batch || moved)) return
    waitingMs = batch.nowMs
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), AFTER_ACT_WALL_MS)
  })
  setInterval(() => {
    if (world.nowMs !== keptAtMs && record().workspaceId !== null) void keep(!world.playing)
  }, POSITION_EVERY_WALL_MS)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void keep(true)
  })
}
