/** What may stand at the cursor: programs, services, operations, flags (required ones first), values, names of the account. */
import type { ApiModel, ModelType, OperationModel } from '../../engine'
import { operationNames } from '../command/command'
import type { Flag } from '../command/flags'
import { flagsOf } from '../command/flags'
import { GLOBAL_FLAGS, globalArity, OUTPUTS } from '../command/globals'
import { pagingOf } from '../command/paging'
import { WAITERS } from '../command/waiters'
import { CliError } from '../error'
import { quote } from '../print'
import type { Argument } from '../shell/expand'
import { unexpanded } from '../shell/expand'
import type { OpenCommand } from '../shell/parse'
import { parseOpenCommand } from '../shell/parse'
import { sortedFlags } from './help'
import type { NamesPort } from './names'
import { kindsOf } from './names'
import { operationSentence, typeWords } from './words'

export type { NameKind, NamesPort } from './names'

export interface CompletionItem {
  /** What replaces the text between `from` and `to`, quoted as needed. */
  text: string
  kind: 'program' | 'service' | 'operation' | 'flag' | 'value' | 'name' | 'variable'
  /** A few words beside it; '' when there is nothing to say. */
  detail: string
}

export interface Completion {
  from: number
  to: number
  items: CompletionItem[]
}

const MOST_ITEMS = 100
const PROGRAMS: readonly [string, string][] = [
  ['aws', 'the simulated account'],
  ['playground', 'images, faults, traffic, timings'],
  ['sleep', 'lets simulated time pass'],
  ['echo', ''],
  ['help', ''],
]
const WITH_VALUE = ['cli-input-json', 'generate-cli-skeleton', 'max-items', 'page-size', 'starting-token']

