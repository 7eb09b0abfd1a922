/** Where a deployment that shifts traffic or has hooks stands, for the stage track (deployments.md section 5). */
import type { RowTypes } from '../../engine'
import { LIFECYCLE_STAGES } from '../../engine'
import type { ShiftView } from '../views'
import type { Source } from './source'

/** null for a plain rolling update. */
export function projectShift(row: RowTypes['deployments'], source: Source): ShiftView | null {
  const record = source.row('serviceDeployments', row.serviceDeploymentId)
  const shift = record?.shift
  if (!record || !shift) return null
  const over = record.finishedAtMs !== null
  // Where the way forwards ended, when it did not end well.
  const stopped = record.status !== 'SUCCESSFUL' && (over || record.status.startsWith('ROLLBACK'))
  const stateOf = (name: string) => {
    if (name === shift.stage) return stopped ? 'stopped' : over ? 'done' : 'now'
    return entered.has(name as never) ? 'done' : 'ahead'
  }
  const entered = new Map(shift.track.map(({ stage, fromMs }) => [stage, fromMs]))
  const waiting = over ? null : source.engine.waiting(row.serviceId)
  return {
    strategy: shift.strategy,
    stage: shift.stage,
    stages: LIFECYCLE_STAGES.filter((name) => name !== 'RECONCILE_SERVICE' || entered.has(name)).map((name) => ({
      name,
      state: stateOf(name),
      fromMs: entered.get(name) ?? null,
    })),
    step: shift.step,
    steps: shift.steps.map((tenths) => tenths / 10),
    weights: { production: shift.productionWeight / 10, test: shift.testWeight / 10 },
    hooks: shift.hooks.map(({ hookId, targetType, targetArn, status, expiresAtMs, timeoutAction }) => ({
      hookId,
      targetType,
      target: targetArn,
      status,
      expiresAtMs,
      timeoutAction,
    })),
    rollingBack: !over && record.status.startsWith('ROLLBACK'),
    endsAtMs: waiting?.kind === 'stage' ? waiting.untilMs : null,
  }
}
