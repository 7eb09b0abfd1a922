import type { Locator } from '@playwright/test'
import { expect, test } from './fixtures'
import type { Playground } from './pages/playground'

/** Opens the inspector of the service `web` on a standing clock. */
async function onService(playground: Playground): Promise<void> {
  await playground.openPaused({ speed: 600 })
  await playground.inspectService()
}

/** Sends what an editor holds; answers the command lines it announced. */
async function send(popover: Locator, button: string): Promise<string> {
  const line = popover.getByRole('region', { name: 'Command that will be sent' })
  await expect(line).toBeVisible()
  const text = ((await line.textContent()) ?? '').trim()
  await popover.getByRole('button', { name: button, exact: true }).click()
  await expect(popover).toHaveCount(0)
  return text
}

test.describe('editing in place: the service', () => {
  test('desired count, from the bar', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.service.getByRole('button', { name: 'desired 4' }).click()
    const popover = page.getByRole('dialog', { name: 'Desired count' })
    await expect(popover.getByLabel('Desired count')).toBeFocused()
    await popover.getByLabel('Desired count').fill('6')
    await expect(popover.locator('code')).toHaveText(
      'aws ecs update-service --cluster demo --service web --desired-count 6',
    )
    await popover.getByRole('button', { name: 'Update service' }).click()
    await expect(popover).toHaveCount(0)
    await playground.expectCommand(/^\$ aws ecs update-service --cluster demo --service web --desired-count 6$/)
    await expect(playground.service.getByRole('button', { name: 'desired 6' })).toBeFocused()
    await playground.expectFigures({ desired: 6, lower: 5, upper: 9 })
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 6 of 6 healthy.')
    await playground.expectFigures({ healthy: 6, exist: 6 })
  })

  test('percents, from the bar and from the inspector', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.service.getByRole('button', { name: '75/150 %' }).click()
    const popover = page.getByRole('dialog', { name: 'Deployment percentages' })
    await popover.getByLabel('minimumHealthyPercent').fill('100')
    await popover.getByLabel('maximumPercent').fill('200')
    await expect(popover.locator('code')).toHaveText(
      /^aws ecs update-service --cluster demo --service web --deployment-configuration .*100.*200/,
    )
    await popover.getByRole('button', { name: 'Update service' }).click()
    await playground.expectFigures({ lower: 4, upper: 8 })

    await playground.inspectService()
    const edit = await playground.inspector.edit('Deployment percents')
    await edit.getByLabel('Minimum healthy percent').fill('50')
    await edit.getByLabel('Maximum percent').fill('100')
    const line = await send(edit, 'Update deployment configuration')
    expect(line).toMatch(/--deployment-configuration .*50.*100|--deployment-configuration .*100.*50/)
    await playground.expectFigures({ lower: 2, upper: 4 })
  })

  test('a number out of bounds is said at its field and not sent', async ({ page, playground }) => {
    await playground.openPaused()
    await playground.service.getByRole('button', { name: 'desired 4' }).click()
    const field = page.getByRole('dialog', { name: 'Desired count' }).getByLabel('Desired count')
    await field.fill('5001')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription('At most 5000.')
    await expect(page.getByRole('dialog').locator('code')).toHaveText(/--desired-count 4$/)
  })

  test('placement strategy and constraint', async ({ playground }) => {
    await onService(playground)
    const edit = await playground.inspector.edit('Placement')
    await edit.getByLabel('Strategy').selectOption({ label: 'Fill instances by memory' })
    await edit.getByLabel('Constraint').selectOption({ label: 'memberOf: an expression' })
    await edit.getByLabel('Expression').fill('attribute:ecs.availability-zone in [us-east-1a, us-east-1b]')
    const line = await send(edit, 'Update placement')
    expect(line).toContain('--placement-strategy')
    expect(line).toMatch(/binpack/)
    expect(line).toContain('memberOf')
    await expect(playground.inspector.fact('Placement')).toHaveText(
      'Fill instances by memory; memberOf attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
    )
    await playground.deploy('v2')
    await playground.play()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    await playground.pause()
    await expect(playground.instance('i-3').locator('button.chip')).toHaveCount(0)
  })

  test('an expression that is none is refused at its place with the words of ECS', async ({ playground }) => {
    await onService(playground)
    const edit = await playground.inspector.edit('Placement')
    await edit.getByLabel('Constraint').selectOption({ label: 'memberOf: an expression' })
    await edit.getByLabel('Expression').fill('attribute:ecs.instance-type ~= c5')
    await edit.getByRole('button', { name: 'Update placement' }).click()
    await expect(edit.getByRole('alert')).toContainText('This was refused; nothing changed.')
    await expect(edit.getByRole('alert')).toContainText('ECS says: InvalidParameterException: ')
    await expect(edit).toBeVisible()
  })

  test('network mode awsvpc: a new revision, a target group of addresses, no failed request', async ({
    playground,
  }) => {
    await playground.openPaused({ speed: 60 })
    await playground.inspectService()
    const edit = await playground.inspector.edit('Network mode')
    await edit.getByLabel('Network mode of the next revision').selectOption('awsvpc')
    await edit.getByRole('button', { name: 'Register and deploy' }).click()
    await expect(edit).toHaveCount(0)
    await playground.expectCommand(/^\$ aws ecs update-service .*--network-configuration/)
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.', { timeout: 15_000 })
    await playground.pause()
    await expect(playground.inspector.fact('Network mode')).toHaveText('awsvpc')
    await playground.inspector.close()
    await expect(playground.graph.getByRole('group', { name: 'target group web-tg-ip' })).toBeVisible()
    const tasks = playground.task(/^task \w+, revision 2, healthy/)
    await expect(tasks).toHaveCount(4)
    await tasks.first().click()
    await expect(playground.inspector.fact('Address')).toHaveText(/^172\.31\.\d+\.\d+$/)
    await playground.inspector.close()
    expect(await playground.failedRequests()).toBe(0)
    const lines = await playground.commandLines()
    expect(lines.some((line) => line.startsWith('aws elbv2 create-target-group --name web-tg-ip'))).toBe(true)
  })

  test('network mode host: static ports, at most one task per instance', async ({ playground }) => {
    await onService(playground)
    const edit = await playground.inspector.edit('Network mode')
    await edit.getByLabel('Network mode of the next revision').selectOption('host')
    await edit.getByRole('button', { name: 'Register and deploy' }).click()
    await expect(edit).toHaveCount(0)
    await playground.play()
    // Four tasks of host port 80 have no place on three instances.
    await expect(playground.graph.getByText('wanted, no place')).toBeVisible({ timeout: 15_000 })
    await expect(playground.graph.getByText(/RESOURCE:PORTS|host port/).first()).toBeVisible()
  })

  test('launch type Fargate and its frame in the zones', async ({ playground }) => {
    await playground.openPaused({ speed: 60 })
    await playground.serviceMenu(/^Move to Fargate/)
    await playground.expectCommand(/^\$ aws ecs update-service .*--capacity-provider-strategy .*FARGATE/)
    await playground.play()
    await expect(playground.task(/^task \w+, revision 2, healthy, on Fargate in us-east-1/)).toHaveCount(4, {
      timeout: 15_000,
    })
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.', { timeout: 15_000 })
    await playground.pause()
    expect(await playground.failedRequests()).toBe(0)
  })
})

