/** The test command: every check of the project in order, stopping at the first that fails. Its last line is `N passed, N failed`. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { installBrowser } from './browser'
import { isMain } from './common'

/** Tests that passed, failed and were skipped. */
export interface Count {
  passed: number
  failed: number
  skipped: number
}

interface Step {
  name: string
  command: string
  /** The counts of a step that runs tests, from its JSON report; a step without is one that only passes or fails. */
  report?: { file: string; count: (report: never) => Count }
  before?: () => void
}

/** The counts of vitest's JSON report; a file that could not be loaded counts as one failed test. */
export function countVitest(report: {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}): Count {
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** The counts of Playwright's JSON report; an error outside any test counts as one failed test. */
export function countPlaywright(report: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}): Count {
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + (unexpected === 0 ? report.errors.length : 0), skipped }
}

const unitReport = 'test-results/unit.json'
const e2eReport = 'test-results/e2e.json'

const steps: Step[] = [
  { name: 'format and lint', command: 'biome ci --colors=off --error-on-warnings' },
  { name: "engine's purity", command: 'tsx scripts/check-engine-purity.ts' },
  { name: 'lock file', command: 'tsx scripts/check-lock.ts' },
  { name: 'types', command: 'npm run --silent types' },
  { name: 'import rules', command: 'tsx scripts/check-imports.ts' },
  { name: 'dead code', command: 'npm run --silent check:dead' },
  {
    name: 'unit and property tests',
    command: `vitest run --reporter=default --reporter=json --outputFile.json=${unitReport}`,
    report: { file: unitReport, count: countVitest },
  },
  { name: 'production build', command: 'vite build' },
  { name: 'size budgets', command: 'tsx scripts/check-sizes.ts' },
  {
    name: 'browser tests',
    command: 'playwright test',
    before: () => {
      if (process.env.BROWSERS === 'all') return
      const { source, executablePath } = installBrowser()
      console.log(`browser: ${source} ${executablePath ?? ''}`)
    },
    report: { file: e2eReport, count: countPlaywright },
  },
]

/** Runs one step and returns its counts; throws when it failed without a test having failed. */
function run({ command, report, before }: Step): { count: Count; ok: boolean } {
  if (report) rmSync(report.file, { force: true })
  before?.()
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' })
  const none = { passed: 0, failed: 0, skipped: 0 }
  const count =
    report && existsSync(report.file) ? report.count(JSON.parse(readFileSync(report.file, 'utf8')) as never) : none
  const ranNone = report !== undefined && count.passed + count.failed === 0
  if (ranNone) console.error('No test ran.')
  const ok = status === 0 && count.failed === 0 && !ranNone
  return { count: ok || count.failed > 0 ? count : { ...count, failed: 1 }, ok }
}

function main(): void {
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  const begun = Date.now()
  const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`
  for (const [i, step] of steps.entries()) {
    const since = Date.now()
    console.log(`\n── ${i + 1}/${steps.length} ${step.name}`)
    let result: ReturnType<typeof run>
    try {
      result = run(step)
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      result = { count: { passed: 0, failed: 1, skipped: 0 }, ok: false }
    }
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += result.count[key]
    console.log(`── ${step.name}: ${result.ok ? 'ok' : 'FAILED'}, ${seconds(since)}`)
    if (!result.ok) break
  }
  console.log(`\n${seconds(begun)} in all`)
  if (total.skipped > 0) console.log(`${total.skipped} skipped`)
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 ? 1 : 0)
}

if (isMain(import.meta.url)) main()
