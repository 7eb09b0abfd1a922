import { expect, test } from './fixtures'

test.describe('inspector', () => {
  test('a task now: words, containers, links, times', async ({ playground }) => {
    await playground.openPaused()
    await playground.task(/^task \w+, revision 1, healthy, on i-3/).click()
    const { inspector } = playground
    await expect(inspector.heading).toHaveText(/^web:1 · \w{4}$/)
    await expect(inspector.fact('Last status')).toHaveText('RUNNING')
    await expect(inspector.fact('Runs on')).toContainText('i-3')
    await expect(inspector.root.getByRole('region', { name: 'Containers' })).toContainText('shop:1')
    await expect(inspector.root.getByRole('region', { name: 'Times' }).getByRole('listitem')).toContainText([
      /created/,
      /connected/,
      /image pull began/,
      /image pull ended/,
      /running/,
    ])
    // Links lead on and light what they speak of.
    const link = inspector.fact('Runs on').getByRole('button', { name: /^i-3/ })
    await link.hover()
    await expect(playground.instance('i-3')).toHaveClass(/\blit\b/)
    await link.click()
    await expect(inspector.heading).toContainText('i-3')
    await expect(inspector.root).toContainText('It takes tasks; it has 1 task.')
  })

  test('why: the decision of a placement, and its X-ray over the stage', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.task(/^task \w+, revision 1, healthy, on i-3/).click()
    const { inspector } = playground
    await inspector.tab('Why')
    const decisions = inspector.root.getByRole('list', { name: 'Decisions, newest first' }).getByRole('listitem')
    await expect(decisions.filter({ hasText: 'Placement' })).toHaveCount(1)
    await decisions.getByRole('button', { name: 'X-ray this placement' }).click()
    await expect(inspector.heading).toHaveText('why it stands there')
    await expect(inspector.root).toContainText('3 instances → 3 fit → 1 in the emptiest zone')
    const fit = inspector.root.getByRole('region', { name: 'Candidates that fit' }).getByRole('listitem')
    await expect(fit.filter({ hasText: 'chosen' })).toContainText('i-3')
    await expect(playground.instance('i-3')).toHaveClass(/\bchosen\b/)
    await page.keyboard.press('Escape')
    await expect(inspector.heading).toHaveText(/^web:1/)
    await expect(playground.instance('i-3')).not.toHaveClass(/\bchosen\b/)
  })

  test('why there is no place: the tray and its X-ray', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.service.getByRole('button', { name: 'desired 4' }).click()
    await page.getByRole('spinbutton', { name: 'Desired count' }).fill('30')
    await page.getByRole('button', { name: 'Update service' }).click()
    const tray = playground.graph.getByText(/^\d+ wanted, no place/)
    await playground.stepUntil(() => tray.isVisible())
    await expect(playground.why).toContainText('Waiting: ')
    await tray.click()
    const { inspector } = playground
    await expect(inspector.heading).toHaveText('why it has no place')
    const refused = inspector.root.getByRole('region', { name: 'Candidates that were refused' })
    await expect(refused).toContainText(/(memory|CPU) · 3/)
    await expect(refused.getByRole('listitem')).toHaveCount(3)
    await expect(playground.graph.locator('.icard.dimmed')).toHaveCount(3)
  })

  test('events and JSON of what is selected', async ({ playground }) => {
    await playground.openPaused()
    await playground.inspectService()
    const { inspector } = playground
    await inspector.tab('Events')
    const events = inspector.root.getByRole('list', { name: 'Service events, newest first' }).getByRole('listitem')
    await expect(events).toHaveText([
      /\(service web\) has reached a steady state\.$/,
      /\(service web\) \(deployment ecs-svc\/\d+\) deployment completed\.$/,
      /\(service web\) registered 4 targets in \(target-group arn:.*\)$/,
      /\(service web\) has started 4 tasks: (\(task [0-9a-f]{32}\)[ .]){4}/,
    ])
    await inspector.tab('JSON')
    const json = inspector.root.getByRole('region', { name: 'JSON' })
    await expect(json).toContainText('"serviceName": "web"')
    const described = JSON.parse((await json.textContent()) ?? '')
    expect(described).toMatchObject({
      status: 'ACTIVE',
      desiredCount: 4,
      runningCount: 4,
      deploymentConfiguration: { minimumHealthyPercent: 75, maximumPercent: 150 },
      playground: { healthyCount: 4, lowerBound: 3, upperBound: 6 },
    })
  })

  test('opening pauses what is about to change, closing goes on', async ({ playground }) => {
    await playground.openPaused()
    await playground.inspectService()
    await playground.inspector.close()
    await playground.deploy('v2')
    const running = playground.task(/^task \w+, revision 2, running/)
    await playground.stepUntil(() => running.first().isVisible())
    await playground.play()
    // Its first health check is due in less than two seconds on the wall.
    await running.first().click()
    await expect(playground.control('Play')).toBeVisible()
    await playground.inspector.close()
    await expect(playground.control('Pause')).toBeVisible()
  })
})

test.describe('event log', () => {
  test('folds what is routine, marks what is odd', async ({ playground }) => {
    await playground.openPaused({ tab: 'events' })
    await playground.deployBad('cannot be pulled')
    const odd = playground.events.filter({ hasText: 'is unable to consistently start tasks successfully' })
    await playground.stepUntil(() => odd.first().isVisible())
    await expect(odd.first().getByRole('img', { name: 'unusual' }).or(odd.first().getByLabel('unusual'))).toBeVisible()
  })

  test('steady rows fold into one', async ({ playground }) => {
    await playground.openPaused({ tab: 'events' })
    await expect(playground.events.first()).toContainText('has reached a steady state.')
    // ECS repeats the sentence every six hours.
    await playground.control('On one event').click()
    await expect(playground.events.first()).toContainText('steady × 2')
    await playground.control('On one event').click()
    await expect(playground.events.first()).toContainText('steady × 3')
    await expect(playground.events).toHaveCount(4)
  })

  test('search, a filter by service, and rows that light their objects', async ({ page, playground }) => {
    await playground.openPaused({ tab: 'events' })
    await expect(playground.events).toHaveCount(4)
    await playground.dock.getByRole('searchbox', { name: 'Search events' }).fill('REGISTERED 4')
    await expect(playground.events).toHaveCount(1)
    await playground.dock.getByRole('searchbox', { name: 'Search events' }).fill('nothing like it')
    await expect(playground.dock).toContainText('No event matches.')
    await playground.dock.getByRole('searchbox', { name: 'Search events' }).fill('has started')
    await playground.events.getByRole('button').hover()
    await expect(playground.graph.locator('.chip.lit')).toHaveCount(4)
    await playground.clock.hover()
    await expect(playground.graph.locator('.chip.lit')).toHaveCount(0)
    await playground.events.getByRole('button').click()
    await expect(playground.inspector.heading).toHaveText(/^web:1 · /)
    await page.keyboard.press('Escape')
  })
})