test.describe('editing in place: what carries it', () => {
  test('health check and deregistration delay of the target group', async ({ playground }) => {
    await playground.openPaused()
    await playground.inspectTargetGroup('web-tg')
    const check = await playground.inspector.edit('Health check')
    await check.getByLabel('Path').fill('/ready')
    await check.getByLabel('Interval').fill('15')
    await check.getByLabel('Healthy after', { exact: true }).fill('3')
    expect(await send(check, 'Modify health check')).toMatch(
      /^aws elbv2 modify-target-group --target-group-arn \S+.*--health-check-interval-seconds 15/,
    )
    await expect(playground.inspector.fact('Health check')).toHaveText(
      '/ready every 15 s; healthy after 3, unhealthy after 2',
    )
    const delay = await playground.inspector.edit('Deregistration delay')
    await delay.getByLabel('Deregistration delay').fill('5')
    expect(await send(delay, 'Set deregistration delay to 5 s')).toMatch(
      /^aws elbv2 modify-target-group-attributes .*deregistration_delay\.timeout_seconds.*5/,
    )
    await expect(playground.inspector.fact('Deregistration delay')).toHaveText('5 s')
  })

  test('stop a task: it drains, and the service starts another', async ({ playground }) => {
    await playground.openPaused({ speed: 600 })
    const task = playground.task(/^task \w+, revision 1, healthy, on i-3/)
    await task.click()
    const line = await playground.inspector.press('Stop task')
    expect(line).toMatch(/^\$ aws ecs stop-task --cluster demo --task [0-9a-f]{32}$/)
    await playground.expectCommand(/^\$ aws ecs stop-task --cluster demo --task [0-9a-f]{32}$/)
    await expect(playground.inspector.fact('Desired status')).toHaveText('STOPPED')
    await expect(playground.inspector.action('Stop task')).toHaveAttribute('aria-disabled', 'true')
    await playground.inspector.close()
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await playground.pause()
    await expect(playground.task(/^task \w+, revision 1, healthy, on i-3/)).toHaveCount(1)
  })

  test('drain and activate an instance', async ({ playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.inspectInstance('i-1')
    expect(await playground.inspector.press('Drain')).toMatch(
      /^\$ aws ecs update-container-instances-state --cluster demo --container-instances \S+ --status DRAINING$/,
    )
    await expect(playground.inspector.fact('Status')).toHaveText('DRAINING')
    await expect(playground.inspector.action('Activate')).toBeVisible()
    await playground.play()
    await expect(playground.instance('i-1').locator('button.chip')).toHaveCount(0, { timeout: 15_000 })
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await playground.pause()
    expect(await playground.inspector.press('Activate')).toMatch(/--status ACTIVE$/)
    await expect(playground.inspector.fact('Status')).toHaveText('ACTIVE')
  })

  test('terminate an instance, add another', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.inspectInstance('i-2')
    expect(await playground.inspector.press('Terminate instance')).toContain('playground')
    await playground.inspector.close()
    await page.getByRole('button', { name: 'New', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Instances …' }).click()
    await page.getByLabel('Instance type').fill('m5.large')
    await page.getByRole('button', { name: 'Add instances' }).click()
    await playground.expectCommand(/m5\.large/)
    await playground.play()
    await expect(playground.instance('i-4')).toBeVisible()
    await expect(playground.instance('i-2')).toHaveCount(0, { timeout: 15_000 })
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.', { timeout: 15_000 })
  })

  test('traffic of the load balancer', async ({ playground }) => {
    await playground.openPaused()
    await playground.node('web-alb').click()
    const edit = await playground.inspector.edit('Traffic')
    await edit.getByLabel('Requests a second').fill('0')
    await send(edit, 'Send 0 requests a second')
    await expect(playground.node('Clients')).toContainText('no requests')
  })
})
