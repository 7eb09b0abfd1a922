/** What a jump passed over as a sentence: "2 min 30 s of 5 health checks, 3 scheduler ticks". Pure. */
import type { Passage } from '../../store'
import type { Skipped } from '../../worker'
import { duration } from '../parts/time'

/** Kinds of engine events in a reader's words, by the first part that fits. */
const WORDS: readonly [prefix: string, one: string, many: string][] = [
  ['loadbalancing.probe', 'health check', 'health checks'],
  ['task.probe', 'container health check', 'container health checks'],
  ['services.tick', 'scheduler tick', 'scheduler ticks'],
  ['services.', 'scheduler step', 'scheduler steps'],
  ['task.', 'task step', 'task steps'],
  ['traffic.', 'traffic change', 'traffic changes'],
  ['capacity.', 'capacity step', 'capacity steps'],
  ['loadbalancing.', 'load balancer step', 'load balancer steps'],
]

function wordsOf(kind: string, count: number): string {
  const found = WORDS.find(([prefix]) => kind.startsWith(prefix))
  const [one, many] = found ? [found[1], found[2]] : ['other event', 'other events']
  return count === 1 ? one : many
}

export function passedText(span: string, items: readonly Skipped[]): string {
  const counts = new Map<string, number>()
  for (const item of items) {
    const key = wordsOf(item.kind, 2)
    counts.set(key, (counts.get(key) ?? 0) + item.count)
  }
  const singular = new Map(items.map((item) => [wordsOf(item.kind, 2), wordsOf(item.kind, 1)]))
  const list = [...counts].map(([many, count]) => `${count} ${count === 1 ? singular.get(many) : many}`)
  return list.length === 0 ? `${span} passed` : `${span} passed: ${list.slice(0, 3).join(', ')}`
}

/** A passage with what is said first of it. */
export function passageText({ fromMs, toMs, items, note }: Passage): string {
  const text = note && toMs === fromMs ? '' : passedText(duration(toMs - fromMs), items)
  return [note, text].filter(Boolean).join('; ')
}
