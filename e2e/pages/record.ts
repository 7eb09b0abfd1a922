import { readFile } from 'node:fs/promises'
import type { Download, Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The scenario menu, its dialogs, and what comes out of them. */
export class Record {
  constructor(readonly page: Page) {}

  /** The button of the scenario menu; its name says the workspace's. */
  get menu(): Locator {
    return this.page.getByRole('button', { name: /^Scenario / })
  }
  get trouble(): Locator {
    return this.page.getByRole('alert')
  }
  get notes(): Locator {
    return this.page.getByRole('status')
  }
  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  async expectTitle(title: string): Promise<void> {
    await expect(this.menu).toHaveAccessibleName(`Scenario ${title}`)
  }

  async choose(item: string): Promise<void> {
    await this.menu.click()
    await this.page.getByRole('menuitem', { name: item, exact: true }).click()
  }

  /** Chooses an item that gives a file; its name and text. */
  async saved(item: string): Promise<{ name: string; bytes: Buffer }> {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.choose(item)])
    return { name: download.suggestedFilename(), bytes: await bytesOf(download) }
  }

  async openFile(name: string, text: string | Buffer): Promise<void> {
    await this.openFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })
  }

  /** The same for a file on disk: large ones go that way. */
  async openFiles(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.choose('Open file …')])
    await chooser.setFiles(file)
  }

  /** The link of the share dialog, which is closed again. */
  async link(off: string[] = []): Promise<string> {
    await this.page.getByRole('button', { name: 'Share', exact: true }).click()
    const field = this.dialog.getByRole('textbox', { name: 'Link' })
    await expect(field).toHaveValue(/#f=1&/)
    for (const choice of off) {
      const before = await field.inputValue()
      await this.dialog.getByRole('switch', { name: choice }).click()
      await expect(field).not.toHaveValue(before)
    }
    const link = await field.inputValue()
    await this.dialog.getByRole('button', { name: 'Close' }).click()
    return link
  }

  /** The instant, in ms, at which the newest workspace is kept in the browser; null when there is none. */
  keptAt(): Promise<number | null> {
    return this.page.evaluate(
      () =>
        new Promise<number | null>((resolve) => {
          const opening = indexedDB.open('ecs-playground')
          opening.onsuccess = () => {
            const reading = opening.result.transaction('record').objectStore('record').getAll()
            reading.onsuccess = () => {
              const runs = (reading.result as { nowMs?: number }[]).filter(({ nowMs }) => nowMs !== undefined)
              opening.result.close()
              resolve(runs[0]?.nowMs ?? null)
            }
          }
        }),
    )
  }

  /** Figures that two pages must share to show the same run: the saved file says them. */
  async digest(): Promise<{ digest: string; until: unknown; steps: number }> {
    const { bytes } = await this.saved('Save as file')
    const { digest, until, steps } = JSON.parse(bytes.toString('utf8'))
    return { digest, until, steps: steps.length }
  }
}

const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path())
