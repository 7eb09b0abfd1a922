/** The event log's rows: steady ones folded, filtered, the odd ones marked. Pure. */
import type { ServiceEventView } from '../../worker'

export interface EventRow {
  id: string
  atMs: number
  serviceId: string
  serviceName: string
  text: string
  /** How many routine events stand folded in this row; 1 = none. */
  folded: number
  tone: 'routine' | 'normal' | 'odd'
}

const STEADY = 'has reached a steady state'
const ODD =
  /unable|unhealthy|failed|rolling back|rolled back|insufficient|throttl|impaired|not able|deadlock|timed out|does not meet/i

export const toneOf = (message: string): EventRow['tone'] =>
  message.includes(STEADY) ? 'routine' : ODD.test(message) ? 'odd' : 'normal'

/** "(service web) has started …" → "has started …": the service has a column of its own. */
export const textOf = (message: string): string => message.replace(/^\(service [^)]*\)\s*/, '')

/**
 * Newest first. Routine events of a service that follow one another without anything else of that service between
 * them become one row. `query` is looked for in text and service name; `serviceId` null = all.
 */
export function rowsOf(events: readonly ServiceEventView[], query: string, serviceId: string | null): EventRow[] {
  const wanted = query.trim().toLowerCase()
  const rows: EventRow[] = []
  const lastOfService = new Map<string, EventRow>()
  for (const event of events) {
    if (serviceId !== null && event.serviceId !== serviceId) continue
    if (wanted !== '' && !`${event.serviceName} ${event.message}`.toLowerCase().includes(wanted)) continue
    const tone = toneOf(event.message)
    const before = lastOfService.get(event.serviceId)
    if (tone === 'routine' && before?.tone === 'routine') {
      before.folded++
      before.atMs = event.atMs
      continue
    }
    const row: EventRow = {
      id: event.id,
      atMs: event.atMs,
      serviceId: event.serviceId,
      serviceName: event.serviceName,
      text: textOf(event.message),
      folded: 1,
      tone,
    }
    rows.push(row)
    lastOfService.set(event.serviceId, row)
  }
  return rows.reverse()
}

/** Task ids (32 hex characters) that a text names. */
export const taskIdsIn = (text: string): string[] => text.match(/\b[0-9a-f]{32}\b/g) ?? []
