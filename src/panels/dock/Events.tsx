/** Service events of the whole run: searchable, routine ones folded, each lighting its objects (screens.md §7). */
import { CircleAlert } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { light, select, useEvents, useTable, world } from '../../store'
import { Button } from '../../ui'
import { timeText } from '../time'
import type { EventRow } from './events'
import { rowsOf, taskIdsIn } from './events'

const ROWS_SHOWN = 300

/** Row ids of what an event speaks of. */
function objectsOf(row: EventRow): string[] {
  const named = new Set(taskIdsIn(row.text))
  if (named.size === 0) return [row.serviceId]
  const ids: string[] = []
  for (const task of world.rows.tasks.values()) if (named.has(task.taskId)) ids.push(task.id, ...task.targetIds)
  return ids
}

export default function Events() {
  const events = useEvents()
  const services = useTable('services')
  const [query, setQuery] = useState('')
  const [serviceId, setServiceId] = useState<string | null>(null)
  const needle = useDeferredValue(query)
  const scroller = useRef<HTMLDivElement>(null)
  // Reading further down: the list stands still and a pill counts what came.
  const [frozen, setFrozen] = useState<number | null>(null)
  const shown = frozen === null ? events : events.filter((event) => event.n <= frozen)
  const rows = useMemo(() => rowsOf(shown, needle, serviceId), [shown, needle, serviceId])
  const fresh = frozen === null ? 0 : events.filter((event) => event.n > frozen).length
  const newest = events.at(-1)?.n ?? 0
  return (
    <div className="flex h-full min-h-0 flex-row-reverse max-sm:flex-col">
      <div className="flex flex-none items-center gap-2 px-2 py-1 sm:w-52 sm:flex-col sm:items-stretch sm:gap-1">
        <input
          type="search"
          aria-label="Search events"
          placeholder="Search events"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="hit min-h-6 w-full rounded-card border border-edge bg-surface px-2 text-13"
        />
        {services.length > 1 && (
          <select
            aria-label="Service"
            value={serviceId ?? ''}
            onChange={(event) => setServiceId(event.target.value || null)}
            className="hit min-h-6 rounded-card border border-edge bg-surface px-1 text-13"
          >
            <option value="">all services</option>
            {services.map((service) => (
              <option key={service.id} value={service.id}>
                {service.name}
              </option>
            ))}
          </select>
        )}
        {fresh > 0 && (
          <Button
            size="small"
            variant="primary"
            onClick={() => {
              setFrozen(null)
              scroller.current?.scrollTo({ top: 0 })
            }}
          >
            {fresh} new
          </Button>
        )}
      </div>
      <div
        ref={scroller}
        className="min-h-0 flex-1 overflow-y-auto px-2 pb-1"
        onScroll={(event) => {
          const away = event.currentTarget.scrollTop > 8
          if (away && frozen === null) setFrozen(newest)
          if (!away && frozen !== null) setFrozen(null)
        }}
      >
        {rows.length === 0 ? (
          <p className="py-2 text-ink-2">{query ? 'No event matches.' : 'No events yet.'}</p>
        ) : (
          <ul aria-label="Service events">
            {rows.slice(0, ROWS_SHOWN).map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </ul>
        )}
        {rows.length > ROWS_SHOWN && (
          <p className="py-1 text-12 text-ink-2">{rows.length - ROWS_SHOWN} older ones: search to find them.</p>
        )}
      </div>
    </div>
  )
}

function Row({ row }: { row: EventRow }) {
  const on = () => light(objectsOf(row))
  const open = () => {
    const id = objectsOf(row).find((candidate) => world.rows.tasks.has(candidate))
    select(id ? { kind: 'task', id } : { kind: 'service', id: row.serviceId })
  }
  return (
    <li>
      <button
        type="button"
        onPointerEnter={on}
        onPointerLeave={() => light()}
        onFocus={on}
        onBlur={() => light()}
        onClick={open}
        className={`grid w-full grid-cols-[7.5em_1em_auto_minmax(0,1fr)] items-baseline gap-2 rounded-chip px-1 py-0.5 text-left text-13 outline-offset-[-3px]! hover:bg-sunken ${
          row.tone === 'routine' ? 'text-ink-2' : ''
        }`}
      >
        <span className="text-right text-12 text-ink-2">{timeText(row.atMs)}</span>
        <span>{row.tone === 'odd' && <CircleAlert size={13} aria-label="unusual" className="inline text-warn" />}</span>
        <span className="font-600">{row.serviceName}</span>
        <span className="min-w-0 break-words">{row.folded > 1 ? `steady × ${row.folded}` : row.text}</span>
      </button>
    </li>
  )
}
