/** The command line made of its parts. Loaded on demand: `loadCli` of the front door. */
import type { ApiModelFile } from '../engine'
import { compileModel } from '../engine'
import type { Completion, NamesPort } from './assist/complete'
import { complete } from './assist/complete'
import { helpText } from './assist/help'
import type { Command } from './command/command'
import type { CliParts, CliPort, RunResult, StatementResult } from './run/port'
import { checkStatements, runStatements } from './run/run'
import type { ScriptEntry, ScriptOptions } from './script/script'
import { exportScript } from './script/script'
import type { Statement } from './shell/parse'
import { parseShell } from './shell/parse'

/** A text that was understood. */
export interface Script {
  statements: readonly Statement[]
  /** The command of each statement that needs no variable; null for the others. */
  commands: readonly (Command | null)[]
}

export interface RunOptions {
  /** Variables by name, kept from line to line: assignments change this map. */
  variables?: Map<string, string>
  /** Characters in a line, for tables. Default 80. */
  columns?: number
  /** Called as each statement ends, failed ones included. */
  onStatement?: (result: StatementResult) => void
}

export interface Cli {
  /**
   * Understands a text: one line or many. `variables`: names that are set already. Throws CliError with the place of the first
   * thing that is not understood; nothing has run then.
   */
  parse(text: string, variables?: Iterable<string>): Script
  /** Runs a script until a statement fails; a text is parsed first (and throws CliError then). */
  run(script: Script | string, port: CliPort, options?: RunOptions): Promise<RunResult>
  /** What may stand at the cursor. */
  complete(text: string, cursor: number, names: NamesPort, variables?: Iterable<string>): Promise<Completion>
  /** Help for the words that would stand before `help`: [], ['ecs'], ['ecs', 'create-service']. */
  help(topic: readonly string[]): string
  /** A recorded session as a bash script for a real account. */
  script(entries: readonly ScriptEntry[], options?: ScriptOptions): string
}

export interface CliOptions {
  /** The one Region. Default us-east-1. */
  region?: string
  parts: CliParts
}

/** A command line over the given model files: the engine's MODEL_FILES with the outputs of `loadOutputs`. */
export function createCli(
  files: Readonly<Record<string, ApiModelFile>>,
  { region = 'us-east-1', parts }: CliOptions,
): Cli {
  const model = compileModel(files)
  const parse: Cli['parse'] = (text, variables = []) => {
    const statements = parseShell(text)
    return { statements, commands: checkStatements(model, region, statements, variables) }
  }
  return {
    parse,
    async run(script, port, { variables = new Map(), columns, onStatement } = {}) {
      const { statements } = typeof script === 'string' ? parse(script, variables.keys()) : script
      return runStatements(statements, { model, region, port, parts, variables, columns, onStatement })
    },
    complete: (text, cursor, names, variables = []) => complete(model, text, cursor, names, variables),
    help: (topic) => helpText(model, topic),
    script: (entries, options) => exportScript(model, entries, options),
  }
}
