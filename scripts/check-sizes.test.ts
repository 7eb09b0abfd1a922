import { expect, test } from 'vitest'
import type { Manifest } from './check-sizes'
import { parts } from './check-sizes'

const manifest: Manifest = {
  'index.html': {
    file: 'assets/index.js',
    isEntry: true,
    imports: ['_shared.js'],
    dynamicImports: ['src/app/editor.tsx'],
    css: ['assets/index.css'],
  },
  '_shared.js': { file: 'assets/shared.js', name: 'shared', imports: ['index.html'] },
  '_codemirror.js': { file: 'assets/codemirror.js', name: 'codemirror' },
  'src/app/editor.tsx': { file: 'assets/editor.js', name: 'editor', imports: ['_shared.js', '_codemirror.js'] },
}

test('sizes are taken of what loads together', () => {
  const all = ['index.html', '.vite/manifest.json', 'assets/index.js', 'assets/worker/host-1.js']
  expect(Object.fromEntries(parts(manifest, all).map(({ part, files }) => [part, files]))).toEqual({
    'initial JavaScript': ['assets/index.js', 'assets/shared.js'],
    'initial CSS': ['assets/index.css'],
    worker: ['assets/worker/host-1.js'],
    editor: ['assets/editor.js', 'assets/codemirror.js'],
    terminal: undefined,
    everything: ['index.html', 'assets/index.js', 'assets/worker/host-1.js'],
  })
})
