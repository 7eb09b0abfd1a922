import { expect, test } from './fixtures'

test.describe('the first ten seconds', () => {
  test('a small live cluster moves, with nothing in the way', async ({ page, playground }) => {
    const requested: string[] = []
    page.on('request', (request) => requested.push(new URL(request.url()).origin))
    await page.goto('./')
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await expect(playground.gauge).toHaveAccessibleName('4 healthy of at least 3; 4 exist of at most 6; desired 4.')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Scenario First cluster' })).toBeVisible()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1.*×4/])

    // Three instances in three zones, four healthy tasks, traffic through a load balancer.
    for (const zone of ['us-east-1a', 'us-east-1b', 'us-east-1c']) await expect(playground.stage).toContainText(zone)
    await expect(playground.graph.getByRole('group', { name: /^instance i-/ })).toHaveCount(3)
    await expect(playground.task(/^task \w+, revision 1, healthy/)).toHaveCount(4)
    await expect(playground.node('Clients')).toContainText('20/s')
    await expect(playground.node('web-alb')).toContainText(':80')

    // It plays: the clock begins at three minutes and goes on.
    await expect(playground.control('Pause')).toBeVisible()
    await expect(playground.transport.getByRole('button', { name: /^Speed 5×/ })).toBeVisible()
    await expect(playground.clock).toHaveText(/^3 min /)
    const before = (await playground.clock.textContent()) ?? ''
    await expect(playground.clock).not.toHaveText(before)

    expect([...new Set(requested)]).toEqual([new URL(page.url()).origin])
  })

  test('one obvious control and one question', async ({ page, playground }) => {
    await playground.open()
    await expect(playground.deployButton('v2')).toBeVisible()
    await expect(
      playground.dock.getByRole('group', { name: 'How many tasks will be healthy at the worst moment?' }),
    ).toBeVisible()
    for (const n of ['0', '1', '2', '3', '4', 'skip'])
      await expect(playground.dock.getByRole('button', { name: n, exact: true })).toBeVisible()
    // The picture is the page: at least 55 % of the first screen.
    const stage = await playground.stage.boundingBox()
    const window = page.viewportSize()
    expect((stage?.width ?? 0) * (stage?.height ?? 0)).toBeGreaterThanOrEqual(
      0.55 * (window?.width ?? 0) * (window?.height ?? 0),
    )
  })
})
