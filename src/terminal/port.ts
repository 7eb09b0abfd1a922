/** The command line's way into the run: the same calls as buttons make, and waiting that one can watch. */
import { cliLine, perform, playPause } from '../actions'
import type { CliPort } from '../cli'
import { getClock, onFrame, setUi, ui } from '../store'
import { client, isRead, newGesture } from '../worker'

/** One run of typed text. */
export interface RunControl {
  stopped: boolean
  /** Set while a wait is on: ends it. */
  endWait: (() => void) | null
  /** Told when a wait begins, and with null when it ends. */
  onWait: (wait: { reason: string; untilMs: number } | null) => void
}

export function stop(control: RunControl): void {
  control.stopped = true
  control.endWait?.()
}

export function pagePort(control: RunControl): CliPort {
  return {
    async call(service, operation, input) {
      const reads = isRead(operation)
      const result = reads
        ? await client.read(service, operation, input)
        : await client.call(service, operation, input, newGesture())
      if (!reads) setUi({ lastLines: [cliLine({ service, operation, input })] })
      if (!result.ok) throw Object.assign(new Error(result.error.message), { name: result.error.name })
      return result.output
    },
    wait: (ms, reason) => wait(ms, reason, control),
    stopped: () => control.stopped,
  }
}

/** Plays until `ms` of simulated time have passed, and stops again where the clock stood before. */
async function wait(ms: number, reason: string, control: RunControl): Promise<void> {
  const untilMs = getClock() + ms
  const stood = !ui().playing
  if (stood) await perform(playPause)
  await new Promise<void>((resolve) => {
    const end = () => {
      unsubscribe()
      control.endWait = null
      resolve()
    }
    const unsubscribe = onFrame(({ reset, nowMs }) => {
      // Whoever goes to another instant or run meanwhile has ended this one.
      if (reset) control.stopped = true
      if (reset || nowMs >= untilMs) end()
    })
    control.endWait = end
    control.onWait({ reason, untilMs })
  })
  control.onWait(null)
  if (stood && ui().playing) await perform(playPause)
}
