/** The one-way imports of the house (src/README.md). Type-only imports count too. Run and tested by scripts/check-imports.ts. */

/** Rooms in order: each may import those before it. Rooms of one storey do not import each other. */
const storeys = [
  ['engine'],
  ['scenario'],
  ['cli'],
  ['worker'],
  ['store'],
  ['actions'],
  ['graph', 'panels', 'terminal', 'lessons'],
  ['app'],
]
const mayUseUi = ['graph', 'panels', 'terminal', 'lessons', 'app']
const mayBeUsedByNode = ['engine', 'scenario', 'cli']

const allowedByRoom = { ui: [], headless: mayBeUsedByNode }
storeys.forEach((storey, i) => {
  for (const room of storey)
    allowedByRoom[room] = [...storeys.slice(0, i).flat(), ...(mayUseUi.includes(room) ? ['ui'] : [])]
})

const oneWay = Object.entries(allowedByRoom).map(([room, allowed]) => ({
  name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'unknown-room',
      comment: 'A new room needs its place in this file and in src/README.md.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${Object.keys(allowedByRoom).join('|')})/` },
    },
    {
      name: 'main-imports-only-app',
      severity: 'error',
      from: { path: '^src/main[.]tsx$' },
      to: { path: '^src/', pathNot: '^src/app/' },
    },
    {
      name: 'tools-import-only-engine-scenario-cli',
      severity: 'error',
      // A bench of the worker runs the worker's host itself.
      from: { path: '^(scripts|e2e)/', pathNot: '^scripts/bench/' },
      to: { path: '^src/', pathNot: `^src/(${mayBeUsedByNode.join('|')})/` },
    },
    {
      name: 'src-imports-no-tools',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|e2e)/|^[^/]+[.]config[.]ts$' },
    },
    {
      name: 'front-door',
      comment: 'Another room is entered by its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      // The fidelity ledger is data that the page loads by itself, when it is shown.
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', '^src/[^/]+/index[.]tsx?$', '^src/engine/data/fidelity[.]ts$'],
      },
    },
    {
      name: 'front-door-from-outside',
      comment: 'A room is entered by its index.ts.',
      severity: 'error',
      from: { pathNot: ['^src/[^/]+/', '^scripts/bench/'] },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index[.]tsx?$' },
    },
    {
      name: 'engine-stands-alone',
      comment: 'The engine imports nothing from outside src/engine but the types of AWS.',
      severity: 'error',
      from: { path: '^src/engine/', pathNot: '[.]test[.]ts$' },
      to: { pathNot: ['^src/', '(^|/)node_modules/@aws-sdk/'] },
    },
    {
      name: 'aws-shapes-are-types',
      comment: 'The AWS packages are development dependencies: `import type` only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '[.]test[.]ts$' },
      to: { path: '(^|/)node_modules/@aws-sdk/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-are-leaves',
      severity: 'error',
      from: { pathNot: '[.]test[.]tsx?$' },
      to: { path: '[.]test[.]tsx?$' },
    },
    {
      name: 'no-circular',
      comment: 'Circles of types alone are allowed.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
    skipAnalysisNotInRules: true,
  },
}
