import { describe, expect, it } from 'vitest'
import { ApiError } from '../kernel'
import type { PlacementInput } from './validate'
import { validatePlacementInput } from './validate'

const refusal = (input: Partial<PlacementInput>): string => {
  try {
    validatePlacementInput({ launchType: 'EC2', ...input })
  } catch (error) {
    if (error instanceof ApiError && error.name === 'InvalidParameterException') return error.message
    throw error
  }
  return 'accepted'
}
const constraint = { type: 'memberOf', expression: 'attribute:a exists' } as const
const RANDOM = { type: 'random' } as const

it('S-8 stores host as instanceId and the resources in upper case', () => {
  const placementStrategy = [
    { type: 'spread', field: 'host' },
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'binpack', field: 'memory' },
    { type: 'binpack', field: 'Cpu' },
    { type: 'random' },
  ] as const
  expect(validatePlacementInput({ launchType: 'EC2', placementStrategy })).toEqual([
    { type: 'spread', field: 'instanceId' },
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'binpack', field: 'MEMORY' },
    { type: 'binpack', field: 'CPU' },
    { type: 'random' },
  ])
})

describe('refusals', () => {
  it.each<[string, Partial<PlacementInput>, string]>([
    ['S-8', { placementStrategy: [{ type: 'binpack', field: 'disk' }] }, "binpack field 'disk' is invalid."],
    ['S-8', { placementStrategy: [{ type: 'binpack' }] }, "binpack field '' is invalid."],
    ['S-8', { placementStrategy: [{ type: 'spread', field: 'zone' }] }, "spread field 'zone' is invalid."],
    ['S-8', { placementStrategy: [{ type: 'random', field: 'x' }] }, 'random field should not be specified.'],
    ['S-6', { placementStrategy: Array(6).fill(RANDOM) }, 'Maximum number of strategies is 5.'],
    [
      'S-6',
      { placementConstraints: Array(6).fill(constraint), taskDefinitionConstraints: Array(5).fill(constraint) },
      'placementConstraints cannot exceed 10.',
    ],
    [
      'S-7',
      { placementConstraints: [{ type: 'distinctInstance', expression: '' }] },
      'distinctInstance expression should not be specified.',
    ],
    ['S-7', { placementConstraints: [{ type: 'memberOf' }] }, 'Invalid expression: it is empty.'],
    [
      'S-83',
      { placementConstraints: [{ type: 'memberOf', expression: 'x == 1' }] },
      "Invalid expression: unknown subject 'x'.",
    ],
    [
      'S-9',
      { launchType: 'FARGATE', placementStrategy: [RANDOM] },
      'Placement strategies are not supported with FARGATE launch type.',
    ],
    [
      'S-9',
      { launchType: 'FARGATE', placementConstraints: [constraint] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
    [
      'S-9',
      { launchType: 'FARGATE', taskDefinitionConstraints: [constraint] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
    [
      'S-10',
      { launchType: 'MANAGED_INSTANCES', placementStrategy: [RANDOM] },
      'Placement strategies are not supported with MANAGED_INSTANCES launch type.',
    ],
    ['S-10', { launchType: 'MANAGED_INSTANCES', placementConstraints: [constraint] }, 'accepted'],
    [
      'S-11',
      { schedulingStrategy: 'DAEMON', placementStrategy: [RANDOM] },
      'The daemon scheduling strategy does not support placement strategies. Remove the placement strategy and try again',
    ],
    ['S-6', { placementStrategy: Array(5).fill(RANDOM), placementConstraints: Array(10).fill(constraint) }, 'accepted'],
  ])('%s %j', (_rule, input, message) => expect(refusal(input)).toBe(message))
})
