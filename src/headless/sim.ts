/** `npm run sim -- FILE [--json]`: runs a scenario without a browser (design.md §7). */
import { readFileSync } from 'node:fs'
import { engineHost } from './host'
import { simulate } from './simulate'

process.exitCode = simulate(
  process.argv.slice(2),
  {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    readFile: (path) => readFileSync(path, 'utf8'),
  },
  engineHost,
)
