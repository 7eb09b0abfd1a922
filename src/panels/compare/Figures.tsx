/** What each setting cost, and every change of both runs as a table. */
import type { CompareSide } from '../../worker'
import { Approximate } from '../parts/Approximate'
import { duration } from '../parts/time'
import type { Made } from './Sides'
import { costText, rowsOf } from './series'

/** Rules by which the cost was counted. */
const PRICED_BY = ['P-1', 'P-2', 'P-3', 'P-4', 'P-6', 'P-7', 'P-9', 'P-11']

const ROWS: [string, (side: CompareSide) => string][] = [
  [
    'Time to steady',
    ({ figures }) => (figures.secondsToSteady === null ? 'never' : duration(figures.secondsToSteady * 1_000)),
  ],
  ['Lowest healthy', ({ figures }) => String(figures.lowestHealthy)],
  ['Peak tasks', ({ figures }) => String(figures.peakTasks)],
  ['Failed requests', ({ figures }) => String(figures.failedRequests)],
  ['Cost of the extra capacity', costText],
]

export function Figures({ result, labels }: Made) {
  return (
    <div className="overflow-x-auto rounded-card border border-edge bg-surface">
      <Table
        heads={['Setting', ...labels]}
        rows={ROWS.map(([name, text]) => ({ name, cells: result.sides.map(text) }))}
        caption="What each setting cost"
      />
      <div className="flex items-start gap-1 border-line border-t px-3 py-1 text-12 text-ink-2">
        <p className="min-w-0 flex-1">
          On Fargate: by what the tasks’ bill exceeds that of the desired count all the time, at the list price of{' '}
          {result.priceDate} (us-east-1, Linux). “Never”: not within an hour, or locked.
        </p>
        <Approximate rules={PRICED_BY} />
      </div>
      <details className="border-line border-t px-3 py-1 text-13">
        <summary className="hit cursor-pointer text-accent">Both runs as a table</summary>
        <Table
          heads={['After', ...labels]}
          rows={rowsOf(result.sides, result.fromMs).map(({ after, counts }) => ({ name: after, cells: counts }))}
          caption="Both runs, change by change"
        />
      </details>
    </div>
  )
}

interface TableProps {
  caption: string
  heads: string[]
  rows: { name: string; cells: string[] }[]
}

function Table({ caption, heads, rows }: TableProps) {
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head, at) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: both settings may be called the same
              key={at}
              scope="col"
              className={`px-3 py-0.5 font-600 ${at === 0 ? 'w-[26%] sm:w-[18%]' : ''}`}
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }) => (
          <tr key={name} className="border-line border-t align-top">
            <th scope="row" className="px-3 py-0.5 font-400 text-ink-2">
              {name}
            </th>
            {cells.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a side is its place
              <td key={at} className="px-3 py-0.5">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
