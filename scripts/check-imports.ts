/** Holds the one-way imports of .dependency-cruiser.cjs, and sees to it that every source file was in fact looked at. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { filesUnder, isMain } from './common'

/** What is wrong with the imports of the house in `root`: broken rules, and source files that were not cruised. */
export function brokenImports(root: string): { problems: string[]; cruised: number } {
  const folders = ['src', 'scripts', 'e2e'].filter((folder) => existsSync(resolve(root, folder)))
  const run = spawnSync(
    process.execPath,
    [
      resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json'],
      ...folders,
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 },
  )
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser said: ${run.stderr || run.stdout}`)
  const { modules, summary } = JSON.parse(run.stdout) as Report

  const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  const cruised = new Set(modules.map((module) => module.source))
  const files = filesUnder(resolve(root, 'src'))
    .map((file) => file.slice(resolve(root).length + 1))
    .filter((file) => /\.tsx?$/.test(file))
  for (const file of files) if (!cruised.has(file)) problems.push(`not cruised: ${file}`)
  return { problems, cruised: files.filter((file) => cruised.has(file)).length }
}

interface Report {
  modules: { source: string }[]
  summary: { violations: { rule: { name: string }; from: string; to: string }[] }
}

if (isMain(import.meta.url)) {
  const { problems, cruised } = brokenImports('.')
  for (const problem of problems) console.error(problem)
  if (problems.length > 0 || cruised === 0) process.exit(1)
  console.log(`imports: ${cruised} modules of src, no rule broken`)
}