/** What may stand at `cursor` of `text`. Never rejects for what is typed: a line beyond help has no items. */
export async function complete(
  model: ApiModel,
  text: string,
  cursor: number,
  names: NamesPort,
  variables: Iterable<string>,
): Promise<Completion> {
  const none = { from: cursor, to: cursor, items: [] }
  const before = text.slice(0, cursor)
  // Positions must not move: the reader of lines drops carriage returns.
  if (before.includes('\r')) return none
  let open: OpenCommand
  try {
    open = parseOpenCommand(before)
  } catch (error) {
    if (error instanceof CliError) return none
    throw error
  }
  const from = open.current?.from ?? cursor
  const typed = open.current ? (unexpanded([open.current])[0] as Argument) : null
  const variable = /\$\{?(\w*)$/.exec(before.slice(from))
  if (variable && open.quote !== "'") {
    const start = cursor - (variable[1] ?? '').length
    return found(
      start,
      cursor,
      variable[1] ?? '',
      [...variables].map((name) => plain(name, 'variable')),
    )
  }
  if (typed?.opaque) return none
  const asker = new Completer(model, unexpanded(open.words), typed?.text ?? '', names)
  const items = await asker.items()
  // Inside a value of shorthand only its last part is completed.
  const part = asker.part
  if (part !== null) return found(cursor - part.length, cursor, part, items, false)
  return found(from, cursor, typed?.text ?? '', items)
}

function found(from: number, to: number, typed: string, items: CompletionItem[], quoted = true): Completion {
  const fitting = items.filter(({ text }) => text.startsWith(typed) && text !== typed).slice(0, MOST_ITEMS)
  return { from, to, items: quoted ? fitting.map((item) => ({ ...item, text: quote(item.text) })) : fitting }
}

const plain = (text: string, kind: CompletionItem['kind'], detail = ''): CompletionItem => ({ text, kind, detail })

class Completer {
  /** What is typed of a part of shorthand, when the cursor is in one. */
  part: string | null = null
  private at = 1

  constructor(
    private readonly model: ApiModel,
    private readonly words: readonly Argument[],
    private readonly typed: string,
    private readonly names: NamesPort,
  ) {}

  async items(): Promise<CompletionItem[]> {
    const program = this.words[0]?.text
    if (program === undefined) return PROGRAMS.map(([name, detail]) => plain(name, 'program', detail))
    if (program !== 'aws' && program !== 'playground') return []
    const pending = this.skipGlobals()
    if (pending) return this.globalValues(pending)
    let service = 'playground'
    if (program === 'aws') {
      const word = this.words[this.at++]
      const services = this.model.services.filter((name) => name !== 'playground')
      if (!word) return this.orGlobals([...services, 'help'].map((name) => plain(name, 'service')))
      if (!services.includes(word.text)) return []
      service = word.text
    }
    const more = this.skipGlobals()
    if (more) return this.globalValues(more)
    const operations = operationNames(this.model, service)
    const word = this.words[this.at++]
    if (!word) return this.orGlobals(this.operationItems(service, operations))
    if (word.text === 'wait') return this.waitItems(service)
    const operation = this.model.operation(service, operations.get(word.text) ?? '')
    return operation ? this.flagItems(operation) : []
  }

  /** Steps over global flags; gives the one whose value the cursor is at. */
  private skipGlobals(): string | null {
    for (; this.at < this.words.length; this.at++) {
      const name = this.words[this.at]?.text.startsWith('--') ? (this.words[this.at]?.text.slice(2) ?? '') : null
      if (name === null) return null
      if (globalArity(name) !== 1) continue
      if (++this.at >= this.words.length) return name
    }
    return null
  }

  private orGlobals(items: CompletionItem[]): CompletionItem[] {
    return this.typed.startsWith('-') ? GLOBAL_FLAGS.map((name) => plain(`--${name}`, 'flag')) : items
  }

  private globalValues(name: string): CompletionItem[] {
    return name === 'output' ? OUTPUTS.map((form) => plain(form, 'value')) : []
  }

  private operationItems(service: string, operations: ReadonlyMap<string, string>): CompletionItem[] {
    const items = [...operations].map(([name, operation]) => plain(name, 'operation', operationSentence(operation)))
    if (WAITERS[service]) items.push(plain('wait', 'operation', 'Waits until something is so.'))
    return [...items, plain('help', 'operation')]
  }

  private waitItems(service: string): Promise<CompletionItem[]> | CompletionItem[] {
    const waiters = WAITERS[service] ?? {}
    const word = this.words[this.at++]
    if (!word) return Object.keys(waiters).map((name) => plain(name, 'operation'))
    const waiter = Object.hasOwn(waiters, word.text) ? waiters[word.text] : undefined
    const operation = waiter && this.model.operation(service, waiter.operation)
    return operation ? this.flagItems(operation) : []
  }

  private async flagItems(operation: OperationModel): Promise<CompletionItem[]> {
    const flags = flagsOf(operation)
    const given = new Set<string>()
    let last: string | null = null
    let values = 0
    for (const { text } of this.words.slice(this.at)) {
      if (text.startsWith('--')) {
        last = text.slice(2)
        given.add(last)
        values = 0
      } else values++
    }
    const flag = last === null ? undefined : flags.get(last)
    const wantsValue =
      last !== null &&
      values === 0 &&
      (flag ? flag.presence === undefined : globalArity(last) === 1 || WITH_VALUE.includes(last))
    const mayHaveMore = flag?.type.kind === 'list' && flag.presence === undefined
    if (!this.typed.startsWith('-')) {
      if (wantsValue && !flag) return this.globalValues(last ?? '')
      if (flag && (wantsValue || mayHaveMore)) {
        const items = await this.valueItems(operation, flag)
        if (items.length > 0 || wantsValue || this.part !== null) return items
      }
    }
    return this.flagNames(operation, given)
  }

  private flagNames(operation: OperationModel, given: ReadonlySet<string>): CompletionItem[] {
    const free = sortedFlags(operation).filter(({ name }) => !given.has(name))
    const items = free.map((flag) => {
      const words = flag.presence === undefined ? typeWords(flag.type) : ''
      return plain(`--${flag.name}`, 'flag', flag.required ? `required${words && `: ${words}`}` : words)
    })
    const paging = pagingOf(operation) ? ['max-items', 'page-size', 'starting-token'] : []
    const others = ['cli-input-json', 'generate-cli-skeleton', ...paging, ...GLOBAL_FLAGS].filter(
      (name) => !given.has(name),
    )
    return [...items, ...others.map((name) => plain(`--${name}`, 'flag'))]
  }

  private async valueItems(operation: OperationModel, flag: Flag): Promise<CompletionItem[]> {
    const element = flag.type.kind === 'list' ? flag.type.element : flag.type
    if (element.kind === 'structure') return this.shorthandItems(operation, element)
    return this.namesFor(operation, flag.member ?? '', element)
  }

  private async namesFor(operation: OperationModel, member: string, type: ModelType): Promise<CompletionItem[]> {
    if (type.kind === 'enum') return type.values.map((value) => plain(value, 'value'))
    if (type.kind === 'boolean') return [plain('true', 'value'), plain('false', 'value')]
    const items: CompletionItem[] = []
    for (const kind of kindsOf(operation.operation, member)) {
      for (const name of await this.names.names(kind, this.cluster())) items.push(plain(name, 'name', kind))
    }
    return items
  }

  private cluster(): string | null {
    const at = this.words.findIndex(({ text }) => text === '--cluster')
    return (at >= 0 && this.words[at + 1]?.text) || null
  }

  /** Inside `a=1,b={c=…`: the keys of the structure that the cursor is in, or the values of its last key. */
  private shorthandItems(operation: OperationModel, whole: ModelType): Promise<CompletionItem[]> | CompletionItem[] {
    const path: ModelType[] = [whole]
    let key = ''
    let start = 0
    for (let i = 0; i < this.typed.length; i++) {
      const char = this.typed[i]
      const top = path.at(-1)
      if (!top) return []
      if (char === '=') {
        key = this.typed.slice(start, i)
        start = i + 1
      } else if (char === '{' || char === '[') {
        path.push(char === '[' && top.kind !== 'structure' ? elementOf(top) : memberOf(top, key))
        start = i + 1
        if (char === '{') key = ''
      } else if (char === '}' || char === ']') {
        path.pop()
        start = i + 1
      } else if (char === ',') {
        start = i + 1
        if (path.at(-1)?.kind === 'structure') key = ''
      }
    }
    const top = path.at(-1)
    if (!top || this.typed.startsWith('[') || this.typed.startsWith('{')) return []
    this.part = this.typed.slice(start)
    if (top.kind === 'structure' && key === '')
      return [...top.members.values()].map(({ name, type }) => plain(`${name}=`, 'value', typeWords(type)))
    const type = top.kind === 'structure' ? memberOf(top, key) : top
    return this.namesFor(operation, key, elementOf(type))
  }
}

const elementOf = (type: ModelType): ModelType => (type.kind === 'list' ? elementOf(type.element) : type)

function memberOf(type: ModelType, key: string): ModelType {
  const inner = elementOf(type)
  return (inner.kind === 'structure' && inner.members.get(key)?.type) || inner
}
