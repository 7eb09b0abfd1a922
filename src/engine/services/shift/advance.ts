/** Moves a deployment through its stages (D-510 … D-518) and writes what each stage does to traffic. */
import type { Sim } from '../../kernel'
import type { LifecycleStage, ServiceRow } from '../../model'
import { wake } from '../clock'
import { failDeployment } from '../rollback'
import { needsReconciling, reconcile, settleRolling, settleRoutes } from './begin'
import { beginHooks, hasHooks, hookFailure, isOver, openHook } from './hooks'
import { routeAllTo, routesBack, writeTestWeights, writeWeights } from './routing'
import type { Verdict } from './stages'
import { judgeStage, STAGE_LIMIT_MS, tooLong } from './stages'
import type { Shift } from './state'
import { configurationOf, factsOf, patchShift, rollingOf, shiftOf, tasksByDeployment } from './state'
import { ALL } from './steps'

/** The start of an evaluation: every stage that is over gives way to the next, until one holds or the deployment fails. */
export function advanceShift(sim: Sim, serviceId: string): void {
  gateRolling(sim, serviceId)
  for (;;) {
    const service = sim.t.services.need(serviceId)
    const shift = shiftOf(sim, service)
    if (!shift) return
    if (shift.primary.rollbackOf !== null) {
      turnAround(sim, service, shift)
      return
    }
    if (shift.state.stage === null) {
      if (!begin(sim, service, shift)) return
      continue
    }
    if (shift.state.stage === 'RECONCILE_SERVICE') reconcile(sim, service, shift)
    const verdict = judgeStage(shift.state, factsOf(sim, service, shift))
    if (!apply(sim, service, shift, verdict)) return
  }
}

/** What holds the shift now, without moving it; null when none is under way or it is on its way back. */
export function verdictOf(sim: Sim, service: ServiceRow): Verdict | null {
  const shift = shiftOf(sim, service)
  if (!shift || shift.primary.rollbackOf !== null || shift.state.stage === null) return null
  return judgeStage(shift.state, factsOf(sim, service, shift))
}

/** Whether the last stage (or the way back) is over: its tasks are STOPPED and the others whole (D-517, D-521). */
export function shiftIsDone(sim: Sim, service: ServiceRow, shift: Shift): boolean {
  if (shift.primary.rollbackOf === null) return verdictOf(sim, service)?.kind === 'done'
  const facts = factsOf(sim, service, shift)
  return shift.state.rollback === 'cleaning' && facts.old === 0 && facts.newHealthy >= facts.desired
}

/** The end of an evaluation: when to look again. */
export function wakeForShift(sim: Sim, serviceId: string): void {
  const verdict = verdictOf(sim, sim.t.services.need(serviceId))
  if (verdict?.kind === 'stay')
    wake(sim, serviceId, Math.max(sim.nowMs, Math.min(verdict.wakeMs, verdict.untilMs ?? verdict.wakeMs)))
}

/** True when there is more to do in this evaluation. */
function apply(sim: Sim, service: ServiceRow, shift: Shift, verdict: Verdict): boolean {
  switch (verdict.kind) {
    case 'next':
      if (shift.state.stage === 'RECONCILE_SERVICE' && !settled(sim, service, shift)) return false
      enterStage(sim, service, shift, verdict.stage, verdict.step)
      return true
    case 'bake':
      patchShift(sim, shift.record.id, { untilMs: verdict.untilMs })
      return true
    case 'fail':
      fail(sim, service, verdict.cause, verdict.reason)
      return true // the way back begins at once
    default:
      return false
  }
}

/** D-510, D-518: the first stage. True when the deployment has one. */
function begin(sim: Sim, service: ServiceRow, shift: Shift): boolean {
  if (needsReconciling(sim, service, shift)) {
    enterStage(sim, service, shift, 'RECONCILE_SERVICE', 0)
    return true
  }
  if (!settled(sim, service, shift)) return false
  enterStage(sim, service, shift, 'PRE_SCALE_UP', 0)
  return true
}

/** False when the listeners are wrong (D-504): the deployment has failed. */
function settled(sim: Sim, service: ServiceRow, shift: Shift): boolean {
  const problem = settleRoutes(sim, service, shift)
  if (problem !== null) fail(sim, service, 'network', problem)
  return problem === null
}

function fail(sim: Sim, service: ServiceRow, kind: 'hook' | 'stage' | 'network', reason: string): void {
  const { deploymentId } = sim.t.deployments.need(service.primaryId)
  failDeployment(sim, service.id, {
    kind,
    rollback: true,
    rolloutStateReason: `ECS deployment ${deploymentId} failed.`,
    eventTail: reason,
    statusReason: reason,
    alarms: [],
  })
}

