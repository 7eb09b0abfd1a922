/** Branches of a run: step logs that share a beginning, and what can be done with them. Pure data and functions. */
import type { AheadStep, BranchRecord, LoggedCommand } from '../protocol'
import type { Place } from './checkpoints'
import { reaches } from './checkpoints'
import { Journal } from './journal'

/** A step of the scenario or a command of the user, in the order in which they apply. */
export interface Step extends AheadStep {
  own: boolean
  gesture: number | null
  /** The literal command once it was applied; steps that must be refused never have one. */
  logged: LoggedCommand | null
}

export interface Branch {
  id: string
  name: string
  named: boolean
  steps: Step[]
  /** The furthest point it was run to. */
  end: Place
  /** Where it was left. */
  left: Place
  /** Not worth listing once it is left: made by undo and nothing done in it, or playing shows it again. */
  quiet: boolean
  /** Where it was made. */
  startMs: number
  /** The branch that "start over" left. */
  resetFrom: string | null
  journal: Journal
}

export const MAIN = 'main'
/** Branches kept besides the current one; the oldest without a name goes first. */
export const BRANCHES_KEPT = 20
const LONGEST_NAME = 80

export const newBranch = (id: string, steps: Step[]): Branch => ({
  id,
  name: 'Main',
  named: false,
  steps,
  end: { atMs: 0, done: false },
  left: { atMs: 0, done: false },
  quiet: false,
  startMs: 0,
  resetFrom: null,
  journal: new Journal(),
})

/** A step of the scenario as it was before it was reached. */
const unapplied = (step: Step): Step => ({ ...step, logged: null })

/**
 * A branch that shares the first `applied` steps with `from` up to `place` and goes on with what the scenario itself
 * still has to come; the user's own later commands stay behind.
 */
export function forkOf(from: Branch, id: string, place: Place, applied: number): Branch {
  const later = from.steps.slice(applied).filter((step) => !step.own)
  return {
    ...newBranch(id, [...from.steps.slice(0, applied), ...later.map(unapplied)]),
    name: from.named ? 'Main' : from.name,
    end: { ...place },
    left: { ...place },
    startMs: place.atMs,
    journal: from.journal.upTo(place),
  }
}

/** The user's last command among the first `applied` steps; -1 when there is none. */
export function lastOwn(steps: readonly Step[], applied = steps.length): number {
  let last = applied - 1
  while (last >= 0 && !steps[last]?.own) last--
  return last
}

/** Where the gesture begins that the user's last command among the first `applied` steps belongs to; -1 for none. */
export function lastGesture(steps: readonly Step[], applied: number): number {
  const last = lastOwn(steps, applied)
  const gesture = steps[last]?.gesture ?? null
  if (gesture === null) return last
  let first = last
  for (let at = last; at >= 0; at--) if (steps[at]?.own && steps[at]?.gesture === gesture) first = at
  return first
}

export const commandsOf = (steps: readonly Step[]): LoggedCommand[] => steps.flatMap((step) => step.logged ?? [])
export const aheadOf = (steps: readonly Step[]): AheadStep[] =>
  steps.flatMap(({ own, gesture: _, logged, ...step }) => (own || logged ? [] : [step]))

const sameCommand = (a: LoggedCommand | undefined, b: LoggedCommand | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.atMs === b.atMs &&
    a.service === b.service &&
    a.operation === b.operation &&
    JSON.stringify(a.input) === JSON.stringify(b.input))

/** How many commands from the beginning are the same. */
export function sharedCommands(a: readonly LoggedCommand[], b: readonly LoggedCommand[]): number {
  let count = 0
  while (count < a.length && count < b.length && sameCommand(a[count], b[count])) count++
  return count
}

/** The instant from which two branches may differ: of the first command that is not the same, else where one ends. */
export function divergenceMs(a: Branch, b: Branch): number {
  const [here, there] = [commandsOf(a.steps), commandsOf(b.steps)]
  const shared = sharedCommands(here, there)
  const next = [here[shared]?.atMs, there[shared]?.atMs].filter((atMs) => atMs !== undefined)
  return next.length > 0 ? Math.min(...next) : Math.min(a.end.atMs, b.end.atMs)
}

export const cleanName = (name: string): string => name.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME)

/** The branches besides `current` as logs; each shares a beginning with one that stands before it, or with `current`. */
export function recordBranches(current: Branch, branches: readonly Branch[]): BranchRecord[] {
  const before: Branch[] = [current]
  const records: BranchRecord[] = []
  for (const branch of branches) {
    if (branch === current) continue
    const commands = commandsOf(branch.steps)
    let from: Branch = current
    let shared = -1
    for (const other of before) {
      const count = sharedCommands(commands, commandsOf(other.steps))
      if (count <= shared) continue
      from = other
      shared = count
    }
    const { id, name, named, left, end } = branch
    const ahead = aheadOf(branch.steps)
    records.push({
      ...{ id, name, named, from: from.id, shared },
      ...{ commands: commands.slice(shared), ahead, endMs: end.atMs, leftMs: left.atMs },
    })
    before.push(branch)
  }
  return records
}

/** A branch's steps from its log; `ahead` is what the scenario still has to come. */
export function stepsOf(commands: readonly LoggedCommand[], ahead: readonly AheadStep[]): Step[] {
  const past = commands.map(
    (command, at): Step => ({
      ...{ atMs: command.atMs, service: command.service, operation: command.operation, input: command.input },
      ...{ fails: null, place: `commands[${at}]`, literal: true, save: command.save ?? null },
      ...{ own: command.own === true, gesture: command.gesture ?? null, logged: command },
    }),
  )
  const future = ahead.map((step): Step => ({ ...step, own: false, gesture: null, logged: null }))
  return [...past, ...future].sort((a, b) => a.atMs - b.atMs)
}

/** True when the branch was run beyond `place`. */
export const hasFuture = (branch: Branch, place: Place): boolean => !reaches(branch.end, place)
