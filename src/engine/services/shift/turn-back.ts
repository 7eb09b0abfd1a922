/** The moment a traffic shift fails: where its traffic goes at once (D-521). */
import type { Sim } from '../../kernel'
import type { DeploymentRow } from '../../model'
import { writeTestWeights, writeWeights } from './routing'
import { patchShift, tasksByDeployment } from './state'

/** Begins the way back of a failed deployment to `target`, which is PRIMARY already. */
export function turnBack(sim: Sim, failed: DeploymentRow, target: DeploymentRow): void {
  const record = sim.t.serviceDeployments.get(failed.serviceDeploymentId)
  const state = record?.shift
  if (!record || !state || state.strategy === 'ROLLING') return
  const service = sim.t.services.need(failed.serviceId)
  const tasks = tasksByDeployment(sim, service.id)
  // While blue still runs traffic goes back to it before anything else.
  const blueServes = state.blueId !== null && (service.desiredCount === 0 || tasks(state.blueId).healthy > 0)
  if (blueServes) {
    const moved = { test: state.testWeight > 0, production: state.productionWeight > 0 }
    const next = patchShift(sim, record.id, { testWeight: 0, productionWeight: 0 })
    if (moved.test) writeTestWeights(sim, next)
    if (moved.production) writeWeights(sim, next)
  }
  const back = blueServes ? state.blueId === target.id : false
  patchShift(sim, record.id, { rollback: back || state.stage === null ? 'cleaning' : 'relaunch' })
}
