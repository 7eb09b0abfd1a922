/**
 * How true the simulator is to each numbered rule (design.md §2). The rules number facts about ECS with their sources;
 * `exact`: it does what the rule says; `approximate`: with the shortcut or assumption of `how`; `notModelled`: it does not.
 * Nothing in the engine imports this file, so that a page that imports it lazily loads it only when it is shown.
 */
import entries from './fidelity.json'

export interface FidelityEntry {
  /** `S-33`, `D-610c`: scheduling, networking (N), deployments (D), task definitions and API (T), scaling (AS), prices (P). */
  rule: string
  status: 'exact' | 'approximate' | 'notModelled'
  /** One sentence; always there unless `exact`. */
  how?: string
}

/** The ledger in the order of the rules. */
export const FIDELITY = entries as readonly FidelityEntry[]
