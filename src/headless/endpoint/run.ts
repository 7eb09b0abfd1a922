/** `npm run endpoint` apart from the process it runs in: flags, scenario, start. */
import type { Scenario } from '../../scenario'
import { parseScenario } from '../../scenario'
import type { Terminal } from '../simulate'
import { parseOptions, USAGE } from './options'
import type { Endpoint } from './server'
import { startEndpoint } from './server'

/** The port could not be had; the flags or the scenario are bad. */
const EXIT = { noPort: 1, bad: 2 } as const

/** Starts the endpoint and prints its address on one line; or says on stderr why not and gives the exit code. */
export async function runEndpoint(
  args: readonly string[],
  terminal: Terminal,
): Promise<Endpoint | { exitCode: number }> {
  const options = parseOptions(args)
  if ('problem' in options) {
    terminal.err(`${options.problem}\n${USAGE}`)
    return { exitCode: EXIT.bad }
  }
  let scenario: Scenario | undefined
  try {
    if (options.scenario !== undefined) scenario = parseScenario(terminal.readFile(options.scenario))
  } catch (error) {
    terminal.err(`${options.scenario}: ${(error as Error).message}`)
    return { exitCode: EXIT.bad }
  }
  try {
    const endpoint = await startEndpoint({
      port: options.port,
      speed: options.speed,
      ...(scenario ? { scenario } : {}),
      report: terminal.err,
    })
    terminal.out(`ECS Playground endpoint: ${endpoint.url}`)
    return endpoint
  } catch (error) {
    const isPort = (error as NodeJS.ErrnoException).syscall === 'listen'
    terminal.err(
      isPort ? `port ${options.port}: ${(error as Error).message}` : `${options.scenario}: ${(error as Error).message}`,
    )
    return { exitCode: isPort ? EXIT.noPort : EXIT.bad }
  }
}
