/** The placement lens: keeps `ui.ahead` true while it is on. Loaded with it. */
import { onFrame, setUi, ui, world } from '../store'
import { client } from '../worker'

/** The worker tries it on a fork: not with every frame. */
const EVERY_WALL_MS = 600

/** Asks the worker whenever places may have changed; returns how to stop. */
export function followAhead(): () => void {
  let stale = true
  let asking = false
  let askedAt = Number.NEGATIVE_INFINITY
  let askedOf: string | undefined
  let stopped = false
  const ask = async (serviceId: string | undefined) => {
    asking = true
    askedAt = performance.now()
    askedOf = serviceId
    stale = false
    const ahead = serviceId ? await client.placesAhead(serviceId) : null
    asking = false
    if (!stopped) setUi({ ahead })
  }
  const stop = onFrame(({ reset, dirty }) => {
    const serviceId = ui().serviceId ?? world.rows.services.keys().next().value
    if (reset || serviceId !== askedOf || dirty.tasks.size + dirty.instances.size + dirty.services.size > 0)
      stale = true
    if (stale && !asking && performance.now() - askedAt > EVERY_WALL_MS) void ask(serviceId)
  })
  return () => {
    stopped = true
    stop()
    setUi({ ahead: null })
  }
}
