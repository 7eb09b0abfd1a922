/** Faults that end by themselves. */
import { endFault } from './api/playground/faults'
import { instanceFaultEvents } from './api/playground/instance-faults'
import type { EventHandlers } from './kernel'

export const faultEvents: EventHandlers = {
  ...instanceFaultEvents,
  'fault.over': (sim, e) => endFault(sim, e.ref),
}
