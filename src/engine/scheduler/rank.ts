/** The strategy chain over the instances that passed every check (S-31), and who came how far. */
import type { FunnelStep, PlacementOutcome } from '../model'
import type { RankedStrategy } from './strategies'
import { chainOf } from './strategies'
import type { Candidate, PlacementContext } from './types'

export interface Ranking {
  /** The winner; undefined without survivors. */
  chosen: Candidate | undefined
  /** One step per strategy, and one for the tie-break when it was needed. */
  steps: FunnelStep[]
  /** The best `keep` in order. */
  survivors: PlacementOutcome['survivors']
  /** Rules that took part. */
  rules: string[]
}

interface Column {
  strategy: RankedStrategy
  ranks: number[]
}

/** `survivors` are in host order; draws from the stream `placement` only where chance decides. */
export function rankSurvivors(context: PlacementContext, survivors: readonly Candidate[], keep: number): Ranking {
  if (survivors.length === 0) return { chosen: undefined, steps: [], survivors: [], rules: [] }
  const columns: Column[] = []
  const steps: FunnelStep[] = []
  const rules: string[] = []
  let left = survivors.map((_candidate, i) => i)
  let drawn = false
  for (const strategy of chainOf(context.request)) {
    const before = left.length
    rules.push(strategy.rule)
    if ('ranks' in strategy) {
      const ranks = strategy.ranks(context, survivors)
      columns.push({ strategy, ranks })
      left = lowest(left, ranks)
    } else if (left.length > 1) {
      // S-34: whatever follows has no effect.
      left = [left[context.sim.random('placement', left.length)] as number]
      drawn = true
    }
    steps.push({ step: strategy.name, in: before, out: left.length, reasons: {} })
    if (strategy.name === 'random') break
  }
  if (left.length > 1) {
    steps.push({ step: 'host order', in: left.length, out: 1, reasons: {} })
    rules.push('S-4')
  }
  const winner = left[0] as number
  const order = bestFirst(survivors.length, columns, winner, keep)
  return { chosen: survivors[winner], steps, survivors: describe(survivors, columns, order, winner, drawn), rules }
}

function lowest(indices: number[], ranks: number[]): number[] {
  let best = ranks[indices[0] as number] as number
  for (const i of indices) if ((ranks[i] as number) < best) best = ranks[i] as number
  return indices.filter((i) => ranks[i] === best)
}

/** Indices by rank in each column, then the winner, then host order; only the first `keep`. */
function bestFirst(size: number, columns: Column[], winner: number, keep: number): number[] {
  const ranksOf = columns.map(({ ranks }) => ranks)
  const compare = (a: number, b: number) => {
    for (let c = 0; c < ranksOf.length; c++) {
      const ranks = ranksOf[c] as number[]
      const difference = (ranks[a] as number) - (ranks[b] as number)
      if (difference !== 0) return difference
    }
    return a === winner ? -1 : b === winner ? 1 : a - b
  }
  const order: number[] = []
  if (size <= keep) {
    for (let i = 0; i < size; i++) order.push(i)
    return order.sort(compare)
  }
  for (let i = 0; i < size; i++) {
    if (order.length === keep && compare(i, order[keep - 1] as number) > 0) continue
    let at = order.length
    while (at > 0 && compare(i, order[at - 1] as number) < 0) at--
    order.splice(at, 0, i)
    if (order.length > keep) order.pop()
  }
  return order
}

/** Neighbours in the order mostly hold the same values: they share one sentence. */
function describe(
  survivors: readonly Candidate[],
  columns: Column[],
  order: number[],
  winner: number,
  drawn: boolean,
): PlacementOutcome['survivors'] {
  const equals = countEquals(survivors.length, columns, winner)
  let text = ''
  let textOf = -1
  return order.map((i, position) => {
    if (i === winner || textOf === winner || textOf < 0 || !sameRanks(columns, i, textOf)) {
      text = sentence(columns, i, winner, equals, drawn)
    }
    textOf = i
    return { id: (survivors[i] as Candidate).id, rank: position + 1, because: text }
  })
}

const sameRanks = (columns: Column[], a: number, b: number) => columns.every(({ ranks }) => ranks[a] === ranks[b])

function countEquals(size: number, columns: Column[], winner: number): number {
  let count = 0
  for (let i = 0; i < size; i++) if (sameRanks(columns, i, winner)) count++
  return count
}

function sentence(columns: Column[], i: number, winner: number, equals: number, drawn: boolean): string {
  const values = columns.map(({ strategy, ranks }) => strategy.describe(ranks[i] as number)).join(', ')
  const verdict = verdictOn(columns, i, winner, equals, drawn)
  return values && verdict ? `${values}; ${verdict}` : values || verdict
}

function verdictOn(columns: Column[], i: number, winner: number, equals: number, drawn: boolean): string {
  if (i === winner) {
    if (equals === 1) return columns.length === 0 ? 'the only one' : ''
    return drawn ? `drawn from ${equals} equals` : `first registered of ${equals} equals`
  }
  const lost = columns.find(({ ranks }) => ranks[i] !== ranks[winner])
  if (lost) return `behind at ${lost.strategy.name}`
  return drawn ? 'equal, not drawn' : 'equal, registered later'
}
