/** Weighs the built site against the budgets: gzip sizes of dist/, the chunks taken from Vite's manifest. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { filesUnder, isMain } from './common'

/** One chunk of Vite's manifest (the members used here). */
export interface Chunk {
  file: string
  name?: string
  src?: string
  isEntry?: boolean
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
}
export type Manifest = Record<string, Chunk>

/** Everything that the chunk `key` needs before it can run: itself and its static imports, as files (scripts and style sheets). */
export function closure(manifest: Manifest, key: string, seen = new Set<string>()): Set<string> {
  const files = new Set<string>()
  const chunk = manifest[key]
  if (!chunk || seen.has(key)) return files
  seen.add(key)
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
  for (const next of chunk.imports ?? []) for (const file of closure(manifest, next, seen)) files.add(file)
  return files
}

/** What on-demand chunks of these names add to the files that are there already; undefined when no such chunk was built. */
export function onDemand(manifest: Manifest, names: string[], there: Set<string>): string[] | undefined {
  const keys = Object.keys(manifest).filter((key) => {
    const { name = '', isEntry } = manifest[key] ?? {}
    return names.includes(name) && !isEntry
  })
  if (keys.length === 0) return undefined
  return [...new Set(keys.flatMap((key) => [...closure(manifest, key)]))].filter((file) => !there.has(file))
}

/** What the worker's entry needs before it can run. Vite's manifest leaves workers out, so their text is read. */
function workerClosure(all: string[], read: (file: string) => string): string[] {
  const files = new Set(all.filter((file) => /^assets\/worker\/main-[^/]*\.js$/.test(file)))
  for (const file of files)
    for (const [, name] of read(file).matchAll(/\b(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g))
      files.add(`assets/worker/${name}`)
  return [...files]
}

/** The parts that have a budget: their files (undefined: not built) and the most they may weigh, in kB of gzip. */
export function parts(
  manifest: Manifest,
  all: string[],
  read: (file: string) => string,
): { part: string; files: string[] | undefined; kB: number }[] {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? ''
  const initial = closure(manifest, entry)
  const worker = workerClosure(all, read)
  const later = all.filter((file) => /^assets\/worker\/.*\.js$/.test(file) && !worker.includes(file))
  const lessons = Object.values(manifest)
    .filter((chunk) => chunk.name?.startsWith('lesson-'))
    .map((chunk) => ({ part: chunk.name ?? '', files: [chunk.file], kB: 25 }))
  return [
    { part: 'initial JavaScript', files: [...initial].filter((file) => file.endsWith('.js')), kB: 230 },
    { part: 'initial CSS', files: [...initial].filter((file) => file.endsWith('.css')), kB: 18 },
    { part: 'worker', files: worker.length > 0 ? worker : undefined, kB: 150 },
    // Parts that load one by one: the largest is what somebody waits for.
    { part: 'worker on demand', files: later.length > 0 ? later : undefined, kB: 50 },
    { part: 'editor', files: onDemand(manifest, ['editor'], initial), kB: 140 },
    { part: 'terminal', files: onDemand(manifest, ['terminal', 'cli'], initial), kB: 30 },
    { part: 'shapes of answers', files: onDemand(manifest, ['outputs'], initial), kB: 15 },
    ...lessons,
    { part: 'everything', files: all.filter((file) => !file.startsWith('.vite/') && !file.endsWith('.map')), kB: 1200 },
  ]
}

if (isMain(import.meta.url)) {
  if (!existsSync('dist/.vite/manifest.json')) throw new Error('No built site: npm run build first.')
  const manifest: Manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'))
  const all = filesUnder('dist').map((file) => file.slice('dist/'.length))
  let over = 0
  for (const { part, files, kB } of parts(manifest, all, (file) => readFileSync(join('dist', file), 'utf8'))) {
    const size = (files ?? []).reduce((sum, file) => sum + gzipSync(readFileSync(join('dist', file))).length, 0) / 1000
    const verdict = !files ? 'not built yet' : size <= kB ? 'ok' : 'TOO LARGE'
    if (size > kB) over++
    console.log(`${part.padEnd(20)} ${size.toFixed(1).padStart(8)} of ${String(kB).padStart(5)} kB gzip  ${verdict}`)
  }
  if (over > 0) process.exit(1)
}
