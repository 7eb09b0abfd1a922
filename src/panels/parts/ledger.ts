/** The fidelity ledger, loaded when first something is not steady: the first screen does without it. */
import { useEffect, useState } from 'react'
import type { FidelityEntry } from '../../engine/data/fidelity'

type Ledger = ReadonlyMap<string, FidelityEntry>

let ledger: Ledger | null = null
let loading: Promise<Ledger> | null = null

const load = (): Promise<Ledger> => {
  loading ??= import('../../engine/data/fidelity').then(({ FIDELITY }) => {
    ledger = new Map(FIDELITY.map((entry) => [entry.rule, entry]))
    return ledger
  })
  return loading
}

/** Entries of these rules that the simulator does not follow to the letter; none until the ledger is there. */
export function useShortcuts(rules: readonly string[]): FidelityEntry[] {
  const [entries, setEntries] = useState(ledger)
  const wanted = rules.length > 0
  useEffect(() => {
    if (!wanted || entries) return
    let gone = false
    load().then(
      (loaded) => !gone && setEntries(loaded),
      // Without the ledger the sign is left out.
      () => undefined,
    )
    return () => {
      gone = true
    }
  }, [wanted, entries])
  return shortcutsIn(entries, rules)
}

export function shortcutsIn(entries: Ledger | null, rules: readonly string[]): FidelityEntry[] {
  return [...new Set(rules)].flatMap((rule) => {
    const entry = entries?.get(rule)
    return entry && entry.status !== 'exact' ? [entry] : []
  })
}
