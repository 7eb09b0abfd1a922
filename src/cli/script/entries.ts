/** What a recorded session is, and how its ids are recognized. */

export interface ScriptEntry {
  /** Simulated ms since the start of the run. */
  atMs: number
  service: string
  operation: string
  input: unknown
  /** The answer, when it is at hand: new ids are then captured from the call that made them. */
  output?: unknown
}

export interface ScriptOptions {
  /** First line of comment. */
  title?: string
  /** Tables of the world document (design.md §6): help to find zones of subnets, names of groups, ports of listeners. */
  world?: Readonly<Record<string, unknown>>
}

/** What the simulator made up: ARNs, ids of EC2, long hexadecimal ids of tasks and container instances. */
const MADE_UP =
  /^(arn:aws[\w-]*:[\w-]+:[\w-]*:\d{12}:\S+|(i|subnet|vpc|sg|eni|rtb|igw|sgr)-[0-9a-f]{8,17}|[0-9a-f]{32})$/

export const isMadeUp = (text: string): boolean => text.length < 2_048 && MADE_UP.test(text)

/** The last part of an ARN, split: `service/demo/web` → [service, demo, web]; [] for what is no ARN. */
export function arnParts(text: string): string[] {
  return text.startsWith('arn:') ? text.split(':').slice(5).join(':').split('/') : []
}

/** Every text in a value with the member it stands in, changed by `change`. */
export function mapTexts(value: unknown, change: (text: string, member: string) => string, member = ''): unknown {
  if (typeof value === 'string') return change(value, member)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, member))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change, key)]))
}

const MAX_DEPTH = 12

/** Where a text stands in an answer, as JMESPath, and the member it is the value of; null when it is not there. */
export function pathOf(value: unknown, wanted: string, path = '', depth = 0): { path: string; member: string } | null {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null
  for (const [key, item] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`
    if (item === wanted) return { path: here, member: Array.isArray(value) ? '' : key }
    const found = pathOf(item, wanted, here, depth + 1)
    if (found) return found.member === '' ? { ...found, member: Array.isArray(value) ? '' : key } : found
  }
  return null
}
