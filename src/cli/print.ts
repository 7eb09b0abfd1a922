/** A command as the line of the AWS CLI that sends it; `playground` calls as lines of our own. */

/** AWS CLI's own rule for names: `DesiredCount` → `desired-count`; our unit MiB stays one word. */
export function kebab(name: string): string {
  return name
    .replaceAll('MiB', 'Mib')
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
}

type Scalar = string | number | boolean
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)
const isFlat = (value: unknown): value is Record<string, Scalar> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isScalar)

const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/
/** What shorthand syntax may hold without quotes of its own. */
const SHORTHAND_VALUE = /^[A-Za-z0-9_./:@%+ *-]+$/

/** One word of a POSIX shell. */
export function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

const asJson = (value: unknown): string => quote(JSON.stringify(value))

function shorthand(object: Record<string, Scalar>): string | null {
  const entries = Object.entries(object)
  if (entries.length === 0 || entries.some(([, value]) => !SHORTHAND_VALUE.test(String(value)))) return null
  return entries.map(([name, value]) => `${name}=${value}`).join(',')
}

function valueText(value: unknown): string {
  if (isScalar(value)) return quote(String(value))
  if (Array.isArray(value) && value.length > 0) {
    if (value.every(isScalar)) return value.map((item) => quote(String(item))).join(' ')
    const items = value.map((item) => (isFlat(item) ? shorthand(item) : null))
    if (items.every((item) => item !== null)) return items.map((item) => quote(item)).join(' ')
  }
  if (isFlat(value)) {
    const short = shorthand(value)
    if (short !== null) return quote(short)
  }
  return asJson(value)
}

function flag(name: string, value: unknown): string {
  const long = kebab(name)
  if (typeof value === 'boolean') return value ? `--${long}` : `--no-${long}`
  return `--${long} ${valueText(value)}`
}

/** EC2's RunInstances: the CLI has one `--count` for both bounds. */
function withCount(input: Record<string, unknown>): Record<string, unknown> {
  const { MinCount, MaxCount, ...rest } = input
  if (MinCount === undefined && MaxCount === undefined) return rest
  return { ...rest, Count: MinCount === MaxCount ? MinCount : `${MinCount}:${MaxCount}` }
}

/**
 * `aws ecs update-service --cluster demo --service web --desired-count 6`; scalars and simple lists in shorthand,
 * anything deeper as single-quoted JSON. Members that are undefined or null are left out.
 */
export function printCommand(service: string, operation: string, input: unknown): string {
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {}
  const members = service === 'ec2' && operation === 'RunInstances' ? withCount(given) : given
  const flags = Object.entries(members)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => flag(name, value))
  const head = service === 'playground' ? 'playground' : `aws ${service}`
  return [head, kebab(operation), ...flags].join(' ')
}
