import { expect, test } from 'vitest'
import { holes, ranges } from './check-lock'

test('a lock file that lacks an optional dependency is refused', () => {
  const parser = { optionalDependencies: { '@parser/linux': '1.0.0', '@parser/mac': '1.0.0' } }
  expect(holes({ packages: { '': {}, 'node_modules/parser': parser, 'node_modules/@parser/linux': {} } })).toEqual([
    'node_modules/parser → @parser/mac',
  ])
})

test('a nested entry fills the hole', () => {
  const inner = { optionalDependencies: { a: '1.0.0', b: '1.0.0', c: '1.0.0' } }
  const packages = {
    'node_modules/x/node_modules/y': inner,
    'node_modules/x/node_modules/y/node_modules/a': {},
    'node_modules/x/node_modules/b': {},
    'node_modules/c': {},
  }
  expect(holes({ packages })).toEqual([])
})

test('versions are exact', () => {
  expect(
    ranges({ dependencies: { a: '1.2.3', b: '^1.2.3' }, devDependencies: { c: 'latest', d: '1.0.0-rc.1' } }),
  ).toEqual(['b ^1.2.3', 'c latest'])
})
