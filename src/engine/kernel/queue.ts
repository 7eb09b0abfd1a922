/**
 * The event queue: a binary heap ordered by (atMs, phase, seq). Plain data; cancelling leaves a mark that is dropped
 * when the event comes up.
 */

/** 0 = containers, ENIs, probes, targets, instances, alarms, metrics; 1 = controllers (design.md §3, D-200). */
export type Phase = 0 | 1

/** An event that waits in the queue. `ref` is usually a row id, `n` and `text` small extra data. */
export interface QueuedEvent {
  atMs: number
  phase: Phase
  seq: number
  kind: string
  ref: string
  n: number
  text: string
}

export function before(a: QueuedEvent, b: QueuedEvent): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  if (a.phase !== b.phase) return a.phase < b.phase
  return a.seq < b.seq
}

export function heapPush(heap: QueuedEvent[], event: QueuedEvent): void {
  let i = heap.length
  heap.push(event)
  while (i > 0) {
    const parent = (i - 1) >> 1
    const p = heap[parent] as QueuedEvent
    if (!before(event, p)) break
    heap[i] = p
    i = parent
  }
  heap[i] = event
}

export function heapPop(heap: QueuedEvent[]): QueuedEvent | undefined {
  const top = heap[0]
  const last = heap.pop()
  if (!top || !last || heap.length === 0) return top
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    const right = heap[child + 1]
    if (right && before(right, heap[child] as QueuedEvent)) child++
    const c = heap[child] as QueuedEvent
    if (!before(c, last)) break
    heap[i] = c
    i = child
  }
  heap[i] = last
  return top
}
