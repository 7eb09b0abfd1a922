/** Opening something: it becomes a new workspace that is not kept yet. What is refused leaves everything as it was. */
import type { LoadOptions, LoadResult, Speed } from '../../worker'
import { client } from '../../worker'
import { setUi, ui } from '../ui'
import { keep } from './autosave'
import { rememberWorkspace } from './here'
import { unlockWorkspace } from './lock'
import { setRecord } from './state'

const LONGEST_TITLE = 80

/** How a run is opened. */
export interface Opening extends Pick<LoadOptions, 'untilMs'> {
  /** What it is, for a refusal: "The link", "demo.json". */
  what: string
  /** Name when the file has none. */
  title?: string
  play?: boolean
  speed?: Speed
}

const minutes = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Says on the Trouble strip what was not opened, where and why; the workspace stays as it was. */
export function tellRefusal(what: string, reason: string): void {
  setUi({ trouble: { tone: 'bad', text: `${what} was not opened: ${reason}`, report: null } })
}

/** Forgets what the page shows of the run before. */
export function turnPage(title: string, playing: boolean): void {
  const nothing = { selection: null, guess: null, skipped: null, refusal: null, xray: null, serviceId: null }
  setUi({
    ...nothing,
    passages: [],
    lastLines: [],
    trouble: null,
    situation: null,
    asking: false,
    comparing: false,
    title: title.slice(0, LONGEST_TITLE),
    playing,
  })
}

/** Lets go of the workspace that was played; it stays as it was kept last. */
export function detach(): void {
  unlockWorkspace()
  // A frame leaves what this tab remembers.
  if (!ui().bare) rememberWorkspace(null)
  setRecord({ workspaceId: null, notice: null })
}

/** Opens a scenario or a file's text. False when it was refused, which is then told. */
export async function openScenario(file: unknown, opening: Opening): Promise<boolean> {
  await keep(true)
  const { what, title, play = false, speed, untilMs } = opening
  let result: LoadResult
  try {
    result = await client.load(file, { upToFailure: true, ...(untilMs === undefined ? {} : { untilMs }) })
  } catch (error) {
    tellRefusal(what, messageOf(error))
    return false
  }
  if (!result.ok) {
    const { place = '', message = '' } = result.error ?? {}
    tellRefusal(what, place === '' || message.startsWith(place) ? message : `${place}: ${message}`)
    return false
  }
  detach()
  const playing = play && !result.error
  turnPage(result.title || title || 'Untitled', playing)
  if (speed !== undefined) setUi({ speed })
  client.setSpeed(ui().speed)
  if (playing) client.play()
  else client.pause()
  setUi({ ready: true })
  if (result.error) tellFailure(what, result)
  else await tellDifference(what, result.made?.engine ?? null, result.made?.digest ?? null)
  return true
}

function tellFailure(what: string, { error, nowMs }: LoadResult): void {
  const text = `${what} was opened up to ${error?.place}, at ${minutes(nowMs)}. ECS refused that command: ${error?.message}`
  setUi({ trouble: { tone: 'warn', text, report: null } })
}

/** A run that does not come out as it was saved says which engine made it (design.md §10). */
export async function tellDifference(what: string, madeBy: string | null, digest: string | null): Promise<void> {
  if (digest === null) return
  try {
    const here = await client.snapshot(true)
    if (here.digest === digest) return
    const made = madeBy === null ? 'by an unnamed engine' : `by engine ${madeBy}`
    const text = `${what} was made ${made}; this page runs engine ${here.engine}. The run differs from the one that was saved.`
    setUi({ trouble: { tone: 'warn', text, report: null } })
  } catch {
    // The worker was lost: that is told by itself.
  }
}

/** A link in the address would be opened again by a reload. */
export function leaveAddress(): void {
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search)
}
