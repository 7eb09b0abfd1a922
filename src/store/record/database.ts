/** Kept runs in the browser's own database (IndexedDB, through idb-keyval). Storage may be full, forbidden or hold anything. */
import type { UseStore } from 'idb-keyval'
import { createStore, del, get, set, update } from 'idb-keyval'
import type { RunRecord, Snapshot } from '../../worker'
import type { WorkspaceMeta } from './state'
import { setRecord } from './state'

/** A run as it is kept: its snapshot and its name. */
export interface KeptRun extends Snapshot {
  version: 1
  name: string
}

const INDEX = 'workspaces'
const runKey = (id: string): string => `run:${id}`

let opened: UseStore | null = null
const store = (): UseStore => {
  opened ??= createStore('ecs-playground', 'record')
  return opened
}

/** Does `work` and notes how storage is; rejects with what the database threw. */
async function noted<T>(work: () => Promise<T>): Promise<T> {
  try {
    const answer = await work()
    setRecord({ storage: 'ok' })
    return answer
  } catch (error) {
    opened = null
    const name = error instanceof DOMException ? error.name : ''
    setRecord({ storage: name === 'QuotaExceededError' ? 'full' : 'unavailable' })
    throw error
  }
}

/** The workspaces, newest first; what is no entry is left out. */
export function readIndex(): Promise<WorkspaceMeta[]> {
  return noted(async () => entriesOf(await get(INDEX, store())))
}

function entriesOf(value: unknown): WorkspaceMeta[] {
  if (!Array.isArray(value)) return []
  const entries = value.filter(
    (entry): entry is WorkspaceMeta =>
      typeof entry?.id === 'string' && typeof entry.name === 'string' && typeof entry.keptAt === 'number',
  )
  return entries.sort((a, b) => b.keptAt - a.keptAt)
}

/** Changes the list in one transaction, so that two tabs do not overwrite each other's entries. */
async function changeIndex(change: (entries: WorkspaceMeta[]) => WorkspaceMeta[]): Promise<void> {
  let after: WorkspaceMeta[] = []
  await update(
    INDEX,
    (value) => {
      after = entriesOf(change(entriesOf(value)))
      return after
    },
    store(),
  )
  setRecord({ workspaces: after })
}

/** Keeps a run under its id and puts it at the head of the list. */
export function writeRun(id: string, run: KeptRun): Promise<void> {
  return noted(async () => {
    await set(runKey(id), run, store())
    const entry: WorkspaceMeta = { id, name: run.name, keptAt: Date.now() }
    await changeIndex((entries) => [entry, ...entries.filter((other) => other.id !== id)])
  })
}

/** A kept run, or null when there is none or it is not one that this version reads. */
export function readRun(id: string): Promise<KeptRun | null> {
  return noted(async () => keptRun(await get(runKey(id), store())))
}

/** What was found in the database as a kept run; null when it is none. Exported for its test. */
export function keptRun(value: unknown): KeptRun | null {
  const run = value as Partial<KeptRun> | null | undefined
  if (run?.version !== 1 || typeof run.name !== 'string' || typeof run.nowMs !== 'number') return null
  const log = run.record as Partial<RunRecord> | undefined
  if (typeof log?.seed !== 'number' || !Array.isArray(log.commands)) return null
  return run as KeptRun
}

export function removeRun(id: string): Promise<void> {
  return noted(async () => {
    await del(runKey(id), store())
    await changeIndex((entries) => entries.filter((entry) => entry.id !== id))
  })
}
