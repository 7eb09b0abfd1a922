/** The New menu: short forms whose lines grow as one types, and what ECS says when it refuses one. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'
import { NewForm } from './pages/new-form'
import { Terminal } from './pages/terminal'

test('instances of a zone, a load balancer, a service behind it, traffic: by mouse', async ({ page, playground }) => {
  await playground.openPaused()
  const form = new NewForm(page)

  await form.open('Instances')
  await form.field('Instance type').fill('m5.large')
  await form.field('us-east-1b').check()
  await expect(form.lines).toHaveText(
    'playground add-container-instances --cluster demo --instance-type m5.large --count 1 --availability-zones us-east-1b',
  )
  await form.press('Add instances')
  await form.gone()
  await expect(playground.instance('i-4')).toBeVisible()

  await form.open('Load balancer')
  await form.field('Load balancer').fill('api-alb')
  await form.field('Target group').fill('api-tg')
  await expect(form.lines).toHaveCount(3)
  await form.field('Deregistration delay').fill('20')
  await expect(form.lines).toHaveCount(4)
  await expect(form.lines.nth(2)).toContainText('--load-balancer-arn $LOAD_BALANCER')
  await form.press('Create load balancer')
  await form.gone()
  await expect(playground.node('api-alb')).toBeVisible()

  await form.open('Service')
  await form.field('Name').fill('api')
  await form.field(/^Target group for/).selectOption('api-tg')
  await expect(form.lines).toContainText('--service-name api')
  await form.press('Create service')
  await form.gone()
  await playground.service.getByRole('button', { name: /^Service / }).click()
  await expect(page.getByRole('menuitemcheckbox', { name: /^api/ })).toBeVisible()
  await page.keyboard.press('Escape')

  await form.open('Traffic')
  await form.field('To').first().selectOption('api-alb')
  await form.field('Shape').selectOption('wave')
  await form.field('One wave').fill('120')
  await expect(form.lines).toContainText('--shape kind=wave,to=100,periodSeconds=120')
  await form.press('Send requests')
  await form.gone()
  const sent = await playground.commandLines()
  expect(sent.at(-1)).toContain('playground set-traffic')
})

test('cluster and task by keyboard alone; focus comes back', async ({ page, playground }) => {
  await playground.openPaused()
  const form = new NewForm(page)
  const menu = page.getByRole('button', { name: 'New', exact: true })
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(form.root).toBeVisible()
  await expect(form.field('Name')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('mine')
  await expect(form.lines).toHaveText('aws ecs create-cluster --cluster-name mine')
  await page.keyboard.press('Enter')
  await form.gone()
  await playground.expectCommand(/create-cluster --cluster-name mine$/)
  await expect(menu).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('ta')
  await page.keyboard.type('s')
  await expect(page.getByRole('menuitem', { name: 'Task …' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Task …' }).press('Enter')
  await form.field('Count').fill('2')
  await form.field('Count').press('Enter')
  await form.gone()
  await playground.expectCommand(/run-task --cluster demo --task-definition web:1 --count 2 --launch-type EC2$/)
})

test('a refusal is shown at the form; what was applied stays, and only the rest is sent again', async ({
  page,
  playground,
}) => {
  await playground.openPaused()
  const form = new NewForm(page)
  await form.open('Instances')
  await form.field('Instance type').fill('c5.nothing')
  await form.press('Add instances')
  await expect(form.root.getByRole('alert')).toContainText('ECS says: ')
  await page.keyboard.press('Escape')
  await form.gone()

  // One of this name and these subnets is the one that exists, as AWS has it; its port 80 is taken.
  await form.open('Load balancer')
  await form.field('Load balancer').fill('web-alb')
  await form.press('Create load balancer')
  const alert = form.root.getByRole('alert')
  await expect(alert).toContainText('The first 2 commands were applied and stay; the next was refused.')
  await expect(alert).toContainText('ECS says: A listener already exists on this port')
  await expect(form.lines.nth(1)).toContainText('✓ applied')
  await expect(form.lines.nth(2)).toContainText('✕ refused')
  await form.field('Listener port').fill('8080')
  await form.press('Create load balancer: send the rest')
  await form.gone()
  const lines = await playground.commandLines()
  expect(lines.filter((line) => line.includes('create-target-group'))).toHaveLength(2)
  expect(lines.at(-1)).toMatch(/create-listener .*--port 8080/)
})

test('the lines of a form can be pasted into the command line', async ({ page, playground }) => {
  await playground.openPaused()
  const form = new NewForm(page)
  await form.open('Load balancer')
  const lines = await form.lines.locator('code').allTextContents()
  await form.press('Cancel')
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.run(lines.join('\n'))
  await expect(terminal.log).toContainText('"ListenerArn"')
  await expect(playground.node('alb').first()).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('every form fits and keeps to the rules of accessibility', async ({ page, playground }) => {
    await playground.openPaused()
    const form = new NewForm(page)
    for (const item of ['Cluster', 'Instances', 'Load balancer', 'Service', 'Task', 'Traffic']) {
      await page.getByRole('button', { name: 'More', exact: true }).tap()
      await page.getByRole('menuitem', { name: `${item} …` }).tap()
      await expect(form.lines.first()).toBeVisible()
      expect(await form.root.evaluate((dialog) => dialog.scrollWidth <= window.innerWidth), item).toBe(true)
      const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
      expect(violations.map(({ id, nodes }) => `${item} ${id}: ${nodes[0]?.html}`)).toEqual([])
      await form.press('Cancel')
      await form.gone()
    }
  })
})
