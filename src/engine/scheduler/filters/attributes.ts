import type { ContainerInstanceRow } from '../../model'
import { attributeOf } from '../query'
import type { Filter, PlacementContext } from '../types'

const REASON = 'ATTRIBUTE'

/** Attribute objects never change in place, so which of a definition's requirements one lacks is found out once. */
const known = new WeakMap<readonly string[], WeakMap<Record<string, string>, string | null>>()

/** The first required attribute that the instance lacks or has with another value; null when it has all. */
function missingAttribute(required: readonly string[], ci: ContainerInstanceRow): string | null {
  if (required.length === 0) return null
  let byAttributes = known.get(required)
  if (!byAttributes) {
    byAttributes = new WeakMap()
    known.set(required, byAttributes)
  }
  let missing = byAttributes.get(ci.attributes)
  if (missing === undefined) {
    missing = required.find((entry) => !hasAttribute(entry, ci)) ?? null
    byAttributes.set(ci.attributes, missing)
  }
  return missing
}

function hasAttribute(entry: string, ci: ContainerInstanceRow): boolean {
  const equals = entry.indexOf('=')
  if (equals < 0) return Object.hasOwn(ci.attributes, entry)
  return attributeOf(ci, entry.slice(0, equals)) === entry.slice(equals + 1)
}

/** S-21, T-100: what the definition requires. */
export const attributes: Filter = {
  name: 'attributes',
  rank: 6,
  reason: REASON,
  accepts: ({ request }, { ci }) => missingAttribute(request.demand.requiresAttributes, ci) === null,
  detail: ({ request }, { ci }) =>
    `requires the attribute ${missingAttribute(request.demand.requiresAttributes, ci)}, the instance lacks it`,
}

/** S-21: an awsvpc task requires `ecs.vpc-id` of its subnets' VPC (over N-36b; scheduling.md leads on placement). */
export const vpc: Filter = {
  name: 'vpc',
  rank: 6,
  reason: REASON,
  accepts: ({ request }, { ci }) =>
    !request.demand.awsvpc || request.vpcId === null || (attributeOf(ci, 'ecs.vpc-id') ?? ci.vpcId) === request.vpcId,
  detail: ({ request }, { ci }) => `requires ecs.vpc-id ${request.vpcId}, the instance is in ${ci.vpcId}`,
}

/** What of the platform differs: [attribute, required, found]; undefined when it fits. */
function platformConflict(
  { sim, request }: PlacementContext,
  ci: ContainerInstanceRow,
): [string, string, string] | undefined {
  const { cpuArchitecture, operatingSystemFamily, architectureNamed } = request.demand
  const architecture = attributeOf(ci, 'ecs.cpu-architecture')
  const checked = architectureNamed || sim.timings.checkArchitectureWhenUnset
  if (checked && architecture !== undefined && architecture.toUpperCase() !== cpuArchitecture.toUpperCase()) {
    return ['ecs.cpu-architecture', cpuArchitecture.toLowerCase(), architecture]
  }
  const family = attributeOf(ci, 'ecs.os-family')
  if (family !== undefined && family.toUpperCase() !== operatingSystemFamily.toUpperCase()) {
    return ['ecs.os-family', operatingSystemFamily, family]
  }
  return undefined
}

/** S-22: another CPU architecture or operating system than the definition's. */
export const platform: Filter = {
  name: 'platform',
  rank: 6,
  reason: REASON,
  accepts: (context, { ci }) => platformConflict(context, ci) === undefined,
  detail(context, { ci }) {
    const [name, required, found] = platformConflict(context, ci) ?? []
    return `requires ${name} ${required}, the instance has ${found}`
  },
}
