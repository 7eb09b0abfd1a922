/** What the tests of this room share: a world, the rulebook's base definitions B and F, and how a refusal is read. */
import { DEFAULT_TIMINGS } from '../../../data/timings'
import { ApiError, Sim } from '../../../kernel'
import { taskDefinitionOperations } from '.'

/** As on AWS's wire: members that the API does not have are left out (T-155). */
export const newSim = () => {
  const sim = new Sim(
    {
      seed: 1,
      region: 'us-east-1',
      accountId: '123456789012',
      startTimeMs: new Date('2026-01-05T09:00:00Z').getTime(),
    },
    DEFAULT_TIMINGS,
  )
  sim.features = { ignoreUnknownMembers: true }
  return sim
}

export const ARN = 'arn:aws:ecs:us-east-1:123456789012:task-definition/'
export const ROLE = 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole'

type Json = Record<string, unknown>

/** Definition B with members of the task and of its container put over it; undefined removes one. */
export const B = (task: Json = {}, app: Json = {}): Json => ({
  family: 'web',
  containerDefinitions: [{ name: 'app', image: 'nginx:1.27', memory: 128, ...app }],
  ...task,
})

/** Definition F, likewise. */
export const F = (task: Json = {}, app: Json = {}): Json => ({
  family: 'webf',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'app', image: 'nginx:1.27', ...app }],
  ...task,
})

// biome-ignore lint/suspicious/noExplicitAny: tests read answers freely
export const call = (sim: Sim, operation: string, input: unknown): any =>
  taskDefinitionOperations[operation]?.(sim, input)

export const register = (json: unknown, sim = newSim()) => call(sim, 'RegisterTaskDefinition', json).taskDefinition

/** "Name: message" of the refusal; fails when nothing was thrown or something else than an ApiError. */
export function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ApiError) return `${error.name}: ${error.message}`
    throw error
  }
  throw new Error('it was accepted')
}

export const refused = (json: unknown) => refusal(() => register(json))

/** A refusal as `refused` gives it. */
export const CE = (text: string) => `ClientException: ${text}`
export const IPE = (text: string) => `InvalidParameterException: ${text}`
export const two = (a: Json, b: Json) => ({
  containerDefinitions: [
    { name: 'a', image: 'nginx', memory: 64, ...a },
    { name: 'b', image: 'nginx', memory: 64, ...b },
  ],
})
export const ports = (...portMappings: Json[]) => ({ portMappings })
