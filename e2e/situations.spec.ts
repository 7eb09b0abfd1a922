import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'

const clean = async (page: Parameters<typeof expect>[0] & object) => {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target)}`)).toEqual([])
}

test.describe('famous situations', () => {
  test('a digit stages one, paused, with its question; the first key takes that away and plays', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await page.locator('body').press('1')
    const question = page.getByRole('region', { name: 'Question' })
    await expect(question).toContainText('The same 100/150 % rolls four tasks without a hitch')
    await expect(page.getByRole('button', { name: 'Scenario One task, 100/150 %' })).toBeVisible()
    await expect(playground.control('Play')).toBeVisible()
    await expect(playground.clock).toHaveText('2 min 50 s')
    await expect(playground.why).toHaveText('Steady: 1 of 1 healthy.')
    await clean(page)
    await page.locator('body').press(' ')
    await expect(question).toHaveCount(0)
    await expect(playground.why).toContainText('This can never finish: 1 of 1 must stay healthy', { timeout: 20_000 })
  })

  test('each digit has its own; a field keeps its digits; Help lists the keys', async ({ page, playground }) => {
    await playground.openPaused({ tab: 'events' })
    const question = page.getByRole('region', { name: 'Question' })
    const seen = new Set<string>()
    for (let digit = 1; digit <= 9; digit++) {
      await page.locator('body').press(String(digit))
      await expect(question).toContainText(`${digit}. `)
      seen.add((await question.getByRole('heading').textContent()) ?? '')
      await expect(playground.why).toContainText('Steady')
    }
    expect(seen.size).toBe(9)
    const title = [...seen].at(-1) ?? ''
    const search = playground.dock.getByRole('searchbox', { name: 'Search events' })
    await search.press('3')
    await expect(search).toHaveValue('3')
    await expect(page.getByRole('button', { name: `Scenario ${title.replace(/^9\. /, '')}` })).toBeVisible()
    await page.getByRole('button', { name: 'Help' }).click()
    await expect(page.getByRole('dialog')).toContainText('Stage a famous situation, paused')
  })
})

test.describe('presenter mode', () => {
  test('folds the bars away, enlarges the type, and follows a remote', async ({ page, playground }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: 'Present', exact: true }).click()
    await expect(playground.dock).toHaveCount(0)
    const size = () => playground.why.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize))
    expect(await size()).toBeGreaterThanOrEqual(20)
    expect((await playground.service.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(104)
    await page.locator('body').press('1')
    const question = page.getByRole('region', { name: 'Question' })
    await expect(question).toBeVisible()
    await clean(page)
    await page.locator('body').press('PageDown')
    await expect(question).toHaveCount(0)
    await expect(playground.clock).toHaveText('2 min 50 s')
    await page.locator('body').press('.')
    await expect(playground.clock).toHaveText('3 min 0 s')
    await page.locator('body').press('PageUp')
    await page.locator('body').press('PageUp')
    await expect(question).toContainText('9. ')
    await page.getByRole('button', { name: 'Leave presenter mode' }).click()
    await expect(playground.dock).toBeVisible()
  })

  test('a link says so', async ({ page, playground }) => {
    await page.goto('./#f=1&scenario=deadlock-rounding&t=170000&present=1')
    await expect(page.getByRole('button', { name: 'Leave presenter mode' })).toBeVisible()
    await expect(playground.why).toHaveText('Steady: 1 of 1 healthy.')
  })
})
