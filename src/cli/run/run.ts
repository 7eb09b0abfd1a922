/** The interpreter: statements one after the other, until one fails. */
import type { ApiModel, OperationModel } from '../../engine'
import { helpText } from '../assist/help'
import { invalidChoice } from '../command/choices'
import type { Command } from '../command/command'
import { readCommand } from '../command/command'
import { skeletonOf } from '../command/skeleton'
import type { Waiter } from '../command/waiters'
import { WAITERS } from '../command/waiters'
import { CliError, EXIT } from '../error'
import { formatAnswer, plainAnswer } from '../output/format'
import type { Argument, Values } from '../shell/expand'
import { expandValue, expandWords, notSet, unexpanded } from '../shell/expand'
import type { Part, Statement, Word } from '../shell/parse'
import { callPages } from './pages'
import type { CliParts, CliPort, RunResult, StatementResult } from './port'
import { isRefusal, serviceError } from './port'
import { runWaiter } from './wait'

export interface RunContext {
  model: ApiModel
  region: string
  port: CliPort
  parts: CliParts
  /** Kept from line to line; changed by assignments. */
  variables: Map<string, string>
  /** Characters in a line, for tables. */
  columns?: number | undefined
  /** Called as each statement ends. */
  onStatement?: ((result: StatementResult) => void) | undefined
}

/** A statement that failed after it was understood: what it leaves on stderr. */
class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message)
  }
}

/** Commands of the shell itself that are understood. */
const BUILT_IN = new Set(['echo', 'sleep', 'set', 'help', 'true', ':'])
const PROGRAMS = ['aws', 'playground', 'echo', 'sleep', 'help', 'export']
/** A sleep longer than this is a slip: the longest scenario has 400 days. */
const LONGEST_SLEEP_SECONDS = 400 * 86_400

/** Runs statements; stops after the first that fails. Never rejects but for what the port throws that is no refusal. */
export async function runStatements(statements: readonly Statement[], context: RunContext): Promise<RunResult> {
  const results: StatementResult[] = []
  let exitCode = 0
  for (const [index, statement] of statements.entries()) {
    const result: StatementResult = { index, source: statement.source, stdout: '', stderr: '', exitCode: 0 }
    try {
      if (context.port.stopped?.()) throw new Failure('interrupted', 130)
      result.stdout = await runStatement(statement, context)
    } catch (error) {
      if (!(error instanceof CliError || error instanceof Failure)) throw error
      result.stderr = `${error.message}\n`
      result.exitCode = error.exitCode
    }
    results.push(result)
    context.onStatement?.(result)
    exitCode = result.exitCode
    if (exitCode !== 0) break
  }
  return { exitCode, statements: results }
}

/** What the statement prints. */
async function runStatement(statement: Statement, context: RunContext): Promise<string> {
  const values: Values = {
    variable: (name) => context.variables.get(name),
    command: (part) => runWords(part.words, context, values),
  }
  if (statement.kind === 'command') return runWords(statement.words, context, values)
  context.variables.set(statement.name, await expandValue(statement.value, values))
  return ''
}

async function runWords(words: readonly Word[], context: RunContext, values: Values): Promise<string> {
  const args = await expandWords(words, values)
  const name = args[0]?.text ?? ''
  if (BUILT_IN.has(name)) return runBuiltIn(name, args.slice(1), context)
  if (args[0]) requireProgram(args[0])
  return args[0] ? runCommand(readCommand(context.model, args, context.region), context) : ''
}

function requireProgram(word: Argument): void {
  if (word.text === 'aws' || word.text === 'playground' || BUILT_IN.has(word.text)) return
  if (/^[\w./-]{1,40}$/.test(word.text) && !PROGRAMS.some((name) => word.text === name))
    throw new CliError(`${word.text}: command not found (here are ${PROGRAMS.join(', ')})`, word.place, 127)
  throw invalidChoice('sh', 'command', word.text.slice(0, 80), PROGRAMS, word.place)
}

async function runBuiltIn(name: string, args: readonly Argument[], context: RunContext): Promise<string> {
  switch (name) {
    case 'echo':
      return `${args.map(({ text }) => text).join(' ')}\n`
    case 'sleep':
      await context.port.wait(sleepMs(args), 'sleep')
      return ''
    case 'help':
      return helpText(
        context.model,
        args.map(({ text }) => text),
      )
    default:
      // `set -e` and the like: every run stops at the first failure anyway.
      return ''
  }
}

