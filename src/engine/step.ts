/** Stepping: to the next event, decision or cause (design.md §3, §4). */
import type { Sim } from './kernel'
import type { NextKind, NextResult } from './types'

/** What makes an instant a cause: a change of a task's, target's, instance's or deployment's state. */
function signature(sim: Sim): Map<string, string> {
  const map = new Map<string, string>()
  for (const t of sim.t.tasks.values())
    map.set(t.id, `${t.lastStatus} ${t.desiredStatus} ${t.healthStatus} ${t.countsAsHealthy}`)
  for (const t of sim.t.targets.values()) map.set(t.id, t.state)
  for (const i of sim.t.containerInstances.values()) map.set(i.id, `${i.status} ${i.agentConnected}`)
  for (const d of sim.t.deployments.values()) map.set(d.id, `${d.status} ${d.rolloutState}`)
  return map
}

function differs(a: Map<string, string>, b: Map<string, string>): boolean {
  if (a.size !== b.size) return true
  for (const [id, text] of b) if (a.get(id) !== text) return true
  return false
}

/** Runs whole instants until one of the asked kind has been completed, at most `limitMs` on. */
export function stepTo(sim: Sim, kind: NextKind, limitMs: number): NextResult {
  const limit = sim.nowMs + limitMs
  const skipped = new Map<string, { count: number; firstMs: number; lastMs: number }>()
  const before = kind === 'cause' ? signature(sim) : null
  const decisions = sim.countOf('dec')
  sim.onEvent = (event) => {
    const entry = skipped.get(event.kind) ?? { count: 0, firstMs: event.atMs, lastMs: event.atMs }
    skipped.set(event.kind, { count: entry.count + 1, firstMs: entry.firstMs, lastMs: event.atMs })
  }
  let found = false
  try {
    for (let next = sim.nextAt(); next !== undefined && next <= limit && !found; next = sim.nextAt()) {
      sim.runUntil(next)
      sim.settle()
      if (kind === 'event') found = true
      else if (kind === 'decision') found = sim.countOf('dec') !== decisions
      else found = before !== null && differs(before, signature(sim))
    }
    if (!found) sim.runUntil(limit)
  } finally {
    sim.onEvent = null
  }
  return {
    found,
    skipped: [...skipped].map(([k, v]) => ({ kind: k, count: v.count, spanMs: v.lastMs - v.firstMs })),
  }
}
