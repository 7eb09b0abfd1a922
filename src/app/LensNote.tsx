/** The placement lens in words: where the next tasks of the shown service would go, and how many have a place. */
import { useEffect } from 'react'
import { useShownService } from '../panels'
import { useUi, world } from '../store'
import type { PlacesAhead } from '../worker'
import { followAhead } from './ahead'

const NEXT = 3
const NAMED = 6

const nameOf = (id: string): string => world.rows.instances.get(id)?.label ?? 'a new instance'

function roomText({ places, more }: PlacesAhead): string {
  const counts = new Map<string, number>()
  for (const id of places) counts.set(id, (counts.get(id) ?? 0) + 1)
  const named = [...counts].map(([id, count]) => `${nameOf(id)} ${count}`)
  const rest = named.length - NAMED
  const list = [...named.slice(0, NAMED), ...(rest > 0 ? [`${rest} other instances`] : [])].join(', ')
  return `Room for ${places.length}${more ? ' or more' : ''}: ${list}.`
}

export function LensNote() {
  const ahead = useUi((state) => state.ahead)
  const service = useShownService()
  useEffect(followAhead, [])
  const known = ahead && service?.id === ahead.serviceId ? ahead : null
  return (
    <section
      aria-label="Placement lens"
      className="pointer-events-none absolute bottom-6 left-2 z-10 max-w-[min(34rem,calc(100%-12rem))] rounded-card border border-line bg-surface px-3 py-2 text-13"
    >
      {!service ? (
        'No service yet: there is nothing to place.'
      ) : !known ? (
        'Trying where the next tasks would go …'
      ) : known.note ? (
        known.note
      ) : known.places.length === 0 ? (
        `No instance has a place for another task of ${service.name}.`
      ) : (
        <>
          <p>
            If <b>{service.name}</b> wanted more, the next would go to{' '}
            <b>{known.places.slice(0, NEXT).map(nameOf).join(', ')}</b>.
          </p>
          <p className="text-ink-2">{roomText(known)} Tried by the scheduler on a copy of this moment.</p>
        </>
      )}
    </section>
  )
}
