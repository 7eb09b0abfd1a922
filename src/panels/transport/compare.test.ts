import { describe, expect, it } from 'vitest'
import type { BranchFigures } from '../../worker'
import { compareRows } from './compare'

const figures = (more: Partial<BranchFigures>): BranchFigures => ({
  ...{ name: 'Main', endMs: 200_000, commands: 9, failedRequests: 0 },
  services: [{ name: 'web', lowestHealthy: 3, peakTasks: 6, secondsToSteady: 130 }],
  ...more,
})

describe('compareRows', () => {
  it('puts the first difference first, then the figures of every service of either side', () => {
    const rows = compareRows({
      here: figures({}),
      there: figures({
        failedRequests: 12,
        services: [{ name: 'api', lowestHealthy: 0, peakTasks: 1, secondsToSteady: null }],
      }),
      firstDifference: {
        here: null,
        there: { atMs: 190_000, service: 'ecs', operation: 'DeleteCluster', input: { cluster: 'demo' } },
      },
    })
    expect(rows[0]).toMatchObject({ here: 'none', there: expect.stringContaining('aws ecs delete-cluster') })
    expect(rows.find(({ name }) => name === 'web: time to steady')).toMatchObject({
      here: '2 min 10 s',
      there: 'no service',
    })
    expect(rows.find(({ name }) => name === 'api: time to steady')?.there).toBe('not yet')
    expect(rows.at(-1)).toEqual({ name: 'Failed requests', here: '0', there: '12' })
  })
})
