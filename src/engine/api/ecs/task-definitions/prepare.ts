/** From any JSON to a definition whose members have the right form; everything left out is listed. */
import type { ApiError } from '../../../kernel'
import { invalidParameter } from '../../../kernel'
import { wrongType } from '../../validate'
import type { Kind, Member } from './members'
import { MEMBERS, READ_ONLY_MEMBERS } from './members'
import type { CleanInput, Path, Problem } from './problem'
import { didYouMean } from './suggest'

export interface Dropped {
  path: Path
  why: string
}

export interface UnknownMember {
  path: Path
  /** The member probably meant, or null. */
  suggestion: string | null
}

export interface Prepared {
  input: CleanInput
  dropped: Dropped[]
  unknownMembers: UnknownMember[]
  /** Wrong JSON types (SerializationException, T-155), missing members and unknown words (T-156, T-158). */
  problems: Problem[]
  /** Path of a place in `input` → path in the JSON as given. */
  locate(path: Path): Path
}

/** Lists longer than this are of no use to a reader; the first problem is always among them. */
const LIST_LIMIT = 200

/**
 * Reads what a person pastes: the input of RegisterTaskDefinition, or what DescribeTaskDefinition printed
 * (`{taskDefinition: {…}, tags: […]}`, read-only members, nulls of old CLI versions). Never throws.
 */
export function prepareTaskDefinition(json: unknown): Prepared {
  const wrapped = isObject(json) && isObject(member(json, 'taskDefinition'))
  const reader = new Reader()
  if (!wrapped) return reader.done(json, [], undefined)
  const inner = member(json, 'taskDefinition')
  for (const key of Object.keys(json)) {
    if (key !== 'taskDefinition' && key !== 'tags') reader.drop([key], 'it stands beside the definition, not inside it')
  }
  return reader.done(inner, ['taskDefinition'], member(json, 'tags'))
}

