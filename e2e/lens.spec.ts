import { expect, test } from './fixtures'

test.describe('placement lens', () => {
  test('says where the next tasks would go, on the cards and in words, in graph and list', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: 'Lens: Traffic' }).click()
    await page.getByRole('menuitemcheckbox', { name: /^Placement/ }).click()
    const note = page.getByRole('region', { name: 'Placement lens' })
    await expect(note).toContainText(/If web wanted more, the next would go to i-\d, i-\d, i-\d\./)
    const first = /go to (i-\d)/.exec((await note.textContent()) ?? '')?.[1] ?? ''
    const tags = page.locator('.tag')
    await expect(tags).toHaveCount(3)
    await expect(tags.filter({ hasText: 'next ①' })).toHaveCount(1)
    await page
      .getByRole('radio', { name: 'List' })
      .or(page.getByRole('button', { name: 'List' }))
      .click()
    await expect(note).toContainText(`go to ${first}`)
    await page
      .getByRole('radio', { name: 'Graph' })
      .or(page.getByRole('button', { name: 'Graph' }))
      .click()

    // And that is where it then goes.
    const before = await tasksOn(page, first)
    await playground.service.getByRole('button', { name: 'desired 4' }).click()
    await page.getByRole('spinbutton', { name: 'Desired count' }).fill('5')
    await page.getByRole('button', { name: 'Update service' }).click()
    await playground.play()
    await expect.poll(() => tasksOn(page, first)).toBe(before + 1)
  })
})

const tasksOn = (page: import('@playwright/test').Page, instance: string): Promise<number> =>
  page
    .getByRole('group', { name: new RegExp(`^${instance}\\b|instance ${instance}\\b`) })
    .locator('[data-pick^="task:"]')
    .count()
