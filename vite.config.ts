import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vite'

/** The content security policy of the built page. Nothing inserts script; CodeMirror and Radix insert style elements. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Writes the policy as a meta tag into the built page; the development server needs inline scripts, so not there. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  }
}

/**
 * The built worker carries no invariants: they run in tests and in development (design of the engine's front door), and
 * the worker has a budget.
 */
function withoutInvariants(): Plugin {
  return {
    name: 'without-invariants',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === './invariants' && importer?.endsWith('/src/engine/engine.ts')
        ? new URL('./src/engine/invariants-off.ts', import.meta.url).pathname
        : null,
  }
}

export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy()],
  worker: {
    format: 'es',
    plugins: () => [withoutInvariants()],
    // A folder of its own, so that scripts/check-sizes.ts can weigh it.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/[name]-[hash].js',
      },
    },
  },
  build: {
    target: ['chrome110', 'edge110', 'firefox114', 'safari16.4'],
    manifest: true,
    assetsInlineLimit: 0,
  },
})
