/** One command of the AWS CLI, or of our own `playground`, from its words. */
import type { ApiModel, ModelType, OperationModel } from '../../engine'
import type { Place } from '../error'
import { CliError } from '../error'
import { kebab } from '../print'
import type { Argument } from '../shell/expand'
import { problemsOf } from './check'
import { invalidChoice, unknownOptions } from './choices'
import type { Flag, Input } from './flags'
import { finishInput, flagsOf } from './flags'
import type { Options } from './globals'
import { applyGlobal, applyPaging, defaultOptions, GLOBAL_FLAGS, globalArity } from './globals'
import { pagingOf } from './paging'
import { readJson, readValue, shorthandError } from './values'
import { WAITERS } from './waiters'

export type Command =
  | { kind: 'call'; service: string; operation: string; input: Input; options: Options; place: Place }
  | { kind: 'wait'; service: string; waiter: string; input: Input; options: Options; place: Place }
  | { kind: 'skeleton'; service: string; operation: string; form: 'input' | 'output'; options: Options; place: Place }
  /** `aws help`, `aws ecs help`, `aws ecs create-service help`: the words before `help`. */
  | { kind: 'help'; topic: string[]; place: Place }

const PAGING_FLAGS = ['max-items', 'page-size', 'starting-token']
const SKELETONS = ['input', 'output']

/** True for a word that argparse takes for a flag: it begins with a dash and is no negative number and no text with blanks. */
const isFlag = ({ text, opaque }: Argument): boolean =>
  !opaque && /^-./.test(text) && !/^-(\d+|\d*\.\d+)$/.test(text) && (text.startsWith('--') || !text.includes(' '))

/** Service name → its operations on the command line → their API names. */
export function operationNames(model: ApiModel, service: string): Map<string, string> {
  return new Map(model.operations(service).map((operation) => [kebab(operation), operation]))
}

/**
 * Reads a command whose first word is `aws` or `playground`. Words that are opaque (not known before the command runs) are not
 * checked, nor what depends on them. Throws CliError.
 */
export function readCommand(model: ApiModel, words: readonly Argument[], region: string): Command {
  return new CommandReader(model, words, region).read()
}

class CommandReader {
  private at = 1
  private readonly program: string
  private readonly place: Place
  private readonly options = defaultOptions()
  private readonly unknown: Argument[] = []
  /** Where the value of a member stands. */
  private readonly places = new Map<string, Place>()

  constructor(
    private readonly model: ApiModel,
    private readonly words: readonly Argument[],
    private readonly region: string,
  ) {
    this.program = words[0]?.text ?? ''
    this.place = words[0]?.place ?? { line: 1, column: 1 }
  }

  read(): Command {
    let service = 'playground'
    if (this.program === 'aws') {
      const services = this.model.services.filter((name) => name !== 'playground')
      const word = this.positional('command')
      if (word.text === 'help') return this.help([])
      if (!services.includes(word.text))
        throw invalidChoice('aws', 'command', word.text, [...services, 'help'], word.place)
      service = word.text
    }
    const operations = operationNames(this.model, service)
    const waiters = WAITERS[service]
    const word = this.positional('operation')
    if (word.text === 'help') return this.help([service])
    if (word.text === 'wait' && waiters) return this.readWait(service, waiters)
    const operation = operations.get(word.text)
    if (operation === undefined) {
      const choices = [...operations.keys(), ...(waiters ? ['wait'] : []), 'help']
      throw invalidChoice(this.program, 'operation', word.text, choices, word.place)
    }
    return this.readOperation(this.model.operation(service, operation) as OperationModel, [service, word.text])
  }

  private help(topic: string[]): Command {
    return { kind: 'help', topic, place: this.place }
  }

  /** The next word that is no global flag. */
  private positional(name: string): Argument {
    for (; this.at < this.words.length; ) {
      const word = this.words[this.at] as Argument
      if (word.opaque) throw new CliError(`the ${name} must be written out`, word.place)
      if (!isFlag(word)) {
        this.at++
        return word
      }
      if (!this.readGlobal(word)) throw unknownOptions([word.text], GLOBAL_FLAGS, word.place)
    }
    throw this.error(`the following arguments are required: ${name}`)
  }

  private error(message: string, place = this.place): CliError {
    return new CliError(`${this.program}: error: ${message}`, place)
  }

  /** True when the word was a global flag; it and its value are read. */
  private readGlobal(word: Argument): boolean {
    const [name = ''] = word.text.slice(2).split('=', 1)
    const arity = word.text.startsWith('--') ? globalArity(name) : undefined
    if (arity === undefined) return false
    this.at++
    const value = arity === 1 ? this.oneValue(name, word) : null
    applyGlobal(this.options, name, value, this.program, this.region)
    return true
  }

  /** The value of `--name value` or `--name=value`. */
  private oneValue(name: string, word: Argument): Argument {
    const inline = inlineValue(word)
    if (inline) return inline
    const next = this.words[this.at]
    if (!next || isFlag(next)) throw this.error(`argument --${name}: expected one argument`, word.place)
    this.at++
    return next
  }

  private manyValues(word: Argument): Argument[] {
    const inline = inlineValue(word)
    if (inline) return [inline]
    const values: Argument[] = []
    for (let next = this.words[this.at]; next && !isFlag(next); next = this.words[++this.at]) values.push(next)
    return values
  }

  private readWait(service: string, waiters: (typeof WAITERS)[string]): Command {
    const word = this.positional('subcommand')
    if (word.text === 'help') return this.help([service, 'wait'])
    const waiter = Object.hasOwn(waiters, word.text) ? waiters[word.text] : undefined
    if (!waiter) throw invalidChoice('aws', 'subcommand', word.text, [...Object.keys(waiters), 'help'], word.place)
    const operation = this.model.operation(service, waiter.operation) as OperationModel
    const command = this.readOperation(operation, [service, 'wait', word.text])
    if (command.kind !== 'call') return command
    const { input, options, place } = command
    return { kind: 'wait', service, waiter: word.text, input, options, place }
  }

