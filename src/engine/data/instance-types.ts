/** The instance types on offer, and what one of each type registers with ECS (S-96 … S-99, N-30, N-31). */
import file from './instance-types.json'

export interface InstanceType {
  type: string
  vcpu: number
  /** Nominal memory, not what is registered. */
  memoryMiB: number
  arch: 'x86_64' | 'arm64'
  gpu: number
  /** Network interfaces including the primary one. */
  maxEni: number
  ipv4PerEni: number
  trunkingSupported: boolean
  /** awsvpc tasks per instance with a trunk, null where unsupported. */
  taskLimitWithTrunking: number | null
  onDemandUsdPerHour: number
}

export const INSTANCE_TYPES: readonly InstanceType[] = file.types.map(
  (row) => Object.fromEntries(file.fields.map((field, i) => [field, row[i]])) as unknown as InstanceType,
)

const byName = new Map(INSTANCE_TYPES.map((type) => [type.type, type]))

export function instanceType(name: string): InstanceType | undefined {
  return byName.get(name)
}

/** S-97: amounts measured on real instances; they lead over the fitted formula. */
const MEASURED_MEMORY_MIB = new Map([
  ['m4.large', 7985],
  ['c5.large', 3705],
  ['t3.nano', 459],
  ['t2.micro', 983],
])

/** S-97: families before Nitro hand more of their memory to the kernel's MemTotal. */
const XEN_FAMILIES = ['t2.', 'm4.', 'p3.']

/** MiB that an instance of this type registers as MEMORY. */
export function registeredMemoryMiB(type: InstanceType): number {
  const measured = MEASURED_MEMORY_MIB.get(type.type)
  if (measured !== undefined) return measured
  const kernelTotal = Math.floor((type.memoryMiB * 975) / 1000)
  return XEN_FAMILIES.some((family) => type.type.startsWith(family)) ? kernelTotal : kernelTotal - 40
}

/** How many awsvpc tasks an instance may carry (N-30, N-31, S-20); an unknown type carries 2. */
export function awsvpcTaskLimit(type: InstanceType | undefined, trunk: boolean): number {
  if (!type) return 2
  return (trunk ? type.taskLimitWithTrunking : null) ?? type.maxEni - 1
}
