import AxeBuilder from '@axe-core/playwright'
import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures'
import type { Playground } from './pages/playground'

const meter = ({ service }: Playground): Locator => service.getByRole('meter', { name: 'Circuit breaker' })

/** Sets the percentages in the service bar. */
async function percents({ service, page }: Playground, minimum: number, maximum: number): Promise<void> {
  await service.getByRole('button', { name: /\d+\/\d+ %/ }).click()
  const editor = page.getByRole('dialog', { name: 'Deployment percentages' })
  await editor.getByLabel('minimumHealthyPercent').fill(String(minimum))
  await editor.getByLabel('maximumPercent').fill(String(maximum))
  await editor.getByRole('button', { name: 'Update service' }).click()
  await expect(editor).toHaveCount(0)
}

/** A definite lock: 4 of 4 must stay and only 4 may exist. */
async function lock(playground: Playground): Promise<void> {
  await playground.openPaused()
  await percents(playground, 100, 124)
  await playground.deploy('v2')
  await expect(playground.why).toHaveText(/^This can never finish: 4 of 4 must stay healthy and only 4 may exist\./)
}

async function breakerOn(playground: Playground): Promise<void> {
  const { inspector } = playground
  await playground.inspectService()
  const editor = await inspector.edit('Circuit breaker')
  await editor.getByRole('switch', { name: 'Circuit breaker' }).click()
  await editor.getByRole('switch', { name: 'Roll back when it trips' }).click()
  await expect(editor.getByRole('region', { name: 'Command that will be sent' })).toContainText(
    'deploymentCircuitBreaker={enable=true,rollback=true',
  )
  await editor.getByRole('button', { name: 'Update circuit breaker' }).click()
  await expect(editor).toHaveCount(0)
  await inspector.close()
}

test.describe('circuit breaker', () => {
  test('the meter fills with each failure, trips, and the history tells the rollback', async ({ playground }) => {
    await playground.openPaused()
    await breakerOn(playground)
    await playground.deployBad('cannot be pulled')
    await expect(meter(playground)).toHaveAttribute('aria-valuenow', '0')
    await expect(meter(playground)).toHaveAttribute('aria-valuemax', '3')
    await expect(meter(playground)).toHaveAttribute('data-state', 'watching')
    await playground.stepUntil(async () => Number(await meter(playground).getAttribute('aria-valuenow')) > 0)
    await playground.stepUntil(async () => (await meter(playground).getAttribute('data-state')) === 'triggered')
    await expect(meter(playground)).toHaveAttribute('aria-valuetext', /^Circuit breaker triggered: \d of 3 failures\./)
    await playground.stepUntil(async () => (await playground.why.textContent()) === 'Steady: 4 of 4 healthy.')

    await playground.inspectService()
    const history = playground.inspector.root.getByRole('region', { name: 'History of deployments' })
    await expect(history.getByRole('row').nth(1)).toContainText(/web:2.*ROLLBACK_.*SUCCESSFUL.*3/)
    await expect(history.getByRole('row').nth(2)).toContainText(/web:1.*SUCCESSFUL/)
  })

  test('a healthy task empties it', async ({ playground }) => {
    await playground.openPaused()
    await breakerOn(playground)
    await playground.deploy('v2')
    await playground.stepUntil(async () => (await playground.task(/revision 2, running/).count()) > 0)
    await playground
      .task(/revision 2, running/)
      .first()
      .click()
    await playground.inspector.press('Crash its container')
    await playground.inspector.close()
    await playground.stepUntil(async () => (await meter(playground).getAttribute('aria-valuenow')) === '1')
    await playground.stepUntil(async () => (await meter(playground).getAttribute('aria-valuenow')) === '0')
    await expect(meter(playground)).toContainText('reset, was 1')
    await expect(meter(playground)).toHaveAttribute('aria-valuetext', /set it back from 1\.$/)
  })
})

test.describe('ways out', () => {
  test('each was tried; the first one frees the service as it said', async ({ page, playground }) => {
    await lock(playground)
    await playground.service.getByRole('button', { name: 'Ways out' }).click()
    const ways = page.getByRole('list', { name: 'Ways out' }).getByRole('listitem')
    await expect(ways.first()).toContainText('Raise maximumPercent from 124 to 125: 5 tasks may exist, not 4.')
    await expect(ways.first()).toContainText(/At rest after .*; lowest healthy 4; no failed request\./)
    await expect(ways.first()).toContainText('aws ecs update-service --cluster demo --service web')
    expect(await ways.count()).toBeGreaterThan(2)
    const { violations } = await new AxeBuilder({ page }).include('[data-radix-popper-content-wrapper]').analyze()
    expect(violations).toEqual([])

    await ways
      .first()
      .getByRole('button', { name: /^Try it/ })
      .click()
    await expect(playground.service.getByRole('button', { name: '100/125 %' })).toBeVisible()
    await expect(playground.why).toHaveText(/^Waiting: /)
    await playground.stepUntil(async () => (await playground.why.textContent()) === 'Steady: 4 of 4 healthy.', 90)
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
  })

  test('by keyboard alone', async ({ page, playground }) => {
    await lock(playground)
    await playground.service.getByRole('button', { name: 'Ways out' }).focus()
    await page.keyboard.press('Enter')
    const first = page.getByRole('button', { name: /^Try it/ }).first()
    await expect(first).toBeVisible()
    await first.focus()
    await page.keyboard.press('Enter')
    await expect(playground.why).toHaveText(/^Waiting: /)
  })
})

test('a deployment is rolled back from its panel, which tells what it changed', async ({ playground }) => {
  const { inspector } = playground
  await playground.openPaused()
  await playground.deploy('v2')
  await playground.inspectService()
  await inspector.root.getByRole('button', { name: /^revision 2, PRIMARY/ }).click()
  await expect(inspector.heading).toHaveText('revision 2, PRIMARY')
  const differences = inspector.root.getByRole('list', { name: 'Differences' })
  await expect(differences).toContainText('containerDefinitions[web].image')
  await expect(differences).toContainText('+ "shop:2"')
  await expect(inspector.fact('Strategy')).toHaveText('ROLLING')
  expect(await inspector.press('Roll back')).toContain('aws ecs stop-service-deployment')
  await playground.nextCause()
  await playground.stepUntil(async () => (await playground.why.textContent()) === 'Steady: 4 of 4 healthy.', 90)
  await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1.*×4/])
})

test('blue/green: the track says where it is and what ends the stage', async ({ page, playground }) => {
  await page.goto('./#f=1&scenario=blue-green&t=240000')
  await expect(playground.why).toBeVisible()
  await playground.deployButton('v2').or(playground.deployButton('v3')).first().waitFor()
  const { inspector } = playground
  await playground.inspectService()
  await inspector.root
    .getByRole('button', { name: /^revision 2, PRIMARY/ })
    .first()
    .click()
  const stages = inspector.root.getByRole('list', { name: 'Stages' })
  const now = stages.locator('[aria-current=step]')
  await expect(now).toHaveCount(1)
  const entered: string[] = []
  for (let step = 0; step < 40; step++) {
    const name = (await now.count()) === 0 ? 'over' : ((await now.locator('span').first().textContent()) ?? '')
    if (entered.at(-1) !== name) entered.push(name)
    if (name === 'Bake time') break
    await playground.nextCause()
  }
  expect(entered.at(-1)).toBe('Bake time')
  await expect(now).toContainText(/Ends in /)
  await expect(inspector.root.getByText('100 %').first()).toBeVisible()
})