  private readOperation(operation: OperationModel, topic: string[]): Command {
    const flags = flagsOf(operation)
    const given: Input = {}
    const seen = new Set<Flag>()
    let whole: Argument | null = null
    let skeleton: 'input' | 'output' | null = null
    let opaque = false
    while (this.at < this.words.length) {
      const word = this.words[this.at] as Argument
      if (word.opaque) opaque = true
      if (!isFlag(word)) {
        this.at++
        if (word.text === 'help' && !word.opaque) return this.help(topic)
        if (!word.opaque) this.unknown.push(word)
        continue
      }
      const [name = ''] = word.text.slice(2).split('=', 1)
      const flag = word.text.startsWith('--') ? flags.get(name) : undefined
      if (flag) {
        this.at++
        if (this.readFlag(flag, word, given)) opaque = true
        seen.add(flag)
      } else if (name === 'cli-input-json') {
        this.at++
        whole = this.oneValue(name, word)
      } else if (name === 'generate-cli-skeleton') {
        this.at++
        skeleton = this.readSkeleton(word)
      } else if (PAGING_FLAGS.includes(name) && topic.length === 2 && pagingOf(operation)) {
        this.at++
        applyPaging(this.options, name, this.oneValue(name, word), this.program)
      } else if (!this.readGlobal(word)) {
        this.unknown.push(word)
        this.at++
      }
    }
    const { service, operation: name } = operation
    if (skeleton)
      return { kind: 'skeleton', service, operation: name, form: skeleton, options: this.options, place: this.place }
    const first = this.unknown[0]
    if (first)
      throw unknownOptions(
        this.unknown.map(({ text }) => text),
        this.knownFlags(flags),
        first.place,
      )
    if (whole) opaque ||= whole.opaque
    else if (!opaque) this.requireFlags(flags, seen)
    const input = { ...(whole && !whole.opaque ? this.readWhole(whole) : {}), ...given }
    finishInput(operation, input)
    if (!opaque) this.check(operation, input)
    return { kind: 'call', service, operation: name, input, options: this.options, place: this.place }
  }

  private knownFlags(flags: ReadonlyMap<string, Flag>): string[] {
    return [...flags.keys(), 'cli-input-json', 'generate-cli-skeleton', ...PAGING_FLAGS, ...GLOBAL_FLAGS]
  }

  /** Reads a flag and its value. True when the value is not known yet. */
  private readFlag(flag: Flag, word: Argument, input: Input): boolean {
    if (flag.presence !== undefined) {
      const inline = inlineValue(word)
      if (inline)
        throw this.error(`argument --${flag.name}: ignored explicit argument '${inline.text.slice(0, 80)}'`, word.place)
      flag.apply(input, flag.presence)
      return false
    }
    const values = flag.type.kind === 'list' ? this.manyValues(word) : [this.oneValue(flag.name, word)]
    if (values.some((value) => value.opaque)) return true
    const value = readValue(flag, values)
    const at = values[0]?.place ?? word.place
    if (flag.member) this.places.set(flag.member, at)
    if (this.program === 'playground') this.checkChoice(flag, value, at)
    try {
      flag.apply(input, value)
    } catch (error) {
      throw shorthandError(error, flag, at, false)
    }
    return false
  }

  /** AWS's own operations are left to refuse unknown values in their own words; for ours the line says it. */
  private checkChoice(flag: Flag, value: unknown, place: Place): void {
    const choices = (flag.type as Extract<ModelType, { kind: 'enum' }>).values
    if (flag.type.kind === 'enum' && !flag.type.has.has(String(value)))
      throw invalidChoice(this.program, `--${flag.name}`, String(value).slice(0, 80), choices, place)
  }

  private readSkeleton(word: Argument): 'input' | 'output' {
    const next = inlineValue(word) ?? this.words[this.at]
    if (!next || isFlag(next)) return 'input'
    if (next.place !== word.place) this.at++
    if (!SKELETONS.includes(next.text))
      throw invalidChoice(this.program, '--generate-cli-skeleton', next.text, SKELETONS, next.place)
    return next.text as 'input' | 'output'
  }

  private requireFlags(flags: ReadonlyMap<string, Flag>, seen: ReadonlySet<Flag>): void {
    const members = new Set([...seen].map(({ member }) => member))
    const missing = [...flags.values()].filter(({ required, member }) => required && !members.has(member))
    if (missing.length === 0) return
    const names = missing.filter(({ presence }) => presence !== false).map(({ name }) => `--${name}`)
    throw this.error(`the following arguments are required: ${names.join(', ')}`)
  }

  private readWhole(word: Argument): Input {
    const value = readJson('cli-input-json', word)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input
    throw new CliError(
      "Error parsing parameter 'cli-input-json': Invalid JSON: an object with the members is wanted",
      word.place,
    )
  }

  private check(operation: OperationModel, input: Input): void {
    const problems = problemsOf(operation.input, input)
    const [first] = problems
    if (!first) return
    const member = first.name.split(/[.[]/, 1)[0] ?? ''
    const lines = problems.map(({ text }) => text)
    throw new CliError(`Parameter validation failed:\n${lines.join('\n')}`, this.places.get(member) ?? this.place)
  }
}

function inlineValue(word: Argument): Argument | null {
  const equals = word.text.indexOf('=')
  return equals < 0 ? null : { ...word, text: word.text.slice(equals + 1) }
}
