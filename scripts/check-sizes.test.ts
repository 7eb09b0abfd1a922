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
  'src/terminal/terminal.tsx': { file: 'assets/terminal.js', name: 'terminal', imports: ['_shared.js'] },
  'src/cli/cli.ts': { file: 'assets/cli.js', name: 'cli' },
  'src/app/editor.tsx': { file: 'assets/editor.js', name: 'editor', imports: ['_shared.js', '_codemirror.js'] },
}

test('sizes are taken of what loads together', () => {
  const worker = {
    'assets/worker/main-1.js': 'import{a}from"./kernel-2.js";const b=()=>import("./script-3.js")',
    'assets/worker/kernel-2.js': 'export const a=1',
    'assets/worker/script-3.js': 'import"./main-1.js"',
  }
  const all = ['index.html', '.vite/manifest.json', 'assets/index.js', ...Object.keys(worker)]
  const read = (file: string) => worker[file as keyof typeof worker]
  expect(Object.fromEntries(parts(manifest, all, read).map(({ part, files }) => [part, files]))).toEqual({
    'initial JavaScript': ['assets/index.js', 'assets/shared.js'],
    'initial CSS': ['assets/index.css'],
    worker: ['assets/worker/main-1.js', 'assets/worker/kernel-2.js'],
    'worker on demand': ['assets/worker/script-3.js'],
    editor: ['assets/editor.js', 'assets/codemirror.js'],
    terminal: ['assets/terminal.js', 'assets/cli.js'],
    'shapes of answers': undefined,
    everything: ['index.html', 'assets/index.js', ...Object.keys(worker)],
  })
})
