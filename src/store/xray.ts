/** The X-ray of a placement (screens.md §7): which decision is laid over the stage. Panel and graph read `ui.xray`. */
import type { DecisionDetail } from '../worker'
import { client } from '../worker'
import { setUi } from './ui'
import { world } from './world'

/** Lays a placement over the stage. False when there is no such placement any more. */
export async function openXray(decisionId: string): Promise<boolean> {
  const decision = await client.explain(decisionId)
  if (decision?.kind !== 'placement') return false
  setUi({ xray: decision })
  return true
}

/** The newest placement that was about this task (the worker answers newest first). */
export async function openXrayOfTask(taskId: string): Promise<boolean> {
  const decisions: DecisionDetail[] = await client.decisions(taskId)
  const placement = decisions.find((decision) => decision.kind === 'placement')
  return placement ? openXray(placement.id) : false
}

/** The last attempt of the service's tray: why the wanted tasks have no place. */
export async function openXrayOfTray(serviceId: string): Promise<boolean> {
  const decisionId = world.rows.services.get(serviceId)?.tray?.decisionId
  return decisionId ? openXray(decisionId) : false
}

export function closeXray(): void {
  setUi({ xray: null })
}
