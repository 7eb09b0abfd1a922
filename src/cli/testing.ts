/** For tests: a command line over the real model, and a port over a real engine. */
import type { Engine } from '../engine'
import { createEngine, MODEL_FILES } from '../engine'
import type { Cli } from './cli'
import { createCli } from './cli'
import type { Place } from './error'
import { CliError } from './error'
import { withOutputs } from './model/outputs'
import { compileQuery } from './output/query'
import { yamlText } from './output/yaml'
import type { CliPort, RunResult } from './run/port'

export const testCli: Cli = createCli(withOutputs(MODEL_FILES), {
  parts: { query: async () => compileQuery, yaml: async () => yamlText },
})

export const enginePort = (engine: Engine): CliPort => ({
  call: (service, operation, input) => engine.call(service, operation, input),
  wait: (ms) => engine.advance(ms),
})

export interface Shell {
  engine: Engine
  variables: Map<string, string>
  run(text: string): Promise<RunResult>
  /** What the last statement printed, or its error. */
  out(text: string): Promise<string>
}

/** A session over a new engine. */
export function testShell(): Shell {
  const engine = createEngine({ seed: 3 })
  const port = enginePort(engine)
  const variables = new Map<string, string>()
  const run = (text: string) => testCli.run(text, port, { variables })
  return {
    engine,
    variables,
    run,
    async out(text) {
      const last = (await run(text)).statements.at(-1)
      return (last?.stdout ?? '') + (last?.stderr ?? '')
    },
  }
}

/** The commands of a text. */
export const parsed = (text: string) => testCli.parse(text).commands

/** How a text is refused. Throws when it is not. */
export function refusalOf(text: string): { place: Place; message: string } {
  try {
    testCli.parse(text)
  } catch (error) {
    if (error instanceof CliError) return { place: error.place, message: error.message }
    throw error
  }
  throw new Error(`not refused: ${text}`)
}
