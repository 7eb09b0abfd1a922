/** `npm run sim -- FILE [--json]` (design.md §7), apart from the process it runs in. */
import type { CheckResult, EngineHost, RunResult } from '../scenario'
import { formatDuration, parseScenario, RESULT_FORMAT, runScenario, ScenarioError } from '../scenario'

/** Where a program writes and reads. */
export interface Terminal {
  out(line: string): void
  err(line: string): void
  readFile(path: string): string
}

const USAGE = 'usage: npm run sim -- FILE [--json]'

/** Exit codes: all checks hold; a check failed; the file or a command is bad. */
export const EXIT = { ok: 0, failed: 1, bad: 2 } as const

/** Runs a scenario file and prints how its checks came out. Returns the exit code. */
export function simulate(args: readonly string[], terminal: Terminal, host: EngineHost): number {
  const json = args.includes('--json')
  const rest = args.filter((arg) => arg !== '--json')
  const [file] = rest
  if (rest.length !== 1 || file === undefined || file.startsWith('-')) {
    terminal.err(USAGE)
    return EXIT.bad
  }
  const result = runFile(file, terminal, host)
  // With --json the object alone goes to stdout.
  const say = json ? terminal.err : terminal.out
  const startMs =
    typeof result.world.now === 'string' ? Date.parse(result.world.now) - Number(result.world.elapsedSeconds) * 1000 : 0
  for (const check of result.checks) say(lineOf(check, startMs))
  if (result.error) {
    const at = result.error.step === undefined ? '' : `steps[${result.error.step}]: `
    terminal.err(`${file}: ${at}${result.error.name}: ${result.error.message}`)
  } else {
    const failed = result.checks.filter(({ ok }) => !ok).length
    say(
      `${result.checks.length - failed} of ${result.checks.length} checks hold, ${formatDuration(Number(result.world.elapsedSeconds) * 1000)} simulated, digest ${result.digest}`,
    )
  }
  if (json) terminal.out(JSON.stringify(result))
  if (result.error) return EXIT.bad
  return result.ok ? EXIT.ok : EXIT.failed
}

function runFile(file: string, terminal: Terminal, host: EngineHost): RunResult {
  try {
    return runScenario(parseScenario(terminal.readFile(file)), host)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const place = error instanceof ScenarioError ? error.message : `cannot be read: ${error.message}`
    return {
      format: RESULT_FORMAT,
      engine: host.version,
      ok: false,
      checks: [],
      error: { name: error.name, message: place },
      digest: '',
      world: {},
    }
  }
}

/** `✔ 12m     steps[3] expect services[…]`, and for one that does not hold what was seen instead of true. */
function lineOf(check: CheckResult, startMs: number): string {
  const when = check.decidedAt === null ? 'undecided' : formatDuration(Date.parse(check.decidedAt) - startMs)
  const line = `${check.ok ? '✔' : '✘'} ${when.padEnd(9)} steps[${check.step}] ${check.kind} ${check.expression}`
  if (check.ok || check.decidedAt === null) return line
  const value = JSON.stringify(check.value) ?? 'nothing'
  return `${line}\n    was ${value.length > 400 ? `${value.slice(0, 400)}…` : value}`
}
