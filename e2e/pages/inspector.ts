import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The inspector at the right, or in the phone's sheet. */
export class Inspector {
  readonly root: Locator
  readonly heading: Locator
  readonly actions: Locator

  constructor(readonly page: Page) {
    this.root = page.locator('[data-inspector]')
    this.heading = this.root.getByRole('heading', { level: 2 })
    this.actions = this.root.getByRole('group', { name: 'Actions' })
  }

  async tab(name: 'Now' | 'Why' | 'Events' | 'JSON'): Promise<void> {
    await this.root.getByRole('tab', { name, exact: true }).click()
    await expect(this.root.getByRole('tab', { name, exact: true })).toHaveAttribute('aria-selected', 'true')
  }

  action(name: string): Locator {
    return this.actions.getByRole('button', { name, exact: true })
  }

  /** Points at an action, reads the line it would send, then presses it. */
  async press(name: string): Promise<string> {
    await this.action(name).hover()
    const line = this.root.locator('footer code')
    await expect(line).toBeVisible()
    const text = (await line.textContent()) ?? ''
    await this.action(name).click()
    return text
  }

  /** The value of a fact: "Last status" → "RUNNING". */
  fact(name: string): Locator {
    return this.root.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('xpath=following-sibling::dd[1]')
  }

  /** Opens the little editor of a value. */
  async edit(label: string): Promise<Locator> {
    await this.root.getByRole('button', { name: `${label}: edit` }).click()
    const popover = this.page.getByRole('dialog', { name: label })
    await expect(popover).toBeVisible()
    return popover
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: /^Close (inspector|X-ray)$/ }).click()
    await expect(this.root).toHaveCount(0)
  }
}