function sleepMs(args: readonly Argument[]): number {
  const [first] = args
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)([smhd]?)$/.exec(first?.text ?? '') ?? []
  const seconds = Number(number) * ({ m: 60, h: 3600, d: 86_400 }[unit] ?? 1)
  if (args.length === 1 && seconds <= LONGEST_SLEEP_SECONDS) return Math.round(seconds * 1000)
  const place = first?.place ?? { line: 1, column: 1 }
  throw new CliError('sleep takes one time in seconds, or with s, m, h or d after it', place)
}

async function runCommand(command: Command, context: RunContext): Promise<string> {
  if (command.kind === 'help') return helpText(context.model, command.topic)
  const { options } = command
  // All that can be wrong with the line is found before anything is sent.
  const query = options.query ? await compiledQuery(options.query, context) : null
  const yaml = options.output === 'yaml' ? await context.parts.yaml() : undefined
  const print = (answer: unknown, operation: OperationModel) => {
    const plain = plainAnswer(operation.output, answer)
    const value = query ? plainAnswer(undefined, query(plain)) : plain
    const isNothing = query !== null && (value === undefined || value === null)
    return formatAnswer(isNothing ? null : value, {
      output: options.output,
      title: operation.operation,
      columns: context.columns,
      yaml,
    })
  }
  if (command.kind === 'wait') return runWait(command, context)
  const operation = context.model.operation(command.service, command.operation) as OperationModel
  if (command.kind === 'skeleton') {
    if (command.form === 'output') return print(skeletonOf(operation.output, 'output'), operation)
    return `${JSON.stringify(skeletonOf(operation.input, 'input'), null, 4)}\n`
  }
  const { service, operation: name, input } = command
  try {
    const answer = await callPages(operation, input, options, async (page) => {
      return ((await context.port.call(service, name, page)) ?? {}) as Record<string, unknown>
    })
    return print(answer, operation)
  } catch (error) {
    if (error instanceof CliError || error instanceof Failure || !isRefusal(error)) throw error
    throw new Failure(serviceError(service, name, error), EXIT.service)
  }
}

async function compiledQuery({ text, place }: { text: string; place: Argument['place'] }, context: RunContext) {
  const compile = await context.parts.query()
  const refuse = (error: unknown) =>
    new CliError(
      `Bad value for --query ${text.slice(0, 200)}: ${error instanceof Error ? error.message : error}`,
      place,
    )
  try {
    const evaluate = compile(text)
    return (answer: unknown) => {
      try {
        return evaluate(answer)
      } catch (error) {
        throw refuse(error)
      }
    }
  } catch (error) {
    throw refuse(error)
  }
}

async function runWait(command: Command & { kind: 'wait' }, { port }: RunContext): Promise<string> {
  const { service, input } = command
  const waiter = WAITERS[service]?.[command.waiter] as Waiter
  const message = await runWaiter(service, waiter, port, async () => port.call(service, waiter.operation, input))
  if (message !== null) throw new Failure(message, EXIT.general)
  return ''
}

// ── before anything runs ───────────────────────────────────────────────────

/**
 * Checks what can be known of statements before they run: programs, operations, flags, values without variables, names of variables.
 * Gives the command of each statement that is known whole (null for the others). Throws CliError.
 */
export function checkStatements(
  model: ApiModel,
  region: string,
  statements: readonly Statement[],
  variables: Iterable<string>,
): (Command | null)[] {
  const set = new Set(variables)
  return statements.map((statement) => {
    if (statement.kind === 'command') return checkWords(model, region, statement.words, set)
    checkParts(model, region, statement.value.parts, set)
    set.add(statement.name)
    return null
  })
}

function checkWords(model: ApiModel, region: string, words: readonly Word[], set: ReadonlySet<string>): Command | null {
  for (const { parts } of words) checkParts(model, region, parts, set)
  const args = unexpanded(words)
  const [first] = args
  if (!first) return null
  if (first.opaque) throw new CliError('the command must be written out', first.place)
  requireProgram(first)
  if (first.text === 'sleep' && !args.some(({ opaque }) => opaque)) sleepMs(args.slice(1))
  if (BUILT_IN.has(first.text)) return null
  const command = readCommand(model, args, region)
  return args.some(({ opaque }) => opaque) ? null : command
}

function checkParts(model: ApiModel, region: string, parts: readonly Part[], set: ReadonlySet<string>): void {
  for (const part of parts) {
    if (part.kind === 'variable' && !set.has(part.name)) throw notSet(part.name, part.place)
    if (part.kind !== 'command') continue
    if (part.words.length === 0) throw new CliError('there is no command in $(…)', part.place)
    checkWords(model, region, part.words, set)
  }
}
