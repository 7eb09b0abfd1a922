/** Placement strategies and constraints as the editor in the inspector offers them. Pure. */
import type { ServiceView } from '../../worker'

export interface PlacementPreset {
  id: string
  label: string
  strategy: { type: string; field?: string }[]
}

const ZONE = 'attribute:ecs.availability-zone'

/** S-35: a service without a strategy spreads over zones, then over instances. */
export const PRESETS: readonly PlacementPreset[] = [
  { id: 'default', label: 'None: ECS spreads over zones, then instances', strategy: [] },
  {
    id: 'spread',
    label: 'Spread over zones, then instances',
    strategy: [
      { type: 'spread', field: ZONE },
      { type: 'spread', field: 'instanceId' },
    ],
  },
  {
    id: 'spreadBinpack',
    label: 'Spread over zones, then fill by memory',
    strategy: [
      { type: 'spread', field: ZONE },
      { type: 'binpack', field: 'memory' },
    ],
  },
  { id: 'binpackMemory', label: 'Fill instances by memory', strategy: [{ type: 'binpack', field: 'memory' }] },
  { id: 'binpackCpu', label: 'Fill instances by CPU', strategy: [{ type: 'binpack', field: 'cpu' }] },
  { id: 'spreadInstance', label: 'Spread over instances', strategy: [{ type: 'spread', field: 'instanceId' }] },
  { id: 'random', label: 'Random', strategy: [{ type: 'random' }] },
]

/** The preset that a service has now; null for one that only the API can write. */
export function presetOf(strategy: ServiceView['placementStrategy']): PlacementPreset | null {
  const key = (list: readonly { type: string; field?: string }[]) =>
    list.map(({ type, field }) => `${type} ${(field ?? '').toLowerCase()}`).join(',')
  return PRESETS.find((preset) => key(preset.strategy) === key(strategy)) ?? null
}

export type ConstraintKind = 'none' | 'distinctInstance' | 'memberOf'

export function constraintOf(constraints: ServiceView['placementConstraints']): {
  kind: ConstraintKind
  expression: string
} {
  const first = constraints[0]
  if (first?.type === 'distinctInstance') return { kind: 'distinctInstance', expression: '' }
  if (first?.type === 'memberOf') return { kind: 'memberOf', expression: first.expression }
  return { kind: 'none', expression: '' }
}

/** S-7: distinctInstance comes without an expression, memberOf with one. */
export function constraintsFrom(kind: ConstraintKind, expression: string): { type: string; expression?: string }[] {
  if (kind === 'none') return []
  return kind === 'memberOf' ? [{ type: kind, expression }] : [{ type: kind }]
}

/** "spread attribute:ecs.availability-zone, binpack MEMORY" in plain words. */
export function placementWords({
  placementStrategy,
  placementConstraints,
}: Pick<ServiceView, 'placementStrategy' | 'placementConstraints'>): string {
  const strategy =
    presetOf(placementStrategy)?.label ?? placementStrategy.map(({ type, field }) => `${type} ${field}`).join(', ')
  const constraints = placementConstraints.map(({ type, expression }) => (expression ? `${type} ${expression}` : type))
  return [strategy, ...constraints].join('; ')
}
