/** Next revisions of a task definition, as commands. */
import { world } from '../store'
import type { ServiceView } from '../worker'
import { client } from '../worker'
import type { Step } from './types'
import { ecs, playground } from './types'

/** A RegisterTaskDefinition input; members stay as they are. */
export type Definition = {
  family: string
  containerDefinitions: ({ name: string; image: string } & Record<string, unknown>)[]
} & Record<string, unknown>

const READ_ONLY = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'deregisteredAt',
  'registeredBy',
  'playground',
])

interface Documents {
  services?: Record<string, unknown>[]
  taskDefinitions?: Record<string, unknown>[]
  images?: Record<string, unknown>[]
  targetGroups?: Record<string, unknown>[]
  listeners?: Record<string, unknown>[]
  rules?: Record<string, unknown>[]
  subnets?: Record<string, unknown>[]
}
export const documents = async (...tables: (keyof Documents)[]): Promise<Documents> =>
  ((await client.world(tables)) ?? {}) as Documents

/** What a service runs now, ready to be registered again. Throws when ECS no longer describes it. */
export async function definitionOf(service: ServiceView): Promise<Definition> {
  const { taskDefinitions = [] } = await documents('taskDefinitions')
  const found = taskDefinitions.find((row) => row.taskDefinitionArn === service.taskDefinition.arn)
  if (!found)
    throw new Error(`${service.taskDefinition.family}:${service.taskDefinition.revision} is not described any more`)
  const { tags, ...rest } = found
  // An empty list of tags is described, but refused as input (T-9).
  const given = Array.isArray(tags) && tags.length > 0 ? { ...rest, tags } : rest
  return Object.fromEntries(Object.entries(given).filter(([member]) => !READ_ONLY.has(member))) as Definition
}

/** `shop:1` → `shop:2`, `shop:v9` → `shop:v10`, anything else → `shop:2`. */
export function nextImage(image: string): string {
  const digest = image.indexOf('@')
  const plain = digest < 0 ? image : image.slice(0, digest)
  const colon = plain.lastIndexOf(':')
  const hasTag = colon > plain.lastIndexOf('/')
  const name = hasTag ? plain.slice(0, colon) : plain
  const tag = hasTag ? plain.slice(colon + 1) : ''
  const number = /^(.*?)(\d+)$/.exec(tag)
  return number ? `${name}:${number[1]}${Number(number[2]) + 1}` : `${name}:2`
}

const revisionOf = (answers: readonly unknown[]): string => {
  const answer = answers.at(-1) as { taskDefinition?: { family?: string; revision?: number } } | undefined
  return `${answer?.taskDefinition?.family}:${answer?.taskDefinition?.revision}`
}

/** Register `definition`, then move the service to it. `more` are further members of UpdateService. */
export function registerAndUpdate(
  service: ServiceView,
  definition: Definition,
  more: Record<string, unknown> = {},
): Step[] {
  return [
    ecs('RegisterTaskDefinition', definition),
    (answers) =>
      ecs('UpdateService', {
        cluster: clusterName(service),
        service: service.name,
        taskDefinition: revisionOf(answers),
        ...more,
      }),
  ]
}

/** The next revision with the next image tag; `behaviour` first describes that image (the ways to make it bad). */
export async function nextRevision(service: ServiceView, behaviour: Record<string, unknown> | null): Promise<Step[]> {
  const definition = await definitionOf(service)
  const [first, ...rest] = definition.containerDefinitions
  if (!first) throw new Error('The definition has no container')
  const image = nextImage(first.image)
  const steps = registerAndUpdate(service, { ...definition, containerDefinitions: [{ ...first, image }, ...rest] })
  if (!behaviour) return steps
  return [playground('PutImage', { image, ...behaviour }), ...steps]
}

export const clusterName = (service: ServiceView): string =>
  world.rows.clusters.get(service.clusterId)?.name ?? 'default'
