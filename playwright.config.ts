import { defineConfig, devices } from '@playwright/test'
import { browserArgs, browserOrHelp } from './scripts/browser'

// BROWSERS=all (the Actions workflow): Playwright's own Chromium, Firefox and WebKit. Otherwise the browser at hand.
const all = process.env.BROWSERS === 'all'
const viewport = { width: 1280, height: 720 }

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    // Set by the global set-up, which serves the built site.
    baseURL: process.env.E2E_BASE_URL,
    headless: true,
    // Recording every test costs a good part of the time that all of them may take: TRACE=1 when one fails.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'desktop',
      use: {
        ...devices['Desktop Chrome'],
        viewport,
        launchOptions: { args: browserArgs, executablePath: all ? undefined : browserOrHelp().executablePath },
      },
    },
    ...(all
      ? [
          { name: 'firefox', use: { ...devices['Desktop Firefox'], viewport } },
          { name: 'webkit', use: { ...devices['Desktop Safari'], viewport } },
        ]
      : []),
  ],
})
