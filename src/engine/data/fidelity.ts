/**
 * How true the simulator is to each numbered rule (design.md §2). The rules number facts about ECS with their sources;
 * `exact`: it does what the rule says; `approximate`: with the shortcut or assumption of `how`; `notModelled`: it does not.
 */
export interface FidelityEntry {
  /** `S-33`, `D-610c`: scheduling, networking (N), deployments (D), task definitions and API (T), scaling (AS), prices (P). */
  rule: string
  status: 'exact' | 'approximate' | 'notModelled'
  /** One sentence; always there for `approximate`. */
  how?: string
}

let entries: Promise<readonly FidelityEntry[]> | undefined

/** The ledger in the order of the rules; fetched when first asked for, because only one panel of the page shows it. */
export function FIDELITY(): Promise<readonly FidelityEntry[]> {
  entries ??= import('./fidelity.json').then((file) => file.default as FidelityEntry[])
  return entries
}
