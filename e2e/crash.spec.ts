import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

test.use({ expectedErrors: /brought down by the test/ })

/** From now on the worker dies of each message that holds `poison`, `times` times at most. */
async function poisonWorker(page: Page, poison: string, times: number): Promise<void> {
  await page.addInitScript(
    ([text, most]) => {
      let left = most
      const post = Worker.prototype.postMessage
      Worker.prototype.postMessage = function (this: Worker, ...given: unknown[]) {
        if (left > 0 && JSON.stringify(given[0]).includes(text)) {
          left--
          this.terminate()
          setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'brought down by the test' })))
          return
        }
        Reflect.apply(post, this, given)
      }
    },
    [poison, times] as const,
  )
}

test.describe('the worker is lost', () => {
  test('a crash is told, and the run is restored from the log', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.deploy('v2')
    await playground.nextCause()
    await playground.nextCause()
    const before = await playground.figures()
    const at = await playground.seconds()
    const chips = await playground.graph.locator('.chip .word').allTextContents()

    await page.workers()[0]?.evaluate(() => {
      setTimeout(() => {
        throw new Error('brought down by the test')
      })
    })
    const strip = page.getByRole('status').filter({ hasText: 'The simulation stopped and was restored to 3 min 15 s.' })
    await expect(strip).toBeVisible()
    await expect(strip.getByRole('button', { name: 'Copy report' })).toBeVisible()
    expect(await playground.figures()).toEqual(before)
    expect(await playground.seconds()).toBe(at)
    expect(await playground.graph.locator('.chip .word').allTextContents()).toEqual(chips)
    await strip.getByRole('button', { name: 'Dismiss' }).click()
    await expect(strip).toHaveCount(0)

    // It goes on as if nothing had happened.
    await playground.setSpeed('600×')
    await playground.play()
    await expect(playground.answer).toContainText('3. The lower bound is 75 % of 4', { timeout: 15_000 })
  })

  test('a worker that falls silent is noticed and replaced', async ({ page, playground }) => {
    await playground.openPaused()
    const figures = await playground.figures()
    await page.workers()[0]?.evaluate(() => self.close())
    await expect(page.getByRole('status').filter({ hasText: 'was restored to 3 min' })).toBeVisible({ timeout: 15_000 })
    expect(await playground.figures()).toEqual(figures)
    await playground.nextCause()
  })

  test('a command that loses the worker once is tried again', async ({ page, playground }) => {
    await poisonWorker(page, '"UpdateService"', 1)
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(
      page.getByRole('status').filter({ hasText: 'The simulation stopped and was restored to 3 min' }),
    ).toBeVisible()
    await expect(page.getByText('Left out')).toHaveCount(0)
    await playground.nextCause()
    await playground.expectFigures({ healthy: 3, exist: 6 })
  })

  test('a command that loses the worker twice is left out and named', async ({ page, playground }) => {
    await poisonWorker(page, '"UpdateService"', 2)
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(
      page.getByText(
        'Left out, because it stopped the simulation twice: aws ecs update-service --cluster demo --service web --task-definition web:2',
      ),
    ).toBeVisible()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    // The page lives: the same can be asked again.
    await playground.deploy('v2')
    await playground.nextCause()
    await playground.expectFigures({ healthy: 3, exist: 6 })
  })
})
