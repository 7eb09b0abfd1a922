import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The Terminal tab. */
export class Terminal {
  readonly input: Locator
  readonly log: Locator
  readonly completions: Locator

  constructor(readonly page: Page) {
    this.input = page.getByRole('textbox', { name: 'Command line' })
    this.log = page.getByRole('log', { name: 'Output' })
    this.completions = page.getByRole('listbox', { name: 'Completions' })
  }

  /** From the stage, by its key. */
  async open(): Promise<void> {
    await this.page.getByRole('main').focus()
    await this.page.keyboard.press('/')
    await expect(this.input).toBeFocused()
  }

  /** Types or pastes a text and runs it; waits until it has ended. */
  async run(text: string): Promise<void> {
    await this.input.fill(text)
    await this.input.press('Escape')
    await this.input.press('Enter')
    await expect(this.input).toHaveValue('')
    await expect(this.page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0, { timeout: 40_000 })
  }

  get chosen(): Locator {
    return this.completions.getByRole('option', { selected: true })
  }
}
