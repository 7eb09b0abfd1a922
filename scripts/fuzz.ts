/** The long form of the property tests: RUNS (2,000 unless told) runs of each. */
import { spawnSync } from 'node:child_process'

const env = { RUNS: '2000', ...process.env }
console.log(`property tests, ${env.RUNS} runs each`)
const { status } = spawnSync(
  'npx',
  ['vitest', 'run', '.property.test.ts', '--testTimeout=3600000', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env,
  },
)
process.exit(status ?? 1)
