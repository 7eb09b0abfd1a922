/** What was typed and answered, one session per workspace, kept while the page is open. */
import { create } from 'zustand'
import type { Place } from '../cli'
import { CliError } from '../cli'
import { useRecord } from '../store'
import { theCli } from './cli'
import type { RunControl } from './port'
import { pagePort, stop } from './port'

/** One statement of what was typed. */
export interface Answer {
  index: number
  source: string
  /** null: it has not ended yet, or never ran. */
  result: { stdout: string; stderr: string; exitCode: number } | null
}

export interface Entry {
  id: number
  text: string
  answers: readonly Answer[]
  /** The text was not understood: nothing of it ran. */
  refusal: { message: string; place: Place | null } | null
  running: boolean
  wait: { reason: string; untilMs: number } | null
}

export interface Session {
  entries: readonly Entry[]
  history: readonly string[]
  draft: string
  running: boolean
}

const ENTRIES_KEPT = 100
const HISTORY_KEPT = 500
const EMPTY: Session = { entries: [], history: [], draft: '', running: false }

/** Sessions by workspace; '' is the run that no workspace keeps yet. */
const useSessions = create<Record<string, Session>>()(() => ({}))
const variables = new Map<string, Map<string, string>>()
let control: RunControl | null = null
let entries = 0

const keyNow = (): string => useRecord.getState().workspaceId ?? ''
const sessionOf = (key: string): Session => useSessions.getState()[key] ?? EMPTY
const change = (key: string, part: Partial<Session>) => useSessions.setState({ [key]: { ...sessionOf(key), ...part } })

// A run that begins to be kept takes its session along.
useRecord.subscribe(({ workspaceId }, before) => {
  if (workspaceId === null || before.workspaceId !== null || useSessions.getState()[workspaceId]) return
  const { '': unkept = EMPTY, ...rest } = useSessions.getState()
  useSessions.setState({ ...rest, [workspaceId]: unkept }, true)
  variables.set(workspaceId, variables.get('') ?? new Map())
  variables.delete('')
})

/** The session of the workspace that is open. */
export function useSession(): Session {
  const key = useRecord((state) => state.workspaceId) ?? ''
  return useSessions((state) => state[key]) ?? EMPTY
}

export const setDraft = (draft: string): void => change(keyNow(), { draft })
export const clear = (): void => change(keyNow(), { entries: sessionOf(keyNow()).entries.filter((row) => row.running) })

/** Names and values that lines of this session have set. */
export function variablesNow(): Map<string, string> {
  const key = keyNow()
  let own = variables.get(key)
  if (!own) {
    own = new Map()
    variables.set(key, own)
  }
  return own
}

/** Runs a text, one line or many; `columns` is the width of tables in characters. Never rejects. */
export async function run(text: string, columns: number): Promise<void> {
  if (control) return
  const { history } = sessionOf(keyNow())
  const kept = history.at(-1) === text ? history : [...history, text].slice(-HISTORY_KEPT)
  change(keyNow(), { history: kept, draft: '' })
  if (text.trim() === 'clear') return clear()
  const id = ++entries
  // The workspace may get its name while this runs.
  const edit = (part: Partial<Entry>) => {
    const session = sessionOf(keyNow())
    change(keyNow(), { entries: session.entries.map((row) => (row.id === id ? { ...row, ...part } : row)) })
  }
  const entry: Entry = { id, text, answers: [], refusal: null, running: true, wait: null }
  change(keyNow(), { entries: [...sessionOf(keyNow()).entries, entry].slice(-ENTRIES_KEPT), running: true })
  const own: RunControl = { stopped: false, endWait: null, onWait: (wait) => edit({ wait }) }
  control = own
  const startedIn = keyNow()
  try {
    await answer(text, columns, own, edit)
  } catch (error) {
    const place = error instanceof CliError ? error.place : null
    edit({ refusal: { message: error instanceof Error ? error.message : String(error), place } })
  } finally {
    control = null
    edit({ running: false, wait: null })
    for (const key of new Set([startedIn, keyNow()])) if (sessionOf(key).running) change(key, { running: false })
  }
}

async function answer(text: string, columns: number, own: RunControl, edit: (part: Partial<Entry>) => void) {
  const cli = await theCli()
  const known = variablesNow()
  const script = cli.parse(text, known.keys())
  let answers: Answer[] = script.statements.map(({ source }, index) => ({ index, source, result: null }))
  edit({ answers })
  await cli.run(script, pagePort(own), {
    variables: known,
    columns,
    onStatement: ({ index, stdout, stderr, exitCode }) => {
      answers = answers.map((row) => (row.index === index ? { ...row, result: { stdout, stderr, exitCode } } : row))
      edit({ answers })
    },
  })
}

/** Ends what runs, as Ctrl+C does. */
export function interrupt(): void {
  if (control) stop(control)
}
