import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** A form of the New menu. */
export class NewForm {
  readonly root: Locator
  readonly lines: Locator

  constructor(readonly page: Page) {
    this.root = page.getByRole('dialog', { name: /^New / })
    this.lines = this.root.getByRole('list', { name: 'Commands that will be sent' }).getByRole('listitem')
  }

  async open(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New', exact: true }).click()
    await this.page.getByRole('menuitem', { name: `${item} …` }).click()
    await expect(this.root).toBeVisible()
  }

  field(label: string | RegExp): Locator {
    return this.root.getByLabel(label)
  }

  async press(button: string): Promise<void> {
    await this.root.getByRole('button', { name: button, exact: true }).click()
  }

  async gone(): Promise<void> {
    await expect(this.root).toHaveCount(0)
  }
}
