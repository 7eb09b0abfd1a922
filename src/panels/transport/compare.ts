/** Two branches side by side as rows of a table. Pure. */
import { cliLine } from '../../actions'
import type { BranchComparison, BranchFigures, LoggedCommand } from '../../worker'
import { timeText } from '../time'

export interface CompareRow {
  name: string
  here: string
  there: string
}

const commandText = (command: LoggedCommand | null): string =>
  command ? `${timeText(command.atMs)}: ${cliLine(command)}` : 'none'

function serviceRows(name: string, here: BranchFigures, there: BranchFigures): CompareRow[] {
  const [a, b] = [here, there].map((side) => side.services.find((service) => service.name === name))
  const row = (what: string, of: (service: NonNullable<typeof a>) => string): CompareRow => ({
    name: `${name}: ${what}`,
    here: a ? of(a) : 'no service',
    there: b ? of(b) : 'no service',
  })
  return [
    row('lowest healthy', (service) => String(service.lowestHealthy)),
    row('peak tasks', (service) => String(service.peakTasks)),
    row('time to steady', ({ secondsToSteady: s }) => (s === null ? 'not yet' : timeText(s * 1_000))),
  ]
}

/** The first differing command, then the figures at each branch's end. */
export function compareRows({ here, there, firstDifference }: BranchComparison): CompareRow[] {
  const names = [...new Set([...here.services, ...there.services].map(({ name }) => name))]
  const first = firstDifference
    ? { here: commandText(firstDifference.here), there: commandText(firstDifference.there) }
    : { here: 'none', there: 'none' }
  return [
    { name: 'First command that differs', ...first },
    { name: 'Runs to', here: timeText(here.endMs), there: timeText(there.endMs) },
    ...names.flatMap((name) => serviceRows(name, here, there)),
    { name: 'Failed requests', here: String(here.failedRequests), there: String(there.failedRequests) },
  ]
}
