import AxeBuilder from '@axe-core/playwright'
import type { FrameLocator, Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { Record } from './pages/record'

const STUCK = '#f=1&scenario=deadlock-rounding&t=200000'

/** A page of somebody's with the link in a frame, below `above` px of text. */
async function embedIn(page: Page, fragment: string, above = 0): Promise<FrameLocator> {
  await page.route('**/blog.html', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Blog</title><link rel="icon" href="data:,"><main><h1>Blog</h1>
        <div style="height:${above}px"></div><iframe title="demo" width="480" height="300" src="./${fragment}"></iframe>
        <div style="height:3000px"></div></main>`,
    }),
  )
  await page.goto('./blog.html')
  return page.frameLocator('iframe')
}

const clockOf = (frame: FrameLocator | Page): Locator => frame.getByTestId('clock')
const chips = (frame: FrameLocator | Page): Locator => frame.locator('.react-flow .chip')
const seconds = async (clock: Locator): Promise<number> =>
  Number(/^PT([\d.]+)S$/.exec((await clock.getAttribute('datetime')) ?? '')?.[1])

/** Whether the clock moves within half a second on the wall. */
async function runs(clock: Locator): Promise<boolean> {
  const before = await clock.getAttribute('datetime')
  await clock.page().waitForTimeout(500)
  return (await clock.getAttribute('datetime')) !== before
}

async function expectClean(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target)}`)).toEqual([])
}

