import type { PlacementStrategy } from '@aws-sdk/client-ecs'
import type { RankedStrategy } from './types'

/** S-33: the least left of the resource, before placing. */
export function binpack({ field = '' }: PlacementStrategy): RankedStrategy {
  const ofCpu = field.toUpperCase() === 'CPU'
  return {
    name: `binpack ${ofCpu ? 'CPU' : 'MEMORY'}`,
    rule: 'S-33',
    ranks: (_context, candidates) => candidates.map((c) => (ofCpu ? c.cpuUnitsLeft : c.memoryMiBLeft)),
    describe: (rank) => (ofCpu ? `${rank} CPU units left` : `${rank} MiB left`),
  }
}