/** The same for an API call: no wrapper; unknown and read-only members are ignored by ECS (T-155). */
export function readRequest(json: unknown): Prepared {
  return new Reader().done(json, [], undefined)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const member = (object: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined

type Wanted = 'string' | 'integer' | 'boolean' | 'structure' | 'list' | 'map'

const WANTED: Record<Wanted, string> = {
  string: 'a String',
  integer: 'an Integer',
  boolean: 'a Boolean',
  structure: 'a structure',
  list: 'a list',
  map: 'a map',
}

/** `containerDefinitions[0].cpu` */
const written = (path: Path) =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('')

class Reader {
  private readonly dropped: Dropped[] = []
  private readonly unknownMembers: UnknownMember[] = []
  private readonly problems: Problem[] = []

  done(json: unknown, base: Path, outerTags: unknown): Prepared {
    const input = (this.shape(json, 'TaskDefinition', base) ?? {}) as CleanInput
    const tagsOutside = outerTags !== undefined && outerTags !== null
    if (tagsOutside) {
      const tags = this.value(outerTags, { kind: '[Tag]' }, ['tags']) as CleanInput['tags']
      if (tags) input.tags = tags
    }
    if (input.inferenceAccelerators?.length === 0) {
      delete input.inferenceAccelerators
      this.drop([...base, 'inferenceAccelerators'], 'an empty list of a retired feature')
    }
    const locate = (path: Path): Path => (tagsOutside && path[0] === 'tags' ? path : [...base, ...path])
    return {
      input,
      dropped: this.dropped,
      unknownMembers: this.unknownMembers,
      problems: this.problems,
      locate,
    }
  }

  drop(path: Path, why: string) {
    if (this.dropped.length < LIST_LIMIT) this.dropped.push({ path, why })
  }

  private complain(rule: string, path: Path, error: ApiError, hint: string) {
    if (this.problems.length < LIST_LIMIT) this.problems.push({ path, error, rule, hint })
  }

  /** The members of `json` that the shape knows, in the shape's order. */
  private shape(json: unknown, name: string, path: Path): Record<string, unknown> | undefined {
    if (!isObject(json)) {
      this.wrongType(json, path, 'structure')
      return undefined
    }
    const members = MEMBERS.get(name) as ReadonlyMap<string, Member>
    this.leaveOut(json, members, name, path)
    const entries: [string, unknown][] = []
    for (const [key, description] of members) {
      const value = member(json, key)
      const at = [...path, key]
      // Old CLI versions print null for what is not set.
      const read = value === undefined || value === null ? undefined : this.value(value, description, at)
      if (read !== undefined) entries.push([key, read])
      if (description.required && (value === undefined || value === null)) this.missing(key, at)
    }
    return Object.fromEntries(entries)
  }

  private leaveOut(json: Record<string, unknown>, members: ReadonlyMap<string, Member>, name: string, path: Path) {
    for (const key of Object.keys(json)) {
      if (members.has(key)) continue
      const why = name === 'TaskDefinition' ? READ_ONLY_MEMBERS.get(key) : undefined
      if (why !== undefined) this.drop([...path, key], why)
      else if (this.unknownMembers.length < LIST_LIMIT)
        this.unknownMembers.push({ path: [...path, key], suggestion: didYouMean(key, members.keys()) })
    }
  }

  /** The value in the wanted form; a problem and a best guess (or undefined) when it has another. */
  private value(value: unknown, description: Member, path: Path): unknown {
    const { kind, words } = description
    const read = this.kind(value, kind, path)
    if (words && typeof read === 'string') this.word(read, words, path)
    if (words && Array.isArray(read)) for (const [i, item] of read.entries()) this.word(item, words, [...path, i])
    return read
  }

  private kind(value: unknown, kind: Kind, path: Path): unknown {
    if (kind === 'string' || kind === 'integer' || kind === 'boolean') return this.scalar(value, kind, path)
    if (kind === '{string}') return this.map(value, path)
    if (!kind.startsWith('[')) return this.shape(value, kind, path)
    if (!Array.isArray(value)) {
      this.wrongType(value, path, 'list')
      return undefined
    }
    const itemKind = kind.slice(1, -1) as Kind
    // An object of the wrong form leaves an empty one, so that the others keep their place.
    const instead = itemKind === 'string' || itemKind === 'integer' ? undefined : {}
    return value
      .map((item, i) => this.kind(item, itemKind, [...path, i]) ?? instead)
      .filter((item) => item !== undefined)
  }

  private map(value: unknown, path: Path): Record<string, unknown> | undefined {
    if (!isObject(value)) {
      this.wrongType(value, path, 'map')
      return undefined
    }
    const entries: [string, unknown][] = []
    for (const [key, item] of Object.entries(value)) {
      const read = item === null ? undefined : this.scalar(item, 'string', [...path, key])
      if (read !== undefined) entries.push([key, read])
    }
    return Object.fromEntries(entries)
  }

  private scalar(value: unknown, kind: 'string' | 'integer' | 'boolean', path: Path): unknown {
    if (kind === 'integer' ? isInteger(value) : typeof value === kind) return value
    this.wrongType(value, path, kind)
    // The guess lets the remaining checks speak about what was meant.
    if (kind === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
    if (kind === 'integer' && typeof value === 'string' && isInteger(Number(value)) && value.trim() !== '')
      return Number(value)
    if (kind === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
    return undefined
  }

  private wrongType(value: unknown, path: Path, wanted: Wanted) {
    this.complain('T-155', path, wrongType(value, WANTED[wanted], written(path)), typeHint(value, wanted))
  }

  private missing(key: string, path: Path) {
    this.complain(
      'T-156',
      path,
      invalidParameter(`${key} can not be empty.`),
      `${key} has no default, so the object it belongs to means nothing without it.`,
    )
  }

  private word(value: string, words: readonly string[], path: Path) {
    if (words.includes(value)) return
    const last = [...path].reverse().find((step) => typeof step === 'string')
    const meant = didYouMean(value, words)
    this.complain(
      'T-158',
      path,
      invalidParameter(`${last} should be one of [${words.join(',')}]`),
      meant === null ? `Only these words have a meaning here: ${words.join(', ')}.` : `Did you mean ${meant}?`,
    )
  }
}

/** ECS's integers have 32 bits. */
function isInteger(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 2_147_483_648
}

function typeHint(value: unknown, wanted: string): string {
  if (wanted === 'string') return 'ECS wants text here: put the value in double quotes.'
  if (wanted === 'integer' && typeof value === 'string') return 'ECS wants a number here: leave the quotes away.'
  if (wanted === 'integer') return 'ECS wants a whole number here that fits in 32 bits.'
  if (wanted === 'boolean') return 'ECS wants true or false here, without quotes.'
  if (wanted === 'list') return 'ECS wants a list here: put square brackets around it, even for a single item.'
  return 'ECS wants an object in braces here.'
}
