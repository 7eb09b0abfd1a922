/** A command as the line of the AWS CLI that sends it; `playground` calls as lines of our own. No model needed: small. */

/** AWS CLI's own rule for names: `DesiredCount` → `desired-count`; our unit MiB stays one word. */
export function kebab(name: string): string {
  return name
    .replaceAll('MiB', 'Mib')
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
}

type Members = Record<string, unknown>
type Scalar = string | number | boolean
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value)
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/
/** What shorthand syntax holds without quotes of its own: no `=`, which could be a key, and no blanks at the ends. */
const SHORTHAND_VALUE = /^[A-Za-z0-9_./:@%+*-]+( +[A-Za-z0-9_./:@%+*-]+)*$/
const SHORTHAND_KEY = /^(?!__proto__$)[A-Za-z0-9_./:#][A-Za-z0-9_./:#-]*$/

/** One word of a POSIX shell. */
export function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** Members that are absent left out, at every depth. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => present(item) ?? null)
  if (!isObject(value) || value instanceof Date) return value
  const given = Object.entries(value).filter(([, member]) => member !== undefined && member !== null)
  return Object.fromEntries(given.map(([name, member]) => [name, present(member)]))
}

/** Shorthand longer than this is harder to read than JSON. */
const LONGEST_SHORTHAND = 160

/** `a=1,b={c=[d,e]}`, or null when shorthand cannot hold it or would be long. */
function shorthand(object: Members): string | null {
  const texts: string[] = []
  for (const [name, value] of Object.entries(object)) {
    const text = SHORTHAND_KEY.test(name) ? element(value) : null
    if (text === null) return null
    texts.push(`${name}=${text}`)
  }
  const all = texts.join(',')
  return all === '' || all.length > LONGEST_SHORTHAND ? null : all
}

function element(value: unknown): string | null {
  if (isScalar(value)) return SHORTHAND_VALUE.test(String(value)) ? String(value) : null
  if (Array.isArray(value)) {
    // Objects in lists in shorthand: nobody writes that.
    const items = value.map((item) => (isScalar(item) ? element(item) : null))
    return items.includes(null) ? null : `[${items.join(',')}]`
  }
  if (!isObject(value)) return null
  if (Object.keys(value).length === 0) return '{}'
  const text = shorthand(value)
  return text && `{${text}}`
}

/** Scalars that no word of a command line can be: file names in disguise, and texts with a zero character. */
const UNSPEAKABLE = /^fileb?:\/\/|\0/s
/** Words that would be taken for JSON or for a flag. */
const MISTAKABLE = /^(\s*[[{]|-(?!\d+$|\d*\.\d+$))|^$/

/** The words of a value; `--flag=word` where the word could be taken for a flag. Null when no word can say it. */
function valueText(value: unknown): string | null {
  if (isScalar(value)) {
    const word = String(value)
    if (UNSPEAKABLE.test(word)) return null
    return `${word.startsWith('-') && MISTAKABLE.test(word) ? '=' : ' '}${quote(word)}`
  }
  const json = ` ${quote(JSON.stringify(value))}`
  if (isObject(value)) {
    const short = shorthand(value)
    return short === null ? json : ` ${quote(short)}`
  }
  if (!Array.isArray(value) || value.length === 0) return json
  const words = value.map((item) => {
    if (!isScalar(item)) return isObject(item) ? shorthand(item) : null
    return MISTAKABLE.test(String(item)) || UNSPEAKABLE.test(String(item)) ? null : String(item)
  })
  if (words.includes(null)) return json
  return ` ${words.map((word) => quote(word as string)).join(' ')}`
}

/** The AWS CLI turns these around instead of writing `--no-…`. */
const TURNED: Record<string, string> = {
  'enable-execute-command': 'disable-execute-command',
  'disable-api-termination': 'enable-api-termination',
}

function flag(name: string, value: unknown): string | null {
  const long = kebab(name)
  if (typeof value === 'boolean') return `--${value ? long : (TURNED[long] ?? `no-${long}`)}`
  const text = valueText(value)
  return text && `--${long}${text}`
}

/** Plain text of user data, which the AWS CLI encodes itself. */
function decoded(base64: string): string {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return base64
  }
}

/** EC2's RunInstances: the AWS CLI has one `--count` for both bounds; one bound alone is no flag. */
function withCount({ MinCount, MaxCount, ...rest }: Members): Members {
  const Count = MinCount === MaxCount ? MinCount : `${MinCount}:${MaxCount}`
  return { ...rest, Count: MinCount === undefined || MaxCount === undefined ? '\0' : Count }
}

/**
 * `aws ecs update-service --cluster demo --service web --desired-count 6`: scalars as they are, lists side by side, structures in
 * shorthand where that is unambiguous and short, as single-quoted JSON otherwise. Members that are undefined or null are left
 * out. What flags cannot say (a text that begins with file://) makes the whole input `--cli-input-json`.
 */
export function printCommand(service: string, operation: string, input: unknown): string {
  const given = present(isObject(input) ? input : {}) as Members
  if (service === 'ec2' && typeof given.UserData === 'string') given.UserData = decoded(given.UserData)
  const hasCount = service === 'ec2' && (given.MinCount !== undefined || given.MaxCount !== undefined)
  const flags = Object.entries(hasCount ? withCount(given) : given).map(([name, value]) => flag(name, value))
  const head = `${service === 'playground' ? service : `aws ${service}`} ${kebab(operation)}`
  if (flags.includes(null)) return `${head} --cli-input-json ${quote(JSON.stringify(given))}`
  return [head, ...flags].join(' ')
}
