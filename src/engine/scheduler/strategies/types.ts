import type { Candidate, PlacementContext } from '../types'

/** A strategy that orders: the chain keeps the candidates of the lowest rank (S-31). */
export interface RankedStrategy {
  /** Type and field, as `spread instanceId`. */
  name: string
  rule: string
  /** One whole number per candidate. */
  ranks(context: PlacementContext, candidates: readonly Candidate[]): number[]
  /** What a rank means, for people: `2 tasks in its zone`. */
  describe(rank: number): string
}

/** S-34: one of those left, whoever they are; nothing after it has an effect. */
export interface RandomStrategy {
  name: 'random'
  rule: string
}

export type Strategy = RankedStrategy | RandomStrategy
