/** The capacity room: EC2 instances, container instances and what becomes of them. */
import type { EventHandlers } from '../kernel'
import { agentStarts, becomesRunning } from './instances'
import { cutNoticed, forgetContainerInstance, hostGone, trunkRemoved } from './loss'
import { trunkAttached } from './register'
import { spotReclaimed } from './spot'
import { zoneGone } from './zones'

export { isSystemAttribute } from './attributes'
export { changeContainerInstance, decideCapacity } from './changes'
export { type ClusterTaskCounts, clusterTaskCounts, total } from './cluster-counts'
export { type LaunchSpec, launchDelays, launchInstance, startInstance } from './instances'
export { cutAgent, deregister, type LossKind, loseHost, reconnectAgent, setImpaired } from './loss'
export { type Registration, registerInstance, seconds } from './register'
export { ACCOUNT_SETTINGS, callerArn, DEFAULT_PRINCIPAL, effectiveSetting } from './settings'
export { reclaimSpot } from './spot'
export { parseAgentConfig } from './user-data'
export { loseZone } from './zones'

export const capacityEvents: EventHandlers = {
  'capacity.running': (sim, e) => becomesRunning(sim, e.ref),
  'capacity.agentStarts': (sim, e) => agentStarts(sim, e.ref, e.n),
  'capacity.trunkAttached': (sim, e) => trunkAttached(sim, e.ref),
  'capacity.trunkRemoved': (sim, e) => trunkRemoved(sim, e.ref),
  'capacity.hostGone': (sim, e) => hostGone(sim, e.ref, e.n),
  'capacity.zoneGone': (sim, e) => zoneGone(sim, e.ref, e.n),
  'capacity.spotReclaimed': (sim, e) => spotReclaimed(sim, e.ref),
  'capacity.cutNoticed': (sim, e) => cutNoticed(sim, e.ref),
  'capacity.forgetContainerInstance': (sim, e) => forgetContainerInstance(sim, e.ref),
  'capacity.forgetInstance': (sim, e) => sim.t.instances.delete(e.ref),
}
