import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The task-definition editor. */
export class Editor {
  readonly root: Locator
  readonly code: Locator
  readonly verdict: Locator
  readonly findings: Locator
  readonly stored: Locator

  constructor(readonly page: Page) {
    this.root = page.getByRole('dialog', { name: 'Task definition' })
    this.code = this.root.getByRole('textbox', { name: 'Task definition JSON' })
    this.verdict = this.root.getByText(
      /^(ECS would take this|\d+ problems?|Not JSON yet|Checking…|Could not be checked)$/,
    )
    this.findings = this.root.getByRole('list', { name: 'Problems and notes' }).getByRole('listitem')
    this.stored = this.root.getByRole('region', { name: 'Stored definition' })
  }

  /** From the New menu. */
  async openNew(): Promise<void> {
    await this.page.getByRole('button', { name: 'New', exact: true }).click()
    await this.page.getByRole('menuitem', { name: /^Task definition/ }).click()
    await expect(this.code).toBeFocused()
  }

  /** Replaces everything by pasting. */
  async paste(text: string): Promise<void> {
    await this.code.click()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.code.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, text)
  }

  /** What ECS would keep, as JSON. */
  async storedDefinition(): Promise<Record<string, unknown>> {
    const text = (await this.stored.locator('pre').innerText()) ?? ''
    return JSON.parse(text.replace(/^[+ ] /gm, ''))
  }

  button(name: string): Locator {
    return this.root.getByRole('button', { name, exact: true })
  }

  async close(): Promise<void> {
    await this.root.getByRole('button', { name: 'Close', exact: true }).click()
    const discard = this.button('Discard')
    await expect(discard.or(this.page.locator('body:not(:has([role=dialog]))')).first()).toBeVisible()
    if (await discard.isVisible()) await discard.click()
    await expect(this.root).toHaveCount(0)
  }
}
