import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures'
import type { Playground } from './pages/playground'

const sliderOf = (playground: Playground): Locator => playground.transport.getByRole('slider', { name: 'Timeline' })
const chipOf = (playground: Playground): Locator => playground.page.getByTestId('branch-chip')

/** Deploys v2 and runs until it is done; the clock stands. Gives its second. */
async function deployed(playground: Playground): Promise<number> {
  await playground.openPaused()
  await playground.deployButton('v2').click()
  await expect(playground.why).toContainText('Waiting: ')
  await playground.control('Run until steady').click()
  await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
  await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
  return playground.seconds()
}

/** Clicks the track at a part of its width. */
async function clickAt(slider: Locator, part: number): Promise<void> {
  const box = await slider.boundingBox()
  if (!box) throw new Error('no timeline')
  await slider.click({ position: { x: box.width * part, y: box.height / 2 } })
}

test.describe('the timeline', () => {
  test('scrubs back and on again to the same picture', async ({ playground, page }) => {
    const end = await deployed(playground)
    const slider = sliderOf(playground)
    await expect(slider.locator('[data-mark="command"]').first()).toBeAttached()
    await expect(slider.locator('[data-mark="deployment"]').first()).toBeAttached()
    const spoken = await page.getByTestId('live-region').textContent()
    await clickAt(slider, 0.4)
    await expect.poll(() => playground.seconds()).toBeLessThan(end / 2)
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1/])
    const back = await playground.seconds()
    // Scrubbing is silent, and what stands still stays.
    await expect(page.getByTestId('live-region')).toHaveText(spoken ?? '')
    expect(await playground.seconds()).toBe(back)
    await slider.press('End')
    await expect.poll(() => playground.seconds()).toBe(end)
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    await expect(chipOf(playground)).toHaveCount(0)
  })

  test('is dragged', async ({ playground, page }) => {
    const end = await deployed(playground)
    const box = await sliderOf(playground).boundingBox()
    if (!box) throw new Error('no timeline')
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.9, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 8 })
    await page.mouse.up()
    await expect.poll(() => playground.seconds()).toBeLessThan(end * 0.6)
    expect(await playground.seconds()).toBeGreaterThan(end * 0.4)
  })

  test('by keyboard alone: events, pages, ends', async ({ playground, page }) => {
    const end = await deployed(playground)
    const slider = sliderOf(playground)
    await slider.focus()
    await page.keyboard.press('Home')
    await expect.poll(() => playground.seconds()).toBe(0)
    await page.keyboard.press('End')
    await expect.poll(() => playground.seconds()).toBe(end)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => playground.seconds()).toBeLessThan(end)
    const before = await playground.seconds()
    await page.keyboard.press('PageDown')
    await expect.poll(() => playground.seconds()).toBeLessThan(before - end / 20)
    await expect(slider).toHaveAttribute('aria-valuetext', /^\d.* of \d/)
  })

  test('steps back over the events and causes that it came by', async ({ playground, page }) => {
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.why).toContainText('Waiting: ')
    const causes = [await playground.seconds()]
    for (let n = 0; n < 3; n++) {
      await playground.nextCause()
      causes.push(await playground.seconds())
    }
    const figures = await playground.figures()
    await playground.control('Previous cause').click()
    await expect.poll(() => playground.seconds()).toBe(causes[2])
    await playground.nextCause()
    await expect.poll(() => playground.figures()).toEqual(figures)
    await page.locator('body').press('ArrowLeft')
    await expect.poll(() => playground.seconds()).toBeLessThan(causes[3] ?? 0)
  })

  test('acting in the past keeps the old future, to be reopened, compared, renamed and deleted', async ({
    playground,
    page,
  }) => {
    const end = await deployed(playground)
    await clickAt(sliderOf(playground), 0.5)
    await expect.poll(() => playground.seconds()).toBeLessThan(end)
    const then = await playground.seconds()
    await playground.deployBad('crashes')
    await expect(chipOf(playground)).toBeVisible()
    await expect(sliderOf(playground).locator('[data-ghost]')).toBeAttached()
    const chip = chipOf(playground).getByRole('button')
    await chip.click()
    await page.getByRole('menuitem', { name: /^Rename, compare/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Branches' })
    await dialog.getByRole('button', { name: /^Compare before/ }).click()
    await expect(dialog.getByRole('row', { name: /^First command that differs/ })).toContainText('aws ecs')
    await dialog.getByRole('button', { name: /^Rename before/ }).click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('the good one')
    await dialog.getByRole('textbox', { name: 'Name' }).press('Enter')
    await dialog.getByRole('button', { name: 'Reopen the good one' }).click()
    await expect.poll(() => playground.seconds()).toBe(end)
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    expect(then).toBeLessThan(end)
    await chip.click()
    await page.getByRole('menuitem', { name: /^Rename, compare/ }).click()
    await dialog.getByRole('button', { name: /^Delete/ }).click()
    await expect(dialog.getByRole('listitem')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(chipOf(playground)).toHaveCount(0)
  })

  test('undo takes a click back, by key and by button, and redo brings it again', async ({ playground, page }) => {
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.why).toContainText('Waiting: ')
    // The click's two commands are a millisecond apart.
    const at = await playground.seconds()
    await playground.nextCause()
    const later = await playground.seconds()
    await page.getByRole('main').focus()
    await page.keyboard.press('u')
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await expect.poll(() => playground.seconds()).toBeCloseTo(at, 1)
    await expect(playground.deployButton('v2')).toBeVisible()
    await expect(playground.control('Play')).toBeVisible()
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => playground.seconds()).toBe(later)
    await expect(playground.why).toContainText('Waiting: ')
    await page.keyboard.press('Control+z')
    await expect.poll(() => playground.seconds()).toBeCloseTo(at, 1)
    await playground.control('Redo update service').click()
    await expect.poll(() => playground.seconds()).toBe(later)
    await playground.control('Undo update service').click()
    await expect(playground.deployButton('v2')).toBeVisible()
  })

  test('starting over can be undone', async ({ playground, page }) => {
    const end = await deployed(playground)
    await playground.control('Start over').click()
    await expect(playground.clock).toHaveText('3 min 0 s')
    await page.getByRole('main').focus()
    await page.keyboard.press('u')
    await expect.poll(() => playground.seconds()).toBe(end)
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
  })
})

test.describe('the timeline on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('lies full width above the buttons, scrubs by touch, and undoes', async ({ playground, page }) => {
    await playground.openPaused()
    const slider = sliderOf(playground)
    const box = await slider.boundingBox()
    const play = await playground.control('Play').boundingBox()
    expect(box?.width).toBeGreaterThan(350)
    expect(box?.height).toBeGreaterThanOrEqual(44)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(play?.y ?? 0)
    await playground.deployButton('v2').tap()
    await expect(playground.why).toContainText('Waiting: ')
    const at = await playground.seconds()
    await playground.control('More time').tap()
    await page.getByRole('menuitem', { name: 'Run until steady' }).tap()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    const end = await playground.seconds()
    await slider.tap({ position: { x: (box?.width ?? 0) * 0.8, y: 22 } })
    await expect.poll(() => playground.seconds()).toBeLessThan(end)
    await slider.tap({ position: { x: (box?.width ?? 0) - 9, y: 22 } })
    await expect.poll(() => playground.seconds()).toBeGreaterThan(end - 3)
    await playground.control('More time').tap()
    await page.getByRole('menuitem', { name: 'Undo update service' }).tap()
    await expect.poll(() => playground.seconds()).toBeCloseTo(at, 1)
    await expect(playground.deployButton('v2')).toBeVisible()
  })
})
