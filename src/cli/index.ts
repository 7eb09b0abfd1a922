/** Commands as AWS CLI text, and back. Pure. The printer is small and here; the command line itself is loaded on demand. */
export type { Completion, CompletionItem, NameKind, NamesPort } from './assist/complete'
export type { Cli, CliOptions, RunOptions, Script } from './cli'
export type { Command as CliCommand } from './command/command'
export { CliError, type Place } from './error'
export { printCommand, quote } from './print'
export type { CliParts, CliPort, RunResult, StatementResult } from './run/port'
export type { ScriptEntry, ScriptOptions } from './script/entries'

/** The command line: parser, interpreter, completion, help, scripts. A chunk of its own. */
export const loadCli = () => import('./cli')
/** The part of the API model that the engine does without: `createCli(withOutputs(MODEL_FILES), …)`. */
export const loadOutputs = () => import('./model/outputs')
/** JMESPath for `--query`. */
export const loadQuery = async () => (await import('./output/query')).compileQuery
/** The writer of `--output yaml`. */
export const loadYaml = async () => (await import('./output/yaml')).yamlText
