/** Named workspaces: switch, copy, rename, delete with undo; and the one that a visit begins with. */
import { client } from '../../worker'
import { setUi, ui } from '../ui'
import { adopt, freeName, keep, refreshIndex } from './autosave'
import type { KeptRun } from './database'
import { readRun, removeRun, writeRun } from './database'
import { forgetWorkspace, lastWorkspace, rememberWorkspace } from './here'
import { isFree, lockWorkspace, unlockWorkspace } from './lock'
import { detach, tellDifference, tellRefusal, turnPage } from './open'
import { record, setRecord } from './state'

/** Opens the workspace that this tab, or any tab, played last. False when there is none to open. */
export async function openLast(): Promise<boolean> {
  const id = lastWorkspace()
  if (id === null) return false
  void refreshIndex()
  return openWorkspace(id, false)
}

/** Opens a workspace, stopped where it was left; one that another tab plays is opened as a copy. False when it cannot be. */
export async function openWorkspace(id: string, tell = true): Promise<boolean> {
  if (record().workspaceId === id) return true
  await keep(true)
  let run: KeptRun | null
  try {
    run = await readRun(id)
  } catch {
    run = null
  }
  if (!run) {
    if (tell) tellRefusal('The workspace', 'it is not in this browser any more')
    return false
  }
  const before = record().workspaceId
  const mine = await lockWorkspace(id)
  const { name, nowMs, engine, digest } = run
  try {
    const result = await client.open(run.record, nowMs, true)
    if (!result.ok) throw new Error(result.error?.message)
    if (mine) {
      setRecord({ workspaceId: id, notice: null })
      rememberWorkspace(id)
    } else detach()
    turnPage(name, false)
    client.pause()
    client.setSpeed(ui().speed)
    setUi({ ready: true })
    if (result.error) {
      const text = `${name} was opened up to ${result.error.place}: ${result.error.message}`
      setUi({ trouble: { tone: 'warn', text, report: null } })
    } else await tellDifference(name, engine, digest)
    if (!mine) await openCopy(name)
    return true
  } catch (error) {
    if (mine && before === null) unlockWorkspace()
    else if (mine && before !== null) await lockWorkspace(before)
    tellRefusal(name, error instanceof Error ? error.message : String(error))
    return false
  }
}

async function openCopy(name: string): Promise<void> {
  await adopt(`${name} (copy)`)
  setRecord({ notice: { text: `${name} is open in another tab. This is a copy: ${ui().title}.` } })
}

/** Names the present run; one that was not kept is kept from now on. */
export async function renameWorkspace(name: string): Promise<void> {
  const title = name.replace(/\s+/g, ' ').trim().slice(0, 80)
  if (title === '' || (title === ui().title && record().workspaceId !== null)) return
  if (record().workspaceId === null) {
    await adopt(title)
    return
  }
  setUi({ title: freeName(title) })
  await keep()
}

/** Deletes a workspace; the notice can bring it back. The run on screen stays there, not kept. */
export async function deleteWorkspace(id: string): Promise<void> {
  const mine = record().workspaceId === id
  if (!mine && !(await isFree(id))) {
    setRecord({ notice: { text: 'Another tab plays this workspace: close that tab first.' } })
    return
  }
  await keep()
  try {
    const run = await readRun(id)
    if (mine) detach()
    await removeRun(id)
    forgetWorkspace(id)
    if (!run) return
    setRecord({ notice: { text: `Deleted ${run.name}.`, undo: () => void bringBack(id, run, mine) } })
  } catch {
    // `storage` says so.
  }
}

async function bringBack(id: string, run: KeptRun, mine: boolean): Promise<void> {
  setRecord({ notice: null })
  try {
    await writeRun(id, run)
  } catch {
    return
  }
  if (mine && record().workspaceId === null) await openWorkspace(id)
}
