/** Answers of the worker that are asked for while something is looked at. */
import { useEffect, useRef, useState } from 'react'
import { useDecisions, useRow } from '../../store'
import type { DecisionDetail, ViewTable } from '../../worker'
import { client } from '../../worker'

const EVERY_WALL_MS = 400

/** Asks now and again when `version` changes, at most a few times a second; null until the first answer. */
export function useAsked<T>(key: string, version: unknown, ask: () => Promise<T>): T | null {
  const [answer, setAnswer] = useState<{ key: string; value: T } | null>(null)
  const askedAt = useRef({ key: '', wallMs: 0 })
  const latest = useRef(ask)
  latest.current = ask
  // biome-ignore lint/correctness/useExhaustiveDependencies: version is what makes it ask again
  useEffect(() => {
    let stale = false
    const since = performance.now() - askedAt.current.wallMs
    const wait = askedAt.current.key === key ? Math.max(0, EVERY_WALL_MS - since) : 0
    const timer = setTimeout(() => {
      askedAt.current = { key, wallMs: performance.now() }
      latest.current().then(
        (value) => !stale && setAnswer({ key, value }),
        // The worker is being replaced; the next change asks the new one.
        () => undefined,
      )
    }, wait)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [key, version])
  return answer?.key === key ? answer.value : null
}

/** The row in AWS's Describe shape; null while asked for or when AWS describes no such thing. */
export function useDescribed(table: ViewTable, id: string): Record<string, unknown> | null {
  const row = useRow(table, id)
  return useAsked(`${table} ${id}`, row, () => client.describe(table, id)) as Record<string, unknown> | null
}

/** Decisions about these subjects (row ids; a service's include those made for it), newest first. */
export function useDecisionsAbout(subjects: readonly string[]): DecisionDetail[] | null {
  const stream = useDecisions()
  const known = new Set(subjects)
  const newest = stream.findLast(({ subject, serviceId }) => known.has(subject) || known.has(serviceId ?? ''))
  return useAsked(subjects.join(' '), newest, async () => {
    const lists = await Promise.all(subjects.map((subject) => client.decisions(subject, 50)))
    return lists.flat().sort((a, b) => b.n - a.n)
  })
}
