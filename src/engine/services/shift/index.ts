/** Deployments that shift traffic: BLUE_GREEN, LINEAR, CANARY, and hooks of rolling updates (deployments.md section 5). */
export { advanceShift, shiftIsDone, wakeForShift } from './advance'
export { checkShift } from './config'
export { decideHook, hookAnswers, hookExpires } from './hooks'
export { planService, wholePlan } from './plan'
export { rollingOf, shiftOf } from './state'
export { CANARY_DEFAULTS, DEFAULT_BAKE_MINUTES, LINEAR_DEFAULTS, strategyOf } from './steps'
export { stageWaiting } from './waiting'
