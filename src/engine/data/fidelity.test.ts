import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FidelityEntry } from './fidelity'
import { FIDELITY } from './fidelity'

const ENGINE = join(import.meta.dirname, '..')
const RULE = /(?<![\w-])(?:AS|[SNDTP])-\d+[a-z]?(?![\w-])/g
/** A citing line that owns up to not doing what the rule says. */
const SAYS_SO = /not (?:modelled|part|available|done|offered|read|yet)|refused|belong to|legacy/i
/** Names of settings stand beside the rules they are for, whether or not these are modelled: no claim. */
const NO_CLAIM = ['data/timings.ts', 'data/fidelity.ts', 'data/fidelity.test.ts']

interface Citation {
  rule: string
  where: string
  line: string
}

let ledger: Map<string, FidelityEntry>
let citations: Citation[]

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesOf(path) : entry.name.endsWith('.ts') ? [path] : []
  })
}

/** `D-403d` is a part of D-403 unless it has an entry of its own; D-614 stands for D-614a and its siblings. */
const entryOf = (rule: string) => ledger.get(rule) ?? ledger.get(rule.replace(/[a-z]$/, '')) ?? ledger.get(`${rule}a`)

beforeAll(() => {
  ledger = new Map(FIDELITY.map((entry) => [entry.rule, entry]))
  citations = []
  for (const path of filesOf(ENGINE)) {
    const where = path.slice(ENGINE.length + 1).replaceAll('\\', '/')
    if (NO_CLAIM.includes(where)) continue
    for (const [i, line] of readFileSync(path, 'utf8').split('\n').entries())
      for (const [rule] of line.matchAll(RULE)) citations.push({ rule, where: `${where}:${i + 1}`, line })
  }
})

describe('fidelity ledger', () => {
  it('has one entry per rule, in order, and a sentence wherever it is not exact', () => {
    const entries = FIDELITY
    expect(entries.length).toBe(ledger.size)
    const bare = entries.filter(
      (entry) => !/^(AS|[SNDTP])-\d+[a-z]?$/.test(entry.rule) || (entry.status !== 'exact' && !entry.how),
    )
    expect(bare).toEqual([])
    const long = entries.filter((entry) => (entry.how ?? '').length > 200)
    expect(long).toEqual([])
    for (const book of ['S', 'N', 'D', 'T', 'AS', 'P']) {
      const numbers = entries
        .filter((e) => e.rule.startsWith(`${book}-`))
        .map((e) => Number.parseInt(e.rule.slice(book.length + 1), 10))
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
      expect(numbers.length).toBeGreaterThan(20)
    }
  })

  it('knows every rule that the engine cites', () => {
    expect(citations.length).toBeGreaterThan(1000)
    const unknown = citations.filter(({ rule }) => !entryOf(rule))
    expect(unknown.map(({ rule, where }) => `${rule} at ${where}`)).toEqual([])
  })

  it('calls nothing "not modelled" that the engine cites as if it were: flip the entry, or say so in the line', () => {
    const wrong = citations.filter(({ rule, line }) => entryOf(rule)?.status === 'notModelled' && !SAYS_SO.test(line))
    expect(wrong.map(({ rule, where }) => `${rule} at ${where}`)).toEqual([])
  })

  it('calls nothing exact that no line of the engine cites', () => {
    const cited = new Set(citations.map(({ rule }) => rule))
    const parts = new Set(citations.map(({ rule }) => rule.replace(/[a-z]$/, '')))
    const bare = [...ledger.values()].filter((e) => e.status === 'exact' && !cited.has(e.rule) && !parts.has(e.rule))
    expect(bare.map((entry) => entry.rule)).toEqual([])
  })
})
