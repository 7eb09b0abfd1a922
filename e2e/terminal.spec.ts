/** The command line in the page: typed, completed, pasted; the same commands as buttons, the same picture. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'
import { Terminal } from './pages/terminal'

/** As a teacher writes them: comments, continued lines, a variable from an answer. */
const NOTES = `#!/bin/bash
set -e
# a second service beside the first
TD=$(aws ecs register-task-definition --family api \\
  --container-definitions '[{"name": "api", "image": "api:1", "memory": 128}]' \\
  --query taskDefinition.taskDefinitionArn --output text)
aws ecs create-service --cluster demo --service-name api \\
  --task-definition $TD --desired-count 2 --output text --query service.serviceName
aws ecs wait services-stable --cluster demo --services api
aws ecs describe-services --cluster demo --services api \\
  --query 'services[].[serviceName,runningCount]' --output text
`

test('a line typed with completion by keyboard alone does what the button does', async ({ page, playground }) => {
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  await page.keyboard.type('aws ecs upd')
  await expect(terminal.completions.getByRole('option').first()).toContainText('update-')
  await page.keyboard.press('Tab')
  await expect(terminal.input).toHaveValue('aws ecs update-')
  await page.keyboard.type('service --clu')
  await expect(terminal.completions.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(terminal.input).toHaveValue('aws ecs update-service --cluster demo ')
  await page.keyboard.type('--service')
  await page.keyboard.press('Escape')
  await page.keyboard.type(' ')
  await page.keyboard.press('Tab')
  await expect(terminal.input).toHaveValue('aws ecs update-service --cluster demo --service web ')
  await page.keyboard.type('--desired')
  await expect(terminal.completions).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(terminal.chosen).toContainText('--desired-count')
  await expect(terminal.input).toHaveAttribute('aria-activedescendant', /.+/)
  await page.keyboard.press('Enter')
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(terminal.log).toContainText('"desiredCount": 5')
  await expect(playground.gauge).toHaveAttribute('aria-label', /desired 5\.$/)
  await playground.expectCommand(/update-service --cluster demo --service web --desired-count 5$/)
  // Reading is no command of the run.
  await terminal.run('aws ecs list-clusters --query clusterArns[0] --output text')
  await expect(terminal.log).toContainText('arn:aws:ecs:us-east-1:123456789012:cluster/demo')
  const lines = await playground.commandLines()
  expect(lines.at(-1)).toContain('--desired-count 5')
})

test('enum values and history come by keyboard, and Esc, then Tab leaves', async ({ page, playground }) => {
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  await page.keyboard.type('aws ecs list-tasks --cluster demo --desired-status S')
  await expect(terminal.completions).toContainText('STOPPED')
  await page.keyboard.press('Tab')
  await expect(terminal.input).toHaveValue('aws ecs list-tasks --cluster demo --desired-status STOPPED ')
  await page.keyboard.press('Enter')
  await expect(terminal.log).toContainText('"taskArns": []')
  await terminal.run('echo second')
  await page.keyboard.type('half')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowUp')
  await expect(terminal.input).toHaveValue('echo second')
  await page.keyboard.press('ArrowUp')
  await expect(terminal.input).toHaveValue(/^aws ecs list-tasks/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(terminal.input).toHaveValue('half')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(terminal.input).not.toBeFocused()
  await terminal.input.focus()
  await terminal.input.fill('')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('main')).toBeFocused()
})

test("a teacher's notes are pasted whole: variables, waiting that one can watch", async ({ page, playground }) => {
  await playground.openPaused({ speed: 60 })
  const terminal = new Terminal(page)
  await terminal.open()
  const before = await playground.seconds()
  await terminal.run(NOTES)
  await expect(terminal.log).toContainText('api\t2')
  expect(await playground.seconds()).toBeGreaterThan(before)
  // It stands again, as it stood before.
  await expect(playground.control('Play')).toBeVisible()
  await playground.service.getByRole('button', { name: /^Service / }).click()
  await expect(page.getByRole('menuitemcheckbox', { name: /^api/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await terminal.run('echo $TD')
  await expect(terminal.log).toContainText('task-definition/api:1')
})

test('a waiter can be stopped', async ({ page, playground }) => {
  await playground.openPaused({ speed: 1 })
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.input.fill('sleep 1h\necho never')
  await terminal.input.press('Enter')
  await expect(terminal.log).toContainText('Sleeping')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(terminal.log).toContainText('interrupted')
  await expect(terminal.log).not.toContainText(/^never/)
  await expect(playground.control('Play')).toBeVisible()
})

test('refusals have the form of the AWS CLI, with the place', async ({ page, playground }) => {
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.run('aws ecs update-service --cluster nobody --service web')
  await expect(terminal.log).toContainText(
    'An error occurred (ClusterNotFoundException) when calling the UpdateService operation: Cluster not found.',
  )
  await terminal.run('aws ecs list-clusters\naws ecs list-clusters --cluter x')
  await expect(terminal.log).toContainText('line 2, column 23: Unknown options: --cluter')
  await expect(terminal.log).toContainText('Nothing was run.')
  await terminal.run('echo $NOBODY')
  await expect(terminal.log).toContainText('NOBODY')
  await terminal.run('aws ecs delete-cluster --cluster nobody\necho after')
  await expect(terminal.log).toContainText('1 statement after this was not run.')
})

test('answers as table, text, yaml; help; clear', async ({ page, playground }) => {
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.run('aws ecs list-clusters --output table')
  await expect(terminal.log).toContainText('|             ListClusters')
  await terminal.run('aws ecs describe-clusters --clusters demo --query "clusters[].clusterName" --output yaml')
  await expect(terminal.log).toContainText('- demo')
  await terminal.run('aws ecs create-service help')
  await expect(terminal.log).toContainText('--service-name')
  await terminal.run('aws ecs list-clusters --generate-cli-skeleton output')
  await expect(terminal.log).toContainText('"clusterArns": [')
  await terminal.run('clear')
  await expect(terminal.log).toContainText('Type a command of the AWS CLI')
})

test('has no violation of accessibility rules', async ({ page, playground }) => {
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.run('aws ecs list-clusters\naws ecs delete-cluster --cluster nobody')
  await page.keyboard.type('aws ecs des')
  await expect(terminal.completions).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(terminal.chosen).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('the line and the list fit', async ({ page, playground }) => {
    await playground.open()
    await page.getByRole('button', { name: /^Sheet: peek/ }).click()
    await playground.dock.getByRole('tab', { name: 'Terminal' }).click()
    const terminal = new Terminal(page)
    await terminal.input.tap()
    await page.keyboard.type('aws ecs list-cl')
    await terminal.completions.getByRole('option', { name: /list-clusters/ }).tap()
    await expect(terminal.input).toHaveValue('aws ecs list-clusters ')
    await terminal.input.press('Enter')
    await expect(terminal.log).toContainText('cluster/demo')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(
      Number.parseFloat(await terminal.input.evaluate((field) => getComputedStyle(field).fontSize)),
    ).toBeGreaterThanOrEqual(16)
  })
})

test('the session is copied as a shell script from the Commands tab', async ({ page, playground, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium lets a test read the clipboard')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await playground.openPaused()
  await playground.openTab('Commands')
  await playground.dock.getByRole('button', { name: 'Copy as shell script' }).click()
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toContain('#!/usr/bin/env bash')
  expect(await copied()).toContain('aws ecs create-cluster --cluster-name demo')
})
