/** A timeline as a record, and back: what the page keeps so that nothing is lost with the worker. */
import type { RunRecord } from '../protocol'
import type { Step } from './branches'
import { aheadOf, commandsOf, MAIN, newBranch, recordBranches, stepsOf } from './branches'
import type { ScriptStep } from './script'
import { Timeline } from './timeline'

/** The scenario's steps as steps of a branch. */
export const stepsOfScript = (script: readonly ScriptStep[]): Step[] =>
  script.map((step) => ({ ...step, own: false, gesture: null, logged: null }))

export function recordOf(timeline: Timeline): RunRecord {
  const { branch, head } = timeline
  const branches = recordBranches(branch, timeline.branches)
  return {
    ...head,
    commands: commandsOf(branch.steps),
    ahead: aheadOf(branch.steps),
    fromMs: timeline.fromMs,
    endMs: branch.end.atMs,
    branch: branch.id,
    branchName: branch.name,
    ...(branches.length > 0 ? { branches } : {}),
  }
}

/** A timeline at the beginning of the record's branch. Throws EngineError for an impossible head. */
export function timelineOf(record: RunRecord): Timeline {
  const { seed, timings, startTime, commands, ahead = [], fromMs = 0 } = record
  const timeline = new Timeline({ seed, timings, startTime }, stepsOf(commands, ahead), fromMs)
  timeline.adoptBranches(record.branch ?? MAIN, record.branchName ?? null, record.endMs ?? 0, () => others(record))
  return timeline
}

function others(record: RunRecord) {
  const logs = new Map([[record.branch ?? MAIN, record.commands]])
  return (record.branches ?? []).map(({ id, name, named, from, shared, commands, ahead, endMs, leftMs }) => {
    const log = [...(logs.get(from ?? '') ?? []).slice(0, shared), ...commands]
    logs.set(id, log)
    const end = { atMs: endMs, done: false }
    return { ...newBranch(id, stepsOf(log, ahead)), name, named, left: { atMs: leftMs, done: true }, end }
  })
}
