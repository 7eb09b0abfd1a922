import { expect, test } from './fixtures'
import { Record } from './pages/record'

test('presenter mode: after a click on a bar the keys of a remote go on', async ({ page, playground }) => {
  await playground.openPaused()
  await page.getByRole('button', { name: 'Present', exact: true }).click()
  await playground.deployButton('v2').click()
  await expect(playground.deployButton('v3')).toBeVisible()
  await expect(playground.stage).toBeFocused()
  await page.keyboard.press('Space')
  await expect(playground.control('Pause')).toBeVisible()
  await playground.deployBad('crashes')
  await expect(playground.stage).toBeFocused()
  await page.keyboard.press('1')
  await expect(page.getByRole('region', { name: 'Question' })).toContainText('1. ')
  // Whoever walks by keyboard stays where they are.
  await playground.deployButton('v2').focus()
  await page.keyboard.press('Enter')
  await expect(playground.deployButton('v3')).toBeFocused()
})

for (const width of [1280, 900]) {
  test(`an X-ray shows its tags beside the inspector, ${width} px wide`, async ({ page, playground }) => {
    await page.setViewportSize({ width, height: 720 })
    await playground.openPaused()
    await playground
      .task(/^task \w+, revision 1, healthy, on i-1/)
      .first()
      .click()
    await page.keyboard.press('x')
    await expect(playground.inspector.heading).toHaveText('why it stands there')
    const tags = playground.stage.locator('.tag span')
    await expect(tags).toHaveCount(3)
    const edge = async () => (await playground.inspector.root.boundingBox())?.x ?? 0
    const right = async () =>
      Math.max(
        ...(await Promise.all((await tags.all()).map((tag) => tag.boundingBox()))).map((box) =>
          box ? box.x + box.width : 9_999,
        ),
      )
    await expect.poll(async () => (await right()) <= (await edge())).toBe(true)
  })
}

test('a key that has nothing to act on says so over the stage, which keeps its size', async ({ page, playground }) => {
  await playground.openPaused()
  const before = await playground.stage.boundingBox()
  await playground.stage.focus()
  await page.keyboard.press('x')
  await expect(page.getByRole('alert')).toContainText('Select a task first')
  expect(await playground.stage.boundingBox()).toEqual(before)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('what a jump passed over stands whole, and nothing grows', async ({ playground }) => {
  await playground.openPaused()
  await playground.deploy('v2')
  const before = await playground.transport.boundingBox()
  await playground.control('Run until steady').click()
  await expect(playground.passed).toContainText('passed: ')
  expect(await playground.transport.boundingBox()).toEqual(before)
  expect(await playground.passed.locator('span').evaluate((line) => line.scrollHeight <= line.clientHeight + 1)).toBe(
    true,
  )
})

test('a chip says the seconds to its SIGKILL from the first, also while the clock stands', async ({
  page,
  playground,
}) => {
  await page.route('**/requests-cut-off.json', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: (await response.text()).replaceAll('"exit"', '"ignore"') })
  })
  await page.goto('./#f=1&scenario=requests-cut-off&t=179000')
  const killed = playground.graph.locator('.count', { hasText: 'kill in' })
  await playground.stepUntil(() => killed.first().isVisible())
  await expect(killed.first()).toHaveText('kill in 30 s')
})

test('dialogs open on their title or first field, without a tooltip', async ({ page, playground }) => {
  await playground.openPaused()
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  const { dialog } = new Record(page)
  await expect(dialog.getByRole('heading', { name: 'Share' })).toBeFocused()
  await expect(page.getByRole('tooltip', { name: /Close/ })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused()
})

test('the list opens on the tasks of the shown service', async ({ page, playground }) => {
  await playground.openPaused()
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await expect(page.getByRole('table', { name: /^Tasks/ }).getByRole('row')).toHaveCount(5)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  test.skip(({ browserName }) => browserName === 'firefox', 'Firefox has no mobile emulation')

  test('the why-line is whole through a deployment, and the stage keeps its size', async ({ page, playground }) => {
    await playground.openPaused()
    const before = await playground.stage.boundingBox()
    await playground.deployButton('v2').tap()
    const lengths: number[] = []
    for (let step = 0; step < 6; step++) {
      await playground.nextCause()
      lengths.push((await playground.why.textContent())?.length ?? 0)
      expect(await playground.why.evaluate((line) => line.scrollHeight <= line.clientHeight + 1)).toBe(true)
      expect(await playground.stage.boundingBox()).toEqual(before)
    }
    // Some of them need the third line.
    expect(Math.max(...lengths)).toBeGreaterThan(100)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})
