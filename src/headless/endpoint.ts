/** `npm run endpoint -- [--port N] [--scenario FILE] [--speed 0|1|60|max]`: the engine behind AWS's wire protocol (design.md §7). */
import { readFileSync } from 'node:fs'
import { runEndpoint } from './endpoint/run'

const terminal = {
  out: (line: string) => process.stdout.write(`${line}\n`),
  err: (line: string) => process.stderr.write(`${line}\n`),
  readFile: (path: string) => readFileSync(path, 'utf8'),
}

const starting = runEndpoint(process.argv.slice(2), terminal)
// From the start: whoever reads the address may send a signal at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void starting.then((started) => ('close' in started ? started.close() : undefined)))
}
const started = await starting
if ('exitCode' in started) process.exitCode = started.exitCode
