import { expect, test } from './fixtures'

test.describe('time', () => {
  test('pause stands still, play goes on', async ({ playground }) => {
    await playground.openPaused()
    await expect(playground.clock).toHaveText(/^3 min /)
    const stopped = await playground.seconds()
    // Three frames later it is the same instant.
    await playground.page.evaluate(async () => {
      for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame)
    })
    expect(await playground.seconds()).toBe(stopped)
    await playground.play()
    await expect.poll(() => playground.seconds()).toBeGreaterThan(stopped)
  })

  test('one event on is one visible change', async ({ playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await expect(playground.why).toContainText('Waiting: ')
    const before = await playground.seconds()
    await playground.control('On one event').click()
    await expect.poll(() => playground.seconds()).toBeGreaterThan(before)
    await expect(playground.passed).toBeVisible()
    // The deployment's first step is within the next scheduler tick.
    for (let step = 0; step < 5 && (await playground.figures()).exist < 6; step++) {
      const at = await playground.seconds()
      await playground.control('On one event').click()
      await expect.poll(() => playground.seconds()).toBeGreaterThan(at)
    }
    await playground.expectFigures({ healthy: 3, exist: 6 })
    await expect(playground.control('Play')).toBeVisible()
  })

  test('next cause says what it passed over, in the transport and among the commands', async ({ playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await expect(playground.why).toContainText('Waiting: ')
    const passages: string[] = []
    for (let step = 0; step < 4; step++) {
      await playground.nextCause()
      await expect(playground.passed).toHaveText(/^[\d.]+ (s|min).* passed: \d+ /)
      passages.push((await playground.passed.textContent()) ?? '')
    }
    expect(passages[0]).toContain('scheduler tick')
    expect(passages.some((text) => text.includes('health check'))).toBe(true)
    await playground.openTab('Commands')
    for (const text of passages) await expect(playground.dock).toContainText(text)
  })

  test('next cause leaves the clock standing, on a tick of the scheduler', async ({ playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await playground.nextCause()
    await expect(playground.control('Play')).toBeVisible()
    const at = await playground.seconds()
    expect(at % 10).toBe(0)
    await playground.expectFigures({ healthy: 3, exist: 6 })
  })

  test('speed is shown, changes the pace and is remembered', async ({ page, playground }) => {
    await playground.open()
    await playground.setSpeed('600×')
    const before = await playground.seconds()
    await expect.poll(() => playground.seconds()).toBeGreaterThan(before + 600)
    await page.reload()
    await expect(playground.transport.getByRole('button', { name: /^Speed 600×/ })).toBeVisible()
    await playground.setSpeed('¼×')
    await expect(playground.transport.getByRole('button', { name: /^Speed ¼×/ })).toBeVisible()
    for (const [key, speed] of [
      ['+', '1×'],
      ['+', '5×'],
      ['-', '1×'],
    ] as const) {
      await page.keyboard.press(key)
      await expect(playground.transport.getByRole('button', { name: /^Speed/ })).toContainText(speed)
    }
  })

  test('start over brings the opening back as it was', async ({ playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await playground.nextCause()
    await playground.expectFigures({ healthy: 3, exist: 6 })
    await playground.control('Start over').click()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await expect(playground.clock).toHaveText('3 min 0 s')
    await expect(playground.deployButton('v2')).toBeVisible()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1.*×4/])
    await expect(playground.transport.locator('code')).toHaveCount(0)
    // The same clicks again are the same run.
    await playground.deploy('v2')
    await playground.nextCause()
    await playground.expectFigures({ healthy: 3, exist: 6 })
  })
})
