/**
 * Timings and settings: every ASSUMPTION of the rulebooks behind one name and one default (facts/README.md, table
 * "Timings and settings", October 2026). Seconds unless the name says otherwise. `playground.SetTimings` takes exactly these names.
 */
export const DEFAULT_TIMINGS = {
  /** D-200, D-900 */
  schedulerTick: 10,
  /** D-208, S-69 (documented) */
  healthyWaitNoChecks: 40,
  /** N-38, N-39, D-902 */
  eniAttachEc2: 8,
  eniAttachFargate: 15,
  /** N-39, N-40, D-910 */
  eniDetach: 10,
  eniTimeout: 180,
  /** N-35, S-103 */
  trunkAttach: 20,
  /** S section 9, D-903 */
  imagePullBase: 1,
  imagePullMiBPerSecond: 60,
  imagePullCached: 0.5,
  /** D-804, N-52 */
  imagePullFailure: 60,
  connectivityFailure: 120,
  /** D-904, N section J */
  containerStart: 2,
  /** N-90, D-905 */
  activatingLb: 0,
  /** D-909; an image's own drainSeconds wins */
  gracefulExit: 2,
  /** N-96: whole ticks between the stop decision and DeregisterTargets */
  deregisterLag: 1,
  /** N-98 */
  abruptDeregLag: 20,
  /** N constants, N-56, N-66 */
  albRegistration: 1,
  albFirstProbe: 2,
  nlbRegistration: 90,
  nlbNewConnectionLag: 60,
  lbProvisioning: 60,
  /** D-806, S-76, S-79 */
  hostLossDetection: 60,
  agentDisconnectDetection: 120,
  /** S-122, D-113 */
  provisioningTimeout: 900,
  /** S-152 */
  placementRetryFast: 50,
  placementRetrySlow: 300,
  placementRetryOnChange: true,
  /** D-242, S-151 */
  startThrottleBase: 30,
  startThrottleMax: 1620,
  /** S-64 */
  azRebalanceCheck: 60,
  /** D-430, D-432, D-530 */
  alarmPoll: 10,
  rollingAlarmBake: 240,
  hookCallbackDelay: 30,
  /** D-251, D-117, S-103, D-730 */
  steadyRepeat: 21_600,
  stoppedRetention: 3_600,
  inactiveRetention: 3_600,
  /** S section 9 */
  ec2Launch: 20,
  ec2Register: 45,
  ec2WarmStart: 30,
  /** S-143 */
  managedInstancesScaleInAfter: 300,
  /** N-111, N-118 */
  cloudMapPropagation: 5,
  cloudMapHealthDelay: 30,
  cloudMapTtl: 60,
  /** README "Where two rulebooks disagree" 2, 3, 5 */
  releaseAt: 'desiredStopped' as 'desiredStopped' | 'stopped',
  scaleInTie: 'random' as 'random' | 'oldest',
  initialTargetHealthy: 'oneCheck' as 'oneCheck' | 'healthyThreshold',
  /** D-305, D-403, D-400, D-330, N-98 */
  countStoppingTowardsMax: true,
  capacityCountsAsFailure: true,
  breakerForBlueGreen: true,
  scaleOutGrowsOld: true,
  drainOnStopTask: true,
  /** D-318 */
  modelDigestResolution: false,
  /** S-22 */
  checkArchitectureWhenUnset: true,
  /** AS-35 */
  metricDelay: 'classroom' as 'classroom' | 'real',
}

export type Timings = typeof DEFAULT_TIMINGS

/** Settings with a closed set of words. */
export const TIMING_WORDS: Partial<Record<keyof Timings, readonly string[]>> = {
  releaseAt: ['desiredStopped', 'stopped'],
  scaleInTie: ['random', 'oldest'],
  initialTargetHealthy: ['oneCheck', 'healthyThreshold'],
  metricDelay: ['classroom', 'real'],
}
