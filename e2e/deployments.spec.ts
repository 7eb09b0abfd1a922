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

test.describe('a strategy that shifts traffic', () => {
  test('blue/green from the opening scenario: the picker makes what is missing, Deploy plays its track to the end', async ({
    page,
    playground,
  }) => {
    const { inspector } = playground
    await playground.openPaused()
    await playground.inspectService()
    const editor = await inspector.edit('Deployment strategy')
    await editor.getByLabel('Strategy of the next deployment').selectOption('BLUE_GREEN')
    await expect(editor).toContainText('Lacks a second target group and its rule')
    await expect(editor.getByRole('switch', { name: 'Create them for me' })).toBeChecked()
    await editor.getByLabel('Bake time').fill('1')
    const lines = editor.getByRole('region', { name: 'Command that will be sent' })
    await expect(lines).toContainText(
      /aws elbv2 create-target-group .*--name web-tg-2 .*\n.*aws elbv2 modify-target-group-attributes .*\n.*aws elbv2 create-rule .*\n.*aws ecs update-service .*BLUE_GREEN/,
    )
    const { violations } = await new AxeBuilder({ page }).include('[data-radix-popper-content-wrapper]').analyze()
    expect(violations).toEqual([])
    await editor.getByRole('button', { name: 'Create and update service' }).click()
    await expect(editor).toHaveCount(0)
    await inspector.close()
    expect((await playground.commandLines()).slice(-4).map((line) => line.split(' ', 3).join(' '))).toEqual([
      'aws elbv2 create-target-group',
      'aws elbv2 modify-target-group-attributes',
      'aws elbv2 create-rule',
      'aws ecs update-service',
    ])

    await playground.deploy('v2')
    await playground.inspectService()
    await inspector.root.getByRole('button', { name: /^revision 2, PRIMARY/ }).click()
    const now = inspector.root.getByRole('list', { name: 'Stages' }).locator('[aria-current=step]')
    const entered: string[] = []
    await playground.stepUntil(async () => {
      const name = (await now.count()) === 0 ? '' : ((await now.locator('span').first().textContent()) ?? '')
      if (name !== '' && entered.at(-1) !== name) entered.push(name)
      return entered.length > 0 && (await playground.why.textContent()) === 'Steady: 4 of 4 healthy.'
    })
    expect(entered).toEqual(expect.arrayContaining(['Scale up', 'Clean up']))
    await expect(inspector.fact('Outcome')).toHaveText('SUCCESSFUL')
    await expect(inspector.fact('Strategy')).toHaveText('BLUE_GREEN')
    await expect(inspector.fact('Lowest healthy')).toHaveText('4')
    await inspector.close()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    expect(await playground.failedRequests()).toBe(0)
  })

  test('what the picker made is undone in one step', async ({ page, playground }) => {
    const { inspector } = playground
    await playground.openPaused()
    await playground.inspectService()
    const editor = await inspector.edit('Deployment strategy')
    await editor.getByLabel('Strategy of the next deployment').selectOption('CANARY')
    await editor.getByRole('switch', { name: 'Also a test listener, port 8080' }).click()
    await editor.getByRole('button', { name: 'Create and update service' }).click()
    await expect(editor).toHaveCount(0)
    await inspector.close()
    await expect(playground.graph.getByRole('group', { name: 'target group web-tg-2', exact: true })).toBeVisible()
    await page.getByRole('main').focus()
    await page.keyboard.press('u')
    await expect(playground.graph.getByRole('group', { name: 'target group web-tg-2', exact: true })).toHaveCount(0)
    await playground.inspectService()
    await expect(inspector.root.getByRole('button', { name: 'Deployment strategy: edit' })).toHaveText('ROLLING')
  })
})
