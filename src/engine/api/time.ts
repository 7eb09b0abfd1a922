import type { Sim } from '../kernel'

/** A row's time (ms since the start of the run) as the Date that AWS's shapes carry. */
export function awsTime(sim: Sim, ms: number): Date {
  return new Date(sim.options.startTimeMs + ms)
}
