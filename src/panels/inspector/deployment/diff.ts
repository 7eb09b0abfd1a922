/** Members in which two task definitions differ, as paths that a reader of the JSON finds again. Pure. */

export interface Difference {
  /** "containerDefinitions[web].image". */
  path: string
  /** null where the member is not there. */
  before: string | null
  after: string | null
}

/** What RegisterTaskDefinition does not take: it differs from revision to revision by itself. */
const NOT_SAID = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'requiresAttributes',
  'compatibilities',
  'playground',
])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists of things with names are compared by name, other lists by place. */
function members(value: unknown): [string, unknown][] | null {
  if (isObject(value)) return Object.entries(value).map(([name, member]) => [`.${name}`, member])
  if (!Array.isArray(value)) return null
  return value.map((item, at) => [`[${isObject(item) && typeof item.name === 'string' ? item.name : at}]`, item])
}

function walk(path: string, before: unknown, after: unknown, out: Difference[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return
  const [left, right] = [members(before), members(after)]
  if (left === null || right === null || Array.isArray(before) !== Array.isArray(after)) {
    out.push({ path, before: shown(before), after: shown(after) })
    return
  }
  const [a, b] = [new Map(left), new Map(right)]
  for (const name of new Set([...a.keys(), ...b.keys()])) walk(`${path}${name}`, a.get(name), b.get(name), out)
}

const shown = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** Both in the shape of DescribeTaskDefinition. */
export function differencesOf(before: Record<string, unknown>, after: Record<string, unknown>): Difference[] {
  const said = (definition: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(definition).filter(([name]) => !NOT_SAID.has(name)))
  const out: Difference[] = []
  walk('', said(before), said(after), out)
  return out.map((difference) => ({ ...difference, path: difference.path.slice(1) }))
}
