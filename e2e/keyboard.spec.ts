import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

/** Where the focus is, and whether a ring shows it. */
const focused = (page: Page): Promise<{ at: string; seen: boolean; what: string }> =>
  page.evaluate(() => {
    const { activeElement } = document
    const holder = activeElement?.closest('header, section[aria-label], main, aside')
    const at = holder?.closest('aside')
      ? 'Inspector'
      : holder?.closest('section[aria-label="Dock"]')
        ? 'Dock'
        : (holder?.getAttribute('aria-label') ?? holder?.tagName.toLowerCase() ?? '')
    // The graph keeps the focus; a ring stands around the object that its walk is at.
    const style = activeElement && getComputedStyle(activeElement)
    const seen = activeElement?.matches('.react-flow')
      ? document.querySelector('.mark-ring') !== null
      : style !== null && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
    return { at, seen, what: activeElement?.outerHTML.slice(0, 120) ?? '' }
  })

/** What the graph says of the object that its walk stands on. */
const spoken = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const graph = document.querySelector('.react-flow')
    return document.getElementById(graph?.getAttribute('aria-activedescendant') ?? '')?.getAttribute('aria-label') ?? ''
  })

test.describe('keyboard only', () => {
  test('skip link, then the regions in their order, each stop visible', async ({ page, playground }) => {
    await playground.openPaused()
    await page.reload()
    await expect(playground.why).toContainText('Steady')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Skip to the stage' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(playground.stage).toBeFocused()

    await page.reload()
    await expect(playground.why).toContainText('Steady')
    await page.keyboard.press('Tab')
    const order: string[] = []
    const unseen: string[] = []
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab')
      const { at, seen, what } = await focused(page)
      if (order.includes('Transport') && at !== 'Transport') break
      if (order.at(-1) !== at) order.push(at)
      if (!seen) unseen.push(`${at}: ${what}`)
    }
    expect(order).toEqual(['header', 'Service', 'main', 'Dock', 'Transport'])
    expect(unseen).toEqual([])
  })

  test('the arrow keys walk the graph, Enter opens, Esc comes back', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.graph.focus()
    await expect.poll(() => spoken(page)).toBe('load balancer web-alb, 20 requests a second')
    for (const name of [
      /^rule /,
      /^target group web-tg, 4 targets$/,
      /^target i-1 :\d+, healthy$/,
      /^task \w{4}, revision 1, healthy, on i-1 in us-east-1a$/,
    ]) {
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => spoken(page)).toMatch(name)
    }
    const first = await spoken(page)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => spoken(page)).not.toBe(first)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => spoken(page)).toBe(first)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => spoken(page)).toMatch(/^instance i-1, c5\.large, 2 tasks/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(playground.inspector.heading).toHaveText(/^web:1 · /)

    // On to the inspector by Tab, back by Esc: the focus returns to the graph.
    for (let stop = 0; stop < 8 && (await focused(page)).at !== 'Inspector'; stop++) await page.keyboard.press('Tab')
    expect((await focused(page)).at).toBe('Inspector')
    await page.keyboard.press('Escape')
    await expect(playground.inspector.root).toHaveCount(0)
    await expect(playground.graph).toBeFocused()
    await expect.poll(() => spoken(page)).toBe(first)
  })

  test('a whole deployment: deploy, step, read, speed, start over', async ({ page, playground }) => {
    await playground.open({ speed: 60 })
    await page.keyboard.press('Space')
    await expect(playground.control('Play')).toBeVisible()
    await playground.deployButton('v2').focus()
    await page.keyboard.press('Enter')
    await expect(playground.why).toContainText('Waiting: ')
    // The shortcut does not act on Deploy, so the focus goes to the stage first.
    await playground.graph.focus()
    const at = await playground.seconds()
    await page.keyboard.press('n')
    await expect.poll(() => playground.seconds()).toBeGreaterThan(at)
    await playground.expectFigures({ healthy: 3, exist: 6 })
    await page.keyboard.press('+')
    await expect(playground.transport.getByRole('button', { name: /^Speed 600×/ })).toBeVisible()
    await page.keyboard.press('Space')
    await expect(playground.answer).toContainText('3. The lower bound is 75 % of 4', { timeout: 15_000 })
    await page.keyboard.press('r')
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1.*×4/])
  })

  test('a bad deploy from the menu: Enter opens it, letters and arrows choose, Esc gives the focus back', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    const more = page.getByRole('button', { name: 'Other ways to deploy' })
    await more.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'is slow to start' })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(more).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(page.getByRole('menuitem', { name: 'crashes' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(playground.why).toContainText('Waiting: ')
  })

  test('shortcuts act on body, stage and transport, and nowhere else', async ({ page, playground }) => {
    await playground.openPaused({ tab: 'events' })
    const at = await playground.seconds()
    const search = playground.dock.getByRole('searchbox', { name: 'Search events' })
    await search.focus()
    await page.keyboard.type('n r?+ ')
    await expect(search).toHaveValue('n r?+ ')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    // A tab list, a menu, a button with Space, a modifier.
    await playground.dock.getByRole('tab', { name: 'Events' }).focus()
    await page.keyboard.press('n')
    await page.getByRole('button', { name: 'Help' }).focus()
    await page.keyboard.press('n')
    await playground.control('Play').focus()
    await page.keyboard.press('Control+n')
    expect(await playground.seconds()).toBe(at)
    await page.keyboard.press('Space')
    await expect(playground.control('Pause')).toBeFocused()
    await page.keyboard.press('Space')
    await expect(playground.control('Play')).toBeFocused()

    // Help has the switch; the focus comes back.
    await page.getByRole('button', { name: 'Help' }).focus()
    await page.keyboard.press('Enter')
    const help = page.getByRole('dialog', { name: 'Help' })
    await help.getByRole('switch', { name: /Single-key shortcuts/ }).press('Space')
    await page.keyboard.press('Escape')
    await expect(help).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Help' })).toBeFocused()
    const now = await playground.seconds()
    await playground.graph.focus()
    await page.keyboard.press('n')
    await page.keyboard.press('?')
    await expect(help).toHaveCount(0)
    expect(await playground.seconds()).toBe(now)
  })
})
