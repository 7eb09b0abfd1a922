/** `npm run bench`, the part about time: what going back costs the worker, and what it keeps for that. */
import { Host } from '../../src/worker/host/host'
import { rollingScenario, UPDATE_AT_SECONDS } from '../bench-worlds'

export interface TimeBench {
  title: string
  head: string[]
  rows: string[][]
}

const HOUR_MS = 3_600_000
const STEPS = 20

/** CPU ms of this process for `go` and for the batch that shows it: all the work of the worker. */
function spent(host: Host, go: () => unknown): number {
  const before = process.cpuUsage()
  go()
  host.frame(0)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

const middle = (figures: number[]): number => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
const text = (figures: number[]): string[] =>
  [middle(figures), Math.max(...figures)].map((figure) => `${figure.toFixed(0)} ms`)

/** Steps back from several places of an hour with 1,000 tasks and an update in it, each with the batch it takes. */
export async function benchTime(): Promise<TimeBench> {
  const host = new Host(() => 0)
  const scenario = rollingScenario({ tasks: 1_000, instances: 200, requestsPerSecond: 1_000 })
  const loaded = await host.load(scenario, { untilMs: HOUR_MS })
  if (!loaded.ok) throw new Error(loaded.error?.message)
  host.frame(0)
  const steps = (fromMs: number): string[] => {
    host.goTo(fromMs)
    host.frame(0)
    return text(Array.from({ length: STEPS }, () => spent(host, () => host.stepBack())))
  }
  const update = UPDATE_AT_SECONDS * 1_000
  const rows = [
    [`${STEPS} steps back from the end`, ...steps(HOUR_MS)],
    [`${STEPS} steps back in the update`, ...steps(update + 400_000)],
    [`${STEPS} steps back in the start`, ...steps(200_000)],
  ]
  const scrubs = Array.from({ length: STEPS }, (_, n) => (HOUR_MS / STEPS) * ((n * 7) % STEPS))
  rows.push([`${STEPS} jumps to anywhere`, ...text(scrubs.map((ms) => spent(host, () => host.goTo(ms))))])
  const { checkpoints, bytes, budgetBytes } = host.timeFigures()
  const mib = (n: number) => `${(n / 1_048_576).toFixed(1)} MiB`
  rows.push(['checkpoints kept', String(checkpoints), ''])
  rows.push(['their memory (estimate), and the budget', mib(bytes), mib(budgetBytes)])
  return { title: 'Time: an hour with 1,000 tasks; the batch included', head: ['what', 'median', 'worst'], rows }
}