test.describe('an embed', () => {
  test('is the picture and a strip; "Open full" leads to the same moment of the same run', async ({
    page,
    context,
  }) => {
    const frame = await embedIn(page, `${STUCK}&embed=1`)
    await expect(chips(frame)).toHaveCount(1)
    await expect(frame.getByTestId('why-line')).toContainText('This can never finish')
    await expect(frame.getByRole('region').getByRole('button')).toHaveCount(1)
    await expect(frame.getByRole('region')).toHaveCount(1)
    for (const name of ['Share', 'Deploy v2', 'Fit the picture', 'Skip to the stage'])
      await expect(frame.getByRole('button', { name })).toHaveCount(0)
    // All of it is in view: 480 × 300 without the strip.
    const box = await frame.locator('.zone').last().boundingBox()
    const stage = await frame.getByRole('main').boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual((stage?.y ?? 0) + (stage?.height ?? 0))
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((stage?.x ?? 0) + (stage?.width ?? 0))
    await expectClean(page)

    const link = frame.getByRole('link', { name: 'Open full' })
    await expect(link).toHaveAttribute('target', '_blank')
    await expect(link).toHaveAttribute('rel', 'noopener')
    await frame.getByRole('button', { name: 'Play' }).click()
    await expect.poll(() => seconds(clockOf(frame))).toBeGreaterThan(202)
    await frame.getByRole('button', { name: 'Pause' }).click()
    await expect.poll(() => runs(clockOf(frame))).toBe(false)
    const [full] = await Promise.all([context.waitForEvent('page'), link.click()])
    await expect(full.getByRole('button', { name: 'Scenario One task, 100/150 %' })).toBeVisible()
    expect(Math.abs((await seconds(clockOf(full))) - (await seconds(clockOf(frame))))).toBeLessThan(0.01)
    await expect(full.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  })

  test('works by keyboard, and a wheel over it scrolls the page', async ({ page }) => {
    const frame = await embedIn(page, '#f=1&scenario=deadlock-rounding&t=170000&embed=1')
    const place = (): Promise<string | null> => frame.locator('.react-flow__viewport').getAttribute('style')
    await expect(chips(frame)).toHaveCount(1)
    const before = await place()
    await frame.getByRole('main').hover()
    await page.mouse.wheel(0, 200)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100)
    expect(await place()).toBe(before)
    await frame.getByRole('main').focus()
    await page.keyboard.press('.')
    await expect.poll(() => seconds(clockOf(frame))).toBe(180)
    await page.keyboard.press(' ')
    await expect(frame.getByRole('button', { name: 'Pause' })).toBeVisible()
    await page.keyboard.press(' ')
    // Keys that would stage something else, open a panel or change the run do nothing.
    for (const key of ['3', '?', '/', 'u', 'r']) await page.keyboard.press(key)
    await expect(frame.getByRole('dialog')).toHaveCount(0)
    await expect(frame.getByTestId('why-line')).toContainText('This can never finish')
    // Out of the frame again.
    const names: string[] = []
    for (let n = 0; n < 5; n++) {
      await page.keyboard.press('Tab')
      names.push(await page.evaluate(() => document.activeElement?.tagName ?? ''))
    }
    expect(names).toContain('BODY')
  })

  test('waits out of sight and resumes only what was running', async ({ page }) => {
    const frame = await embedIn(page, `${STUCK}&play=1&speed=1&embed=1`, 2_500)
    const clock = clockOf(frame)
    const toggle = frame.getByRole('button', { name: /^(Play|Pause)$/ })
    // Below the fold from the start.
    await expect(toggle).toHaveAccessibleName('Play')
    await expect(chips(frame)).toHaveCount(1)
    expect(await runs(clock)).toBe(false)
    await page.locator('iframe').scrollIntoViewIfNeeded()
    await expect(toggle).toHaveAccessibleName('Pause')
    expect(await runs(clock)).toBe(true)
    await page.evaluate(() => scrollTo(0, 0))
    await expect(toggle).toHaveAccessibleName('Play')
    await page.locator('iframe').scrollIntoViewIfNeeded()
    await expect(toggle).toHaveAccessibleName('Pause')
    // A hidden tab is out of sight too.
    const turn = (state: string) =>
      frame.locator('body').evaluate((_, value) => {
        Object.defineProperty(document, 'visibilityState', { get: () => value, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await turn('hidden')
    await expect(toggle).toHaveAccessibleName('Play')
    await turn('visible')
    await expect(toggle).toHaveAccessibleName('Pause')
    await toggle.click()
    await page.evaluate(() => scrollTo(0, 0))
    await page.waitForTimeout(300)
    await page.locator('iframe').scrollIntoViewIfNeeded()
    expect(await runs(clock)).toBe(false)
    await expect(toggle).toHaveAccessibleName('Play')
  })

  test("takes no lock, keeps nothing, and leaves the reader's workspace and choices", async ({ page, playground }) => {
    await playground.openPaused({ speed: 5 })
    await playground.deploy('v2')
    const kept = () =>
      page.evaluate(async () => ({
        local: { ...localStorage },
        session: { ...sessionStorage },
        databases: (await indexedDB.databases()).map(({ name }) => name),
      }))
    await expect.poll(() => new Record(page).keptAt()).not.toBeNull()
    const before = await kept()
    const frame = await embedIn(page, `${STUCK}&play=1&speed=60&panel=events&embed=1`)
    await expect.poll(() => seconds(clockOf(frame))).toBeGreaterThan(230)
    await page.keyboard.press('Tab')
    await page.keyboard.press('+')
    const held = () => page.evaluate(async () => (await navigator.locks.query()).held?.length)
    expect(await held()).toBe(0)
    expect(await kept()).toEqual(before)
    await page.goto('./')
    await expect(playground.deployButton('v3')).toBeVisible()
    await new Record(page).expectTitle('First cluster')
    await expect(page.getByRole('button', { name: /^Speed 5×/ })).toBeVisible()
  })

  test('comes from the Share dialog as code that says its length', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.nextCause()
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Embed code' }).click()
    const field = dialog.getByRole('textbox', { name: 'Embed code' })
    await expect(field).toHaveValue(/^<iframe src="http/)
    const code = await field.inputValue()
    await expect(dialog.getByRole('status')).toHaveText(`${code.length} characters`)
    await expectClean(page)
    const clock = await playground.clock.getAttribute('datetime')
    const src = await page.evaluate(
      (html) => new DOMParser().parseFromString(html, 'text/html').querySelector('iframe')?.src ?? '',
      code,
    )
    const frame = await embedIn(page, new URL(src).hash)
    await expect(chips(frame)).toHaveCount(4)
    await expect(clockOf(frame)).toHaveAttribute('datetime', clock ?? '')
    // The same run for a room.
    await page.goto(`./${new URL(src).hash.replace('embed=1', 'present=1')}`)
    await expect(page.getByRole('button', { name: 'Leave presenter mode' })).toBeVisible()
    await expect(playground.clock).toHaveAttribute('datetime', clock ?? '')
  })
})

test.describe('ui=none', () => {
  test('leaves nothing but the picture, which the keyboard plays', async ({ page }) => {
    await page.goto(`./${STUCK}&ui=none&sel=task:task-1`)
    await expect(chips(page)).toHaveCount(1)
    await expect(page.locator('.chip.picked')).toHaveCount(1)
    await expect(page.getByRole('region')).toHaveCount(0)
    await expect(page.getByTestId('clock')).toHaveCount(0)
    expect(await page.getByRole('main').boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 720 })
    const flowing = page.locator('.stage.flowing')
    await expect(flowing).toHaveCount(0)
    await page.keyboard.press(' ')
    await expect(flowing).toHaveCount(1)
    await page.keyboard.press('.')
    await expect(flowing).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(page.locator('.chip.picked')).toHaveCount(0)
    await expectClean(page)
    await page.goto(`./${STUCK}&ui=none&play=1`)
    await expect(flowing).toHaveCount(1)
  })

  test('with present=1 follows a remote', async ({ page }) => {
    await page.goto(`./${STUCK}&ui=none&present=1`)
    await expect(chips(page)).toHaveCount(1)
    await page.locator('body').press('4')
    await expect(page.getByRole('region', { name: 'Question' })).toContainText('4. ')
    await page.keyboard.press('PageDown')
    await expect(page.getByRole('region', { name: 'Question' })).toHaveCount(0)
  })
})

test.describe('a link', () => {
  test('of a presenter alone shows the work that is there', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await page.goto('./#f=1&present=1&panel=events&speed=60')
    const leave = page.getByRole('button', { name: 'Leave presenter mode' })
    await expect(leave).toBeVisible()
    await expect(playground.dock.getByRole('tab', { name: 'Events' })).toHaveAttribute('aria-selected', 'true')
    await page.reload()
    await expect(leave).toBeVisible()
    await leave.click()
    await expect(playground.deployButton('v3')).toBeVisible()
    await new Record(page).expectTitle('First cluster')
    await expect(page.getByRole('button', { name: /^Speed 60×/ })).toBeVisible()
  })

  test('names a scenario, its instant, speed, lens, selection, panel and that it plays', async ({
    page,
    playground,
  }) => {
    await page.goto(`./${STUCK}&play=1&speed=0.25&lens=placement&sel=service:svc-1&panel=commands`)
    await expect(playground.control('Pause')).toBeVisible()
    await expect(playground.inspector.heading).toHaveText('web')
    await expect(page.getByRole('button', { name: /^Speed ¼×/ })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Lens: Placement' })).toBeVisible()
    await expect(playground.dock.getByRole('tab', { name: 'Commands' })).toHaveAttribute('aria-selected', 'true')
    expect(await playground.seconds()).toBeGreaterThanOrEqual(200)
    expect(await playground.seconds()).toBeLessThan(215)
  })

  test('of a lesson opens what there is and says that there is no such lesson', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    const note = page.getByText('The link names the lesson “rolling-1”, which this version does not have.')
    await page.goto('./#f=1&lesson=rolling-1')
    await expect(note).toBeVisible()
    await expect(playground.deployButton('v3')).toBeVisible()
    await page.reload()
    await expect(note).toBeVisible()
    await expect(playground.deployButton('v3')).toBeVisible()
    await page.goto(`./${STUCK}&lesson=rolling-1`)
    await new Record(page).expectTitle('One task, 100/150 %')
    await expect(note).toBeVisible()
    await page.goto('./#f=1&lesson=rolling-1&embed=1')
    await expect(chips(page)).toHaveCount(4)
    await expect(note).toBeVisible()
  })

  test('with words that this version does not know opens without them', async ({ page, playground }) => {
    await page.goto(`./${STUCK}&speed=7&lens=x-ray&panel=metrics&sel=constructor:name&ui=some&future=1&__proto__=x`)
    await expect(playground.why).toContainText('This can never finish')
    await expect(playground.inspector.heading).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^Speed 5×/ })).toBeVisible()
    await page.goto(`./${STUCK}&sel=task:nobody`)
    await expect(playground.why).toContainText('This can never finish')
    await expect(playground.inspector.heading).toHaveCount(0)
  })

  for (const fragment of ['#f=2&embed=1', '#f=1&s=zVXf9s&embed=1', '#f=1&ui=none&t=soon'])
    test(`refused in a frame says so and opens nothing: ${fragment}`, async ({ page }) => {
      await page.goto(`./${fragment}`)
      await expect(page.getByRole('alert')).toContainText('The link was not opened')
      await expect(chips(page)).toHaveCount(0)
      await expectClean(page)
    })
})
