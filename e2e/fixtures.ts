import { test as base, expect } from '@playwright/test'
import { Playground } from './pages/playground'

interface Fixtures {
  /** Errors that the page logged or threw; what `expectedErrors` matches is left out. */
  pageErrors: string[]
  /** For tests that provoke errors on purpose: those that this matches are no failure. */
  expectedErrors: RegExp | null
  playground: Playground
}

/**
 * Playwright's `test`, but a test fails when the page logged an error, threw one, broke the content security policy or
 * asked anything of another origin.
 */
export const test = base.extend<Fixtures>({
  expectedErrors: [null, { option: true }],
  pageErrors: [
    async ({ page, baseURL, expectedErrors }, use) => {
      const errors: string[] = []
      const note = (text: string) => {
        if (!expectedErrors?.test(text)) errors.push(text)
      }
      page.on('console', (message) => {
        if (message.type() === 'error') note(`${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (error) => note(String(error)))
      page.on('request', (request) => {
        const { protocol, origin } = new URL(request.url())
        if (protocol.startsWith('http') && origin !== new URL(baseURL ?? '').origin) note(`request to ${request.url()}`)
      })
      await use(errors)
      expect(errors, 'errors of the page').toEqual([])
    },
    { auto: true },
  ],
  playground: async ({ page }, use) => {
    await use(new Playground(page))
  },
})

export { expect }