function enterStage(sim: Sim, service: ServiceRow, shift: Shift, stage: LifecycleStage, step: number): void {
  const hooks = beginHooks(sim, shift.record, configurationOf(service, shift), stage)
  const { track } = sim.t.serviceDeployments.need(shift.record.id).shift ?? shift.state
  const state = patchShift(sim, shift.record.id, {
    stage,
    step,
    stageSinceMs: sim.nowMs,
    untilMs: null,
    hooks,
    track: [...track, { stage, step, fromMs: sim.nowMs }],
    ...(stage === 'TEST_TRAFFIC_SHIFT' ? { testWeight: ALL } : {}),
    ...(stage === 'PRODUCTION_TRAFFIC_SHIFT' ? { productionWeight: shift.state.steps[step] ?? ALL } : {}),
  })
  if (stage === 'TEST_TRAFFIC_SHIFT') writeTestWeights(sim, state)
  if (stage === 'PRODUCTION_TRAFFIC_SHIFT') writeWeights(sim, state)
  sim.decide({
    kind: 'rollingStep',
    subject: shift.primary.id,
    serviceId: service.id,
    rules: rulesOf(stage),
    because: sentenceOf(stage, state.productionWeight, state.steps.length, step),
    inputs: { desired: service.desiredCount, hooks: hooks.length, from: shift.state.stage },
    outcome: { stage, step, testWeight: state.testWeight / 10, productionWeight: state.productionWeight / 10 },
  })
}

function rulesOf(stage: LifecycleStage): string[] {
  if (stage === 'SCALE_UP') return ['D-510', 'D-511']
  if (stage === 'CLEAN_UP') return ['D-510', 'D-517']
  return stage.includes('TRAFFIC_SHIFT') ? ['D-510', 'D-512', 'D-513'] : ['D-510']
}

function sentenceOf(stage: LifecycleStage, weight: number, steps: number, step: number): string {
  switch (stage) {
    case 'PRODUCTION_TRAFFIC_SHIFT':
      return `PRODUCTION_TRAFFIC_SHIFT: step ${step + 1} of ${steps} sends ${weight / 10} % of production to the new revision.`
    case 'TEST_TRAFFIC_SHIFT':
      return 'TEST_TRAFFIC_SHIFT: all test traffic goes to the new revision.'
    case 'SCALE_UP':
      return 'SCALE_UP: all tasks of the new revision start beside the old ones.'
    case 'CLEAN_UP':
      return 'CLEAN_UP: the old revision has no traffic any more, its tasks stop.'
    default:
      return `${stage} begins: the stage before it is over.`
  }
}

/** D-521: traffic goes back in one step as soon as the target's tasks are there. */
function turnAround(sim: Sim, service: ServiceRow, shift: Shift): void {
  if (shift.state.rollback !== 'relaunch') return
  if (tasksByDeployment(sim, service.id)(shift.primary.id).healthy < service.desiredCount) return
  routeAllTo(sim, service.loadBalancers, shift.primary)
  patchShift(sim, shift.record.id, {
    rollback: 'cleaning',
    routes: routesBack(shift.state.routes, shift.primary),
    productionWeight: 0,
    testWeight: 0,
    blueId: shift.primary.id,
  })
  sim.decide({
    kind: 'rollingStep',
    subject: shift.primary.id,
    serviceId: service.id,
    rules: ['D-521'],
    because: 'The tasks it goes back to are healthy: all traffic returns to them in one step.',
    inputs: { desired: service.desiredCount },
    outcome: { productionWeight: 0 },
  })
}

/** D-540: hooks of a rolling update, before its first start and before its last old tasks go. */
function gateRolling(sim: Sim, serviceId: string): void {
  const service = sim.t.services.need(serviceId)
  const first = rollingOf(sim, service)
  if (!first) return
  if (!first.state.passed.includes('RECONCILE_SERVICE')) {
    settleRolling(sim, service, first)
    patchShift(sim, first.record.id, { passed: ['RECONCILE_SERVICE'] })
  }
  for (const stage of ['PRE_SCALE_UP', 'POST_SCALE_UP'] as const) {
    const shift = rollingOf(sim, service)
    if (!shift || shift.state.passed.includes(stage)) continue
    if (!gateOpens(sim, service, shift, stage)) return
    patchShift(sim, shift.record.id, { stage: null, passed: [...shift.state.passed, stage] })
  }
}

/** Whether the rolling update has nothing (more) to wait for at this stage. */
function gateOpens(sim: Sim, service: ServiceRow, shift: Shift, stage: 'PRE_SCALE_UP' | 'POST_SCALE_UP'): boolean {
  if (shift.state.stage !== stage) {
    if (stage === 'POST_SCALE_UP' && factsOf(sim, service, shift).newHealthy < service.desiredCount) return false
    if (!hasHooks(configurationOf(service, shift), stage)) return true
    enterStage(sim, service, shift, stage, 0)
  }
  const state = rollingOf(sim, service)?.state
  if (!state) return false
  const reason = hookFailure(state)
  if (reason !== null) {
    fail(sim, service, 'hook', reason)
    return false
  }
  // D-515: a function that is asked again and again wakes the service often enough.
  if (openHook(state)?.targetType === 'AWS_LAMBDA' && sim.nowMs >= state.stageSinceMs + STAGE_LIMIT_MS) {
    fail(sim, service, 'stage', tooLong(stage))
    return false
  }
  return state.hooks.every(isOver)
}
