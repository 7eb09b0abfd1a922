import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { impurities } from './check-engine-purity'

const offences = [
  '2 ** 3',
  'x **= 2',
  'Math.random()',
  'Math.pow(2, 3)',
  "Math['sin'](1)",
  'const { random } = Math',
  'const M = Math',
  'Date.now()',
  'new Date()',
  'new Date',
  'new Date(2026, 1)',
  'Date()',
  "'a'.localeCompare('b')",
  'n.toLocaleString()',
  'd.getHours()',
  "import('./x')",
]
const allowed = [
  'Math.floor(1) + Math.imul(2, 3)',
  'new Date(ms).toISOString()',
  'x.Date + y.Math',
  'let when: Date',
  'd.getUTCDay()',
  '2 * 3',
]

test.each(offences)('the engine may not hold: %s', (code) => {
  expect(impurities('planted.ts', `\n${code}`)).toEqual([expect.stringMatching(/^planted\.ts:2 /)])
})

test.each(allowed)('the engine may hold: %s', (code) => {
  expect(impurities('planted.ts', code)).toEqual([])
})

test('Biome refuses impure globals in the engine and only there', () => {
  const room = mkdtempSync(join(tmpdir(), 'purity-'))
  copyFileSync('biome.json', join(room, 'biome.json'))
  for (const file of ['src/engine/planted.ts', 'src/engine/planted.test.ts', 'src/graph/planted.ts']) {
    mkdirSync(join(room, file, '..'), { recursive: true })
    writeFileSync(join(room, file), 'export const clock = performance\n')
  }
  const { stdout } = spawnSync(
    resolve('node_modules/.bin/biome'),
    ['lint', '--vcs-enabled=false', '--reporter=github'],
    {
      cwd: room,
      encoding: 'utf8',
    },
  )
  rmSync(room, { recursive: true })
  const refused = [...stdout.matchAll(/noRestrictedGlobals,file=[^,]*?(src\/[^,]+)/g)].map((match) => match[1])
  expect(refused).toEqual(['src/engine/planted.ts'])
})
