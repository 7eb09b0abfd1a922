import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { brokenImports } from './check-imports'

const houses: string[] = []
afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true })
})

/** Builds a small house of files in a temporary folder and says what is wrong with it. */
function problemsOf(files: Record<string, string>): string[] {
  const house = mkdtempSync(join(tmpdir(), 'house-'))
  houses.push(house)
  symlinkSync(resolve('node_modules'), join(house, 'node_modules'))
  writeFileSync(join(house, 'tsconfig.base.json'), '{}')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), text)
  }
  return brokenImports(house).problems
}

const uses = (...names: string[]) => names.map((name) => `import '${name}'`).join('\n')

test('a house in order is let through', () => {
  const problems = problemsOf({
    'src/engine/index.ts':
      "import type { Cluster } from '@aws-sdk/client-ecs'\nexport * from './kernel/clock'\nexport type C = Cluster",
    'src/engine/kernel/clock.ts': "import type { C } from '../index'\nexport const now = (c: C) => c",
    'src/engine/kernel/clock.test.ts': uses('vitest', './clock'),
    'src/scenario/index.ts': uses('../engine', 'valibot'),
    'src/graph/index.tsx': uses('../ui', '../engine', 'react'),
    'src/ui/index.ts': '',
    'src/app/index.tsx': uses('../graph', '../ui'),
    'src/headless/sim.ts': uses('../scenario', 'node:fs'),
    'src/main.tsx': uses('./app'),
    'scripts/bench.ts': uses('../src/engine'),
  })
  expect(problems).toEqual([])
})

test('planted forbidden imports are refused', () => {
  const problems = problemsOf({
    'src/engine/index.ts': uses('../scenario', 'react', 'node:fs', '@aws-sdk/client-ecs'),
    'src/engine/ring-a.ts': uses('./ring-b'),
    'src/engine/ring-b.ts': uses('./ring-a', './nowhere'),
    'src/scenario/index.ts': "import type {} from '../cli'",
    'src/cli/index.ts': uses('../engine/ring-a'),
    'src/ui/index.ts': uses('../engine'),
    'src/store/index.ts': uses('../ui'),
    'src/graph/index.ts': uses('../panels'),
    'src/panels/index.ts': '',
    'src/attic/index.ts': '',
    'src/app/index.ts': uses('../attic'),
    'src/headless/sim.ts': uses('../store'),
    'src/main.tsx': uses('./store'),
    'scripts/bench.ts': uses('../src/store'),
  })
  const refused = problems.map((problem) => problem.replace(/ → \S*node_modules/, ' → node_modules')).sort()
  expect(refused).toEqual([
    'app-imports-only-engine-scenario-cli-worker-store-actions-graph-panels-terminal-lessons-ui: src/app/index.ts → src/attic/index.ts',
    'aws-shapes-are-types: src/engine/index.ts → node_modules/@aws-sdk/client-ecs/dist-cjs/index.js',
    'engine-imports-only-itself: src/engine/index.ts → src/scenario/index.ts',
    'engine-stands-alone: src/engine/index.ts → fs',
    'engine-stands-alone: src/engine/index.ts → node_modules/react/index.js',
    'engine-stands-alone: src/engine/ring-b.ts → ./nowhere',
    'front-door: src/cli/index.ts → src/engine/ring-a.ts',
    'graph-imports-only-engine-scenario-cli-worker-store-actions-ui: src/graph/index.ts → src/panels/index.ts',
    'headless-imports-only-engine-scenario-cli: src/headless/sim.ts → src/store/index.ts',
    'main-imports-only-app: src/main.tsx → src/store/index.ts',
    'no-circular: src/engine/ring-a.ts → src/engine/ring-b.ts',
    'resolvable: src/engine/ring-b.ts → ./nowhere',
    'scenario-imports-only-engine: src/scenario/index.ts → src/cli/index.ts',
    'store-imports-only-engine-scenario-cli-worker: src/store/index.ts → src/ui/index.ts',
    'tools-import-only-engine-scenario-cli: scripts/bench.ts → src/store/index.ts',
    'ui-imports-only-itself: src/ui/index.ts → src/engine/index.ts',
    'unknown-room: src/app/index.ts → src/attic/index.ts',
  ])
})

test('a source file that was not cruised is a problem', () => {
  expect(problemsOf({ 'src/node_modules/lost.ts': '', 'src/main.tsx': '' })).toEqual([
    'not cruised: src/node_modules/lost.ts',
  ])
})
