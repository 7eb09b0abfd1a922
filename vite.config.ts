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

/** Modules of the worker that are wanted from the start; the others load when they are asked for. */
const isCore = (id: string) =>
  /\/src\/(engine|worker)\/|\/comlink\//.test(id) &&
  ![
    /\/task-definitions\/(check|hints|not-modelled)\.ts/,
    /\/engine\/world\/(?!playground)/,
    /\/worker\/(ways\/|host\/(branch-compare|definition|describe|compare|fargate-|script|world-reader|rare-operations)[\w-]*\.)/,
    // What src/engine/api/rare.ts names.
    /\/engine\/api\/(rare\.ts|ec2\/|cloudwatch\/|model\/(rare\.ts|(ec2|cloudwatch)\.generated))/,
    /\/engine\/api\/ecs\/(task-sets\/|tasks\/execute|register-container-instance|account-settings|attribute-operations)/,
    /\/engine\/api\/ecs\/(tag-operations|attributes-tags-settings)/,
  ].some((late) => late.test(id))

/**
 * What the engine of the built worker does without, by the file that asks for it: the invariants, which run in tests and in
 * development; the world document and rare operations, which the host loads when somebody asks (src/worker/host/world.ts,
 * rare.ts). The worker has a budget (scripts/check-sizes.ts).
 */
const LATE: Record<string, string> = {
  'engine.ts ./invariants': 'invariants-off.ts',
  'engine.ts ./world': 'world-late.ts',
  'api/index.ts ./rare': 'api/rare-late.ts',
  'api/model/index.ts ./rare': 'api/model/rare-late.ts',
}

function lateParts(): Plugin {
  return {
    name: 'late-parts',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const late = LATE[`${importer?.split('/src/engine/')[1]} ${source}`]
      return late ? new URL(`./src/engine/${late}`, import.meta.url).pathname : null
    },
  }
}

export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy()],
  worker: {
    format: 'es',
    plugins: () => [lateParts()],
    // A folder of its own, so that scripts/check-sizes.ts can weigh it.
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/worker/[name]-[hash].js',
        chunkFileNames: 'assets/worker/[name]-[hash].js',
        // One chunk for all that runs from the start: text compresses better together than in shared pieces.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'main', test: isCore }],
        },
      },
    },
  },
  build: {
    target: ['chrome110', 'edge110', 'firefox114', 'safari16.4'],
    manifest: true,
    assetsInlineLimit: 0,
  },
})
