/** The first run: the opening scenario, playing, at three simulated minutes; and what to say when the worker is lost. */

import { printCommand } from '../cli'
import { setUi, ui } from '../store'
import type { TroubleReport } from '../worker'
import { client } from '../worker'
import opening from './opening.json'

const OPENING_AT_MS = 180_000

const clockText = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function tell({ restoredToMs, leftOut, reason, record }: TroubleReport): void {
  const line = leftOut && printCommand(leftOut.service, leftOut.operation, leftOut.input)
  const without = line ? ` Left out, because it stopped the simulation twice: ${line}` : ''
  const text =
    restoredToMs === null
      ? `The simulation stopped and could not be restored.${without}`
      : `The simulation stopped and was restored to ${clockText(restoredToMs)}.${without}`
  const report = JSON.stringify({ reason, leftOut, restoredToMs, record }, null, 2)
  setUi({ trouble: { tone: restoredToMs === null ? 'bad' : 'warn', text, report } })
}

/** Loads the opening scenario and plays it at the remembered speed. */
export async function begin(): Promise<void> {
  client.onTrouble(tell)
  try {
    const result = await client.load(opening, { untilMs: OPENING_AT_MS })
    if (!result.ok) {
      const text = `The opening scenario was refused at ${result.error?.place}: ${result.error?.message}`
      setUi({ trouble: { tone: 'bad', text, report: null } })
      return
    }
    client.setSpeed(ui().speed)
    client.play()
    setUi({ title: result.title ?? 'Untitled', playing: true, ready: true })
  } catch (error) {
    const text = `The simulation did not start: ${error instanceof Error ? error.message : String(error)}`
    setUi({ trouble: { tone: 'bad', text, report: null } })
  }
}
