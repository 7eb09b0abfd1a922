/** Checks the text while it is typed: its form here, its meaning on the worker. */
import { useEffect, useRef, useState } from 'react'
import type { DefinitionCheck } from '../../worker'
import { client } from '../../worker'
import type { DefinitionInput } from './input'
import { definitionInput } from './input'
import type { TextProblem } from './scan'
import { scan } from './scan'

export type Checked =
  | { kind: 'checking' }
  | { kind: 'malformed'; text: string; problem: TextProblem }
  | { kind: 'checked'; text: string; given: DefinitionInput; check: DefinitionCheck }
  | { kind: 'unavailable'; text: string; reason: string }

const QUIET_WALL_MS = 250

/** The verdict on the newest text that was left alone for a quarter of a second; the one before stays until then. */
export function useCheck(text: string): Checked {
  const [checked, setChecked] = useState<Checked>({ kind: 'checking' })
  const asked = useRef(0)
  useEffect(() => {
    const own = ++asked.current
    const timer = setTimeout(async () => {
      const verdict = await check(text)
      if (own === asked.current) setChecked(verdict)
    }, QUIET_WALL_MS)
    return () => clearTimeout(timer)
  }, [text])
  return checked
}

async function check(text: string): Promise<Checked> {
  const read = scan(text)
  if (!read.ok) return { kind: 'malformed', text, problem: read.problem }
  const given = definitionInput(read.value)
  if (!given) {
    const reason = 'A task definition is an object: it starts with { and ends with }.'
    return { kind: 'malformed', text, problem: { at: 0, line: 1, column: 1, reason } }
  }
  try {
    return { kind: 'checked', text, given, check: await client.checkTaskDefinition(text) }
  } catch (error) {
    return { kind: 'unavailable', text, reason: error instanceof Error ? error.message : String(error) }
  }
}
