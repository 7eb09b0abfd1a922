/** Operations whose part of the worker loads when it is wanted: everything that may name one, and a part that does not come. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { Record } from './pages/record'
import { Terminal } from './pages/terminal'

test.use({ expectedErrors: /net::ERR_FAILED|brought down by the test/ })

const ARN = 'arn:aws:ecs:us-east-1:123456789012:cluster/demo'
const SCENARIO = {
  format: 'ecs-playground/1',
  title: 'Rare ones',
  seed: 7,
  steps: [
    { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } },
    { at: 0, do: 'ec2.RunInstances', with: { ImageId: 'ami-ecs', InstanceType: 'm5.large', MinCount: 1, MaxCount: 1 } },
    { at: '1s', do: 'ecs.TagResource', with: { resourceArn: ARN, tags: [{ key: 'a', value: 'b' }] } },
    { at: '2s', do: 'cloudwatch.PutMetricAlarm', with: { AlarmName: 'high', EvaluationPeriods: 1 } },
    { at: '9s', do: 'ecs.TagResource', with: { resourceArn: ARN, tags: [{ key: 'a', value: 'c' }] } },
  ],
}

const part = /rare-operations-.*\.js/
/** How often the part was asked for. */
function counted(page: Page): () => number {
  let count = 0
  page.on('request', (request) => {
    if (part.test(request.url())) count++
  })
  return () => count
}

const tagLine = (value: string) => `aws ecs tag-resource --resource-arn ${ARN} --tags key=a,value=${value}`
const askTag = `aws ecs list-tags-for-resource --resource-arn ${ARN} --query 'tags[0].value' --output text`
const NO_PART = 'A part of the simulator that this needs could not be loaded. Nothing was done; try again.'

/** The last answer of the command line. */
async function answerOf(terminal: Terminal, line: string): Promise<string> {
  await terminal.run('clear')
  await terminal.run(line)
  return ((await terminal.log.textContent()) ?? '').replace(`$ ${line}`, '')
}

test('typed, undone, redone, after a crash and after a reload: once each and in order', async ({
  page,
  playground,
}) => {
  const asked = counted(page)
  await playground.openPaused()
  expect(asked(), 'not wanted at the start').toBe(0)
  const terminal = new Terminal(page)
  await terminal.open()
  await terminal.run(
    `${tagLine('b')}\naws ecs update-service --cluster demo --service web --desired-count 5\n${tagLine('c')}`,
  )
  expect(await answerOf(terminal, askTag)).toBe('c')
  expect(asked()).toBe(1)
  await playground.stage.focus()
  await page.keyboard.press('Control+z')
  expect(await answerOf(terminal, askTag)).toBe('b')
  await playground.stage.focus()
  await page.keyboard.press('Control+Shift+z')
  expect(await answerOf(terminal, askTag)).toBe('c')
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('brought down by the test')
    })
  })
  await expect(page.getByRole('status').filter({ hasText: 'stopped and was restored' })).toBeVisible()
  expect(await answerOf(terminal, askTag)).toBe('c')
  const own = (await playground.commandLines()).slice(-3)
  expect(own).toEqual([tagLine('b'), expect.stringContaining('--desired-count 5'), tagLine('c')])
  await page.reload()
  await expect(playground.gauge).toHaveAttribute('aria-label', /desired 5\.$/)
  await terminal.open()
  expect(await answerOf(terminal, askTag)).toBe('c')
})

test('a part that does not come is told, nothing is lost, and the next try works', async ({ page, playground }) => {
  let blocked = true
  await page.context().route(part, (route) => (blocked ? route.abort() : route.continue()))
  await playground.openPaused()
  const terminal = new Terminal(page)
  await terminal.open()
  expect(await answerOf(terminal, tagLine('b'))).toContain(NO_PART)
  const record = new Record(page)
  await record.openFile('rare.json', JSON.stringify(SCENARIO))
  await expect(record.trouble).toHaveText(new RegExp(`^rare.json was not opened: ${NO_PART}`))
  await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
  blocked = false
  await terminal.open()
  await terminal.run(tagLine('b'))
  expect(await answerOf(terminal, askTag)).toBe('b')
})

test('a file and a link that name them play them at their time', async ({ page, playground }) => {
  await playground.openPaused()
  const record = new Record(page)
  await record.openFile('rare.json', JSON.stringify(SCENARIO))
  await record.expectTitle('Rare ones')
  const terminal = new Terminal(page)
  await terminal.open()
  await playground.setSpeed('60×')
  await playground.play()
  await expect.poll(() => playground.seconds()).toBeGreaterThan(10)
  await playground.pause()
  expect(await answerOf(terminal, askTag)).toBe('c')
  expect(
    await answerOf(terminal, "aws cloudwatch describe-alarms --query 'MetricAlarms[0].AlarmName' --output text"),
  ).toBe('high')
  const link = await record.link()
  const there = await page.context().newPage()
  await there.goto(link)
  await new Record(there).expectTitle('Rare ones')
  const other = new Terminal(there)
  await other.open()
  expect(await answerOf(other, askTag)).toBe('c')
})
