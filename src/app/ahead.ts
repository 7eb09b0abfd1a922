/** The placement lens: keeps `ui.ahead` true while it is on. Loaded with it. */
import { onFrame, setUi, ui, world } from '../store'
import { client } from '../worker'

/** The worker tries it on a fork: not with every frame. */
const EVERY_WALL_MS = 600
/** Nor for more than this part of its time: in a large world a fork takes a while. */
const TIMES_ITS_WORK = 8

/** Asks the worker whenever places may have changed; returns how to stop. */
export function followAhead(): () => void {
  let stale = true
  let asking = false
  let nextAt = Number.NEGATIVE_INFINITY
  let askedOf: string | undefined
  let stopped = false
  const ask = async (serviceId: string | undefined) => {
    asking = true
    const askedAt = performance.now()
    askedOf = serviceId
    stale = false
    // Lost with the worker, which is told by itself, or not loaded: the next frames ask again.
    const ahead = serviceId ? await client.placesAhead(serviceId).catch(() => undefined) : null
    asking = false
    const answeredAt = performance.now()
    nextAt = answeredAt + Math.max(EVERY_WALL_MS, TIMES_ITS_WORK * (answeredAt - askedAt))
    if (ahead === undefined) stale = true
    else if (!stopped) setUi({ ahead })
  }
  const stop = onFrame(({ reset, dirty }) => {
    const serviceId = ui().serviceId ?? world.rows.services.keys().next().value
    if (reset || serviceId !== askedOf || dirty.tasks.size + dirty.instances.size + dirty.services.size > 0)
      stale = true
    if (stale && !asking && performance.now() > nextAt) void ask(serviceId)
  })
  return () => {
    stopped = true
    stop()
    setUi({ ahead: null })
  }
}
