import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
test.skip(({ browserName }) => browserName === 'firefox', 'Firefox has no mobile emulation')

/** Names and sizes of what can be tapped and is smaller than 44×44; chips and cards of the graph are drawn to scale. */
const small = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const targets =
      'button, a[href], input:not([type=file]), select, summary, [role=tab], [role=menuitem], [role=menuitemcheckbox], [role=treeitem], [role=switch]'
    return [...document.querySelectorAll<HTMLElement>(targets)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter((element) => !element.closest('.react-flow, .sr-only'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && (box.width < 43.5 || box.height < 43.5))
      .map(
        ({ element, box }) =>
          `${element.getAttribute('aria-label') ?? element.textContent} ${Math.round(box.width)}×${Math.round(box.height)}`,
      )
  })

test.describe('phone', () => {
  test('view, guess, deploy, watch, by touch', async ({ page, playground }) => {
    await playground.open({ speed: 600 })
    await expect(playground.gauge).toHaveAccessibleName('4 healthy of at least 3; 4 exist of at most 6; desired 4.')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expect(playground.graph).toBeVisible()
    await expect(playground.task(/^task \w+, revision 1, healthy/)).toHaveCount(4)
    await expect.poll(() => small(page)).toEqual([])
    await page.getByRole('button', { name: '3', exact: true }).tap()
    await playground.deployButton('v2').tap()
    await expect(playground.answer).toContainText('You were right. 3. The lower bound is 75 % of 4', {
      timeout: 15_000,
    })
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await expect(playground.task(/^task \w+, revision 2, healthy/)).toHaveCount(4)
  })

  test('the sheet peeks, opens half and full', async ({ page, playground }) => {
    await playground.openPaused()
    const sheet = page.getByRole('region', { name: 'Dock' })
    const height = async () => (await sheet.boundingBox())?.height ?? 0
    const peek = await height()
    await page.getByRole('button', { name: 'Sheet: peek. Make it half' }).tap()
    await expect.poll(height).toBeGreaterThan(peek + 150)
    const half = await height()
    await expect.poll(() => small(page)).toEqual([])
    await sheet.getByRole('tab', { name: 'Events' }).tap()
    await expect(playground.events.first()).toContainText('steady')
    await page.getByRole('button', { name: 'Sheet: half. Make it full' }).tap()
    await expect.poll(height).toBeGreaterThan(half + 100)
    await page.getByRole('button', { name: 'Sheet: full. Make it peek' }).tap()
    await expect.poll(height).toBe(peek)
  })

  test('above the half sheet the tasks are in view, and open by tap and by Enter', async ({ page, playground }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: /^Sheet: peek/ }).tap()
    const sheet = page.getByRole('button', { name: /^Sheet: half/ })
    await expect(sheet).toBeVisible()
    const tasks = playground.task(/^task \w+, revision 1, healthy/)
    await expect(tasks).toHaveCount(4)
    const inView = async () => {
      const stage = await playground.stage.boundingBox()
      const boxes = await Promise.all((await tasks.all()).map((task) => task.boundingBox()))
      return boxes.filter((box) => box && stage && box.y >= stage.y && box.y + box.height <= stage.y + stage.height)
    }
    await expect.poll(async () => (await inView()).length).toBe(4)
    await tasks.nth(2).press('Enter')
    const id = /^task (\w+),/.exec((await tasks.nth(2).getAttribute('aria-label')) ?? '')?.[1] ?? 'none'
    await expect(playground.inspector.heading).toHaveText(`web:1 · ${id}`)
    await expect.poll(async () => (await inView()).length).toBe(4)
    await playground.inspector.close()
    await expect(sheet).toBeVisible()
    await tasks.first().tap()
    await expect(playground.inspector.heading).toHaveText(/^web:1 · /)
    // The full sheet leaves the bars, and the transport stays in the window.
    await sheet.tap()
    const transport = await playground.transport.boundingBox()
    expect((transport?.y ?? 0) + (transport?.height ?? 0)).toBeLessThanOrEqual(844)
    await expect(playground.why).toBeInViewport()
  })

  test('a tap on a task opens the inspector; its action is done by touch', async ({ page, playground }) => {
    await playground.openPaused()
    await playground
      .task(/^task \w+, revision 1, healthy/)
      .first()
      .tap()
    await expect(playground.inspector.heading).toHaveText(/^web:1 · /)
    await expect.poll(() => small(page)).toEqual([])
    await playground.inspector.tab('Why')
    await playground.inspector.tab('Now')
    await playground.inspector.action('Stop task').tap()
    await expect(playground.inspector.fact('Desired status')).toHaveText('STOPPED')
    await playground.inspector.close()
    await expect(page.getByRole('button', { name: /^Sheet: peek/ })).toBeVisible()
  })

  test('menus, list and Help are behind one button', async ({ page, playground }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: 'More', exact: true }).tap()
    await expect.poll(() => small(page)).toEqual([])
    await page.getByRole('menuitemcheckbox', { name: 'List' }).tap()
    await expect(page.getByRole('tree')).toBeVisible()
    await expect.poll(() => small(page)).toEqual([])
    await page.getByRole('treeitem', { name: /^service web/ }).tap()
    await expect(playground.inspector.heading).toHaveText('web')
    const edit = await playground.inspector.edit('Desired count')
    await edit.getByLabel('Desired count').fill('2')
    // Smaller than 16 px and the browser would zoom.
    expect(
      await edit.getByLabel('Desired count').evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize)),
    ).toBeGreaterThanOrEqual(16)
    await edit.getByRole('button', { name: 'Update service to 2 tasks' }).tap()
    await playground.expectFigures({ desired: 2 })
  })
})
