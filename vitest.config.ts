import { defineConfig } from 'vitest/config'

// Engine and tools are tested in Node; what needs a page is tested in a browser (e2e/, Playwright), which vitest must not pick up.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
  },
})
