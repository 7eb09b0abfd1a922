/** What a visit begins with: the link in the address, else the work of last time, else the opening scenario; and what to say when the worker is lost. */
import { printCommand } from '../cli'
import { loadFetching, loadWriting, openLast, openScenario, setUi, startAutosave, ui } from '../store'
import type { TroubleReport } from '../worker'
import { client } from '../worker'
import opening from './opening.json'
import { isLink } from './record/arrivals'

const OPENING_AT_MS = 180_000

const clockText = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

async function tell({ restoredToMs, leftOut, reason, record }: TroubleReport): Promise<void> {
  const line = leftOut && printCommand(leftOut.service, leftOut.operation, leftOut.input)
  const without = line ? ` Left out, because it stopped the simulation twice: ${line}` : ''
  const text =
    restoredToMs === null
      ? `The simulation stopped and could not be restored.${without}`
      : `The simulation stopped and was restored to ${clockText(restoredToMs)}.${without}`
  const about = { reason, leftOut, restoredToMs }
  const trouble = { tone: restoredToMs === null ? ('bad' as const) : ('warn' as const), text }
  // The sentence at once, its report when the writer of files is there.
  setUi({ trouble: { ...trouble, report: JSON.stringify({ ...about, record }, null, 2) } })
  try {
    const report = await (await loadWriting()).reportOfLog(about, record, restoredToMs ?? 0)
    if (ui().trouble?.text === text) setUi({ trouble: { ...trouble, report } })
  } catch {
    // A log that no file can hold is reported as it is.
  }
}

/** The work of last time, else the opening scenario. */
const openOwn = async (): Promise<boolean> =>
  (await openLast()) || openScenario(opening, { what: 'The opening scenario', untilMs: OPENING_AT_MS, play: true })

/** Opens what the visit is for; what was refused is said, and the next best is shown; in a bare frame nothing else is. */
export async function begin(): Promise<void> {
  client.onTrouble((report) => void tell(report))
  startAutosave()
  if (isLink(location.hash) && (await (await loadFetching()).openLink(location.hash, openOwn))) return
  if (ui().bare) return
  const { trouble } = ui()
  if ((await openOwn()) && trouble) setUi({ trouble })
}
