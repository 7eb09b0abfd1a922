import type { Filter } from '../types'

/** S-17 rank 1, S-18: a demand equal to what is left fits. */
export const cpu: Filter = {
  name: 'cpu',
  rank: 1,
  reason: 'RESOURCE:CPU',
  accepts: ({ request }, { cpuUnitsLeft }) => cpuUnitsLeft >= request.demand.cpuUnits,
  detail: ({ request }, { cpuUnitsLeft }) => `needs ${request.demand.cpuUnits} CPU units, ${cpuUnitsLeft} left`,
}
