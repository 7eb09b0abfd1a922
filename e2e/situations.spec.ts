import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'
import type { Playground } from './pages/playground'
import { Record } from './pages/record'

const clean = async (page: Parameters<typeof expect>[0] & object) => {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target)}`)).toEqual([])
}

test.describe('famous situations', () => {
  test('a digit stages one, paused, with its question; the first key takes that away and plays', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await page.locator('body').press('1')
    const question = page.getByRole('region', { name: 'Question' })
    await expect(question).toContainText('The same 100/150 % rolls four tasks without a hitch')
    await expect(page.getByRole('button', { name: 'Scenario One task, 100/150 %' })).toBeVisible()
    await expect(playground.control('Play')).toBeVisible()
    await expect(playground.clock).toHaveText('2 min 50 s')
    await expect(playground.why).toHaveText('Steady: 1 of 1 healthy.')
    await clean(page)
    await page.locator('body').press(' ')
    await expect(question).toHaveCount(0)
    await expect(playground.why).toContainText('This can never finish: 1 of 1 must stay healthy', { timeout: 20_000 })
  })

  test('each digit has its own; a field keeps its digits; Help lists the keys', async ({ page, playground }) => {
    await playground.openPaused({ tab: 'events' })
    const question = page.getByRole('region', { name: 'Question' })
    const seen = new Set<string>()
    for (let digit = 1; digit <= 9; digit++) {
      await page.locator('body').press(String(digit))
      await expect(question).toContainText(`${digit}. `)
      seen.add((await question.getByRole('heading').textContent()) ?? '')
      await expect(playground.why).toContainText('Steady')
    }
    expect(seen.size).toBe(9)
    const title = [...seen].at(-1) ?? ''
    const search = playground.dock.getByRole('searchbox', { name: 'Search events' })
    await search.press('3')
    await expect(search).toHaveValue('3')
    await expect(page.getByRole('button', { name: `Scenario ${title.replace(/^9\. /, '')}` })).toBeVisible()
    await page.getByRole('button', { name: 'Help' }).click()
    await expect(page.getByRole('dialog')).toContainText('Stage a famous situation, paused')
  })
})

test.describe('presenter mode', () => {
  test('folds the bars away, enlarges the type, and follows a remote', async ({ page, playground }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: 'Present', exact: true }).click()
    await expect(playground.dock).toHaveCount(0)
    const size = () => playground.why.evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize))
    expect(await size()).toBeGreaterThanOrEqual(20)
    expect((await playground.service.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(104)
    await page.locator('body').press('1')
    const question = page.getByRole('region', { name: 'Question' })
    await expect(question).toBeVisible()
    await clean(page)
    await page.locator('body').press('PageDown')
    await expect(question).toHaveCount(0)
    await expect(playground.clock).toHaveText('2 min 50 s')
    await page.locator('body').press('.')
    await expect(playground.clock).toHaveText('3 min 0 s')
    await page.locator('body').press('PageUp')
    await expect(playground.clock).toHaveText('2 min 50 s')
    await page.locator('body').press('PageUp')
    await expect(question).toContainText('9. ')
    await page.getByRole('button', { name: 'Leave presenter mode' }).click()
    await expect(playground.dock).toBeVisible()
  })

  test('a link says so', async ({ page, playground }) => {
    await page.goto('./#f=1&scenario=deadlock-rounding&t=170000&present=1')
    await expect(page.getByRole('button', { name: 'Leave presenter mode' })).toBeVisible()
    await expect(playground.why).toHaveText('Steady: 1 of 1 healthy.')
  })
})

test.describe('the task timeline', () => {
  test('says what a slow deployment waited for, as bars and as a table, and runs it again with another setting', async ({
    page,
    playground,
  }) => {
    await playground.openPaused({ speed: 600, tab: 'tasks' })
    await page.locator('body').press('2')
    await expect(page.getByRole('region', { name: 'Question' })).toBeVisible()
    await page.locator('body').press(' ')
    const shares = page.getByTestId('shares')
    await expect(shares).toHaveText(/^Latest deployment: 24 min .* some task waited for drain 2\d min/, {
      timeout: 30_000,
    })
    await playground.pause()
    const bars = playground.dock.getByRole('list', { name: 'Tasks over time' }).getByRole('listitem')
    await expect(bars).toHaveCount(8)
    await expect(bars.getByRole('button').first()).toHaveAccessibleName(/^Task \w{4}, revision 1: .*drain 5 min/)
    await clean(page)
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    await expect(playground.dock.getByRole('table')).toContainText('health checks')
    await page.getByRole('button', { name: 'Timeline', exact: true }).click()
    await page.getByRole('button', { name: 'Change and run again' }).click()
    await expect(shares).toHaveText(/^Latest deployment: [4-7] min/, { timeout: 30_000 })
    expect(await playground.commandLines()).toContainEqual(expect.stringContaining('deregistration_delay'))
  })
})

test.describe('change and run again', () => {
  const setting = (playground: Playground) => playground.dock.getByRole('combobox', { name: 'Setting' })
  const again = async (playground: Playground, label: string, value: string) => {
    await setting(playground).selectOption(label)
    await playground.dock.getByRole('spinbutton', { name: `New ${label}` }).fill(value)
    await playground.dock.getByRole('button', { name: 'Change and run again' }).click()
  }
  const bars = (playground: Playground) =>
    playground.dock.getByRole('list', { name: 'Tasks over time' }).getByRole('listitem').getByRole('button')

  test('stopTimeout: the definition that is replaced is another one from the beginning', async ({
    page,
    playground,
  }) => {
    const file = JSON.parse(readFileSync('src/app/opening.json', 'utf8'))
    file.title = 'Deaf'
    for (const step of file.steps) if (step.do === 'playground.PutImage') step.with.onSigterm = 'ignore'
    await playground.openPaused({ speed: 600, tab: 'tasks' })
    await new Record(page).openFile('deaf.json', JSON.stringify(file))
    await expect(page.getByRole('button', { name: 'Scenario Deaf' })).toBeVisible()
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.', { timeout: 30_000 })
    await playground.deploy('v2')
    const shares = page.getByTestId('shares')
    await expect(shares).toHaveText(/^Latest deployment: /, { timeout: 30_000 })
    // Killed 30 s after the signal that they do not hear (D-125, D-126).
    await expect(bars(playground).first()).toHaveAccessibleName(/revision 1: .* SIGTERM to exit 30 s/)
    await setting(playground).selectOption('stopTimeout')
    await expect(playground.dock.getByText('not set →')).toBeVisible()
    await again(playground, 'stopTimeout', '2')
    await expect(shares).toHaveText(/^Deploying for /)
    await expect(shares).toHaveText(/^Latest deployment: /, { timeout: 30_000 })
    await expect(bars(playground).first()).toHaveAccessibleName(/revision 1: .* SIGTERM to exit 2 s/)
    await expect(playground.dock.getByText('2 s →')).toBeVisible()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    // The run as it was is there to go back to.
    await page
      .getByRole('button', { name: /branch/i })
      .first()
      .click()
    await page.getByRole('menuitem', { name: /before stopTimeout 2 s/ }).click()
    await expect(bars(playground).first()).toHaveAccessibleName(/revision 1: .* SIGTERM to exit 30 s/)
  })

  /** Whether the deployment then goes otherwise, beside the line that is sent. */
  for (const [label, value, tells, otherwise] of [
    // A new target is healthy with its first passed check, whatever the threshold (N-68).
    ['healthy threshold', '2', /healthy-threshold-count 2/, false],
    ['health check interval', '30', /health-check-interval-seconds 30/, true],
    ['maximum percent', '200', /maximumPercent=200/, true],
    ['image size (its pull)', '2000', /put-image .*--size-mi-?b 2000/i, true],
    ['health check grace period', '30', /health-check-grace-period-seconds 30/, false],
  ] as const)
    test(`${label}: changed before, then deployed again`, async ({ page, playground }) => {
      await playground.openPaused({ speed: 600, tab: 'tasks' })
      await playground.deploy('v2')
      await playground.play()
      const shares = page.getByTestId('shares')
      await expect(shares).toHaveText(/^Latest deployment: /, { timeout: 30_000 })
      const before = await shares.textContent()
      await again(playground, label, value)
      await expect(shares).toHaveText(/^Deploying for /)
      await expect(shares).toHaveText(/^Latest deployment: /, { timeout: 30_000 })
      expect((await shares.textContent()) !== before).toBe(otherwise)
      const lines = (await playground.commandLines()).slice(-3)
      expect(lines[0]).toMatch(tells)
      expect(lines[2]).toBe('aws ecs update-service --cluster demo --service web --task-definition web:2')
    })
})

test.describe('Compare', () => {
  test('runs the next deployment under two settings on one clock, and says what each cost', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await playground.serviceMenu(/^Compare two settings/)
    await page.getByRole('button', { name: 'Run both' }).click()
    const compare = page.getByRole('region', { name: 'Compare' })
    const row = (name: string) => compare.getByRole('row', { name })
    await expect(row('Lowest healthy')).toHaveText(/Lowest healthy34/)
    await expect(row('Peak tasks')).toHaveText(/Peak tasks68/)
    await expect(row('Failed requests')).toHaveText(/Failed requests00/)
    await expect(row('Cost of the extra capacity')).toHaveText(
      /(instances are paid anyway; extra room \d+\.\d vCPU-min, \d+\.\d GB-min){2}$/,
    )
    for (const name of ['75/150', '100/200'])
      await expect(compare.getByRole('region', { name })).toContainText('Steady: 4 of 4 healthy.')
    await clean(page)
    const [left, right] = [
      compare.getByRole('region', { name: '75/150' }),
      compare.getByRole('region', { name: '100/200' }),
    ]
    // One cursor in both pictures, and each picture says what it counts there.
    const cursors = async () =>
      Promise.all([left, right].map((half) => half.locator('[data-cursor]').getAttribute('d')))
    const clock = compare.getByRole('slider', { name: 'Clock of both sides' })
    const atEnd = await cursors()
    expect(atEnd[0]).toBe(atEnd[1])
    for (const half of [left, right])
      await expect(half.getByRole('img', { name: /^At the cursor: 4 healthy of at least \d; 4 exist/ })).toBeVisible()
    await clock.press('Home')
    await expect(clock).toHaveAttribute('aria-valuetext', '0 s after the deployment began')
    await expect(left).toContainText('Waiting: ')
    const atHome = await cursors()
    expect(atHome[0]).toBe(atHome[1])
    expect(atHome[0]).not.toBe(atEnd[0])
    for (let press = 0; press < 3; press++) await clock.press('PageUp')
    await expect(
      left.getByRole('img', { name: /^At the cursor: 3 healthy of at least 3; 6 exist of at most 6/ }),
    ).toBeVisible()
    await expect(left.locator('[data-revision="2"]').first()).toBeAttached()
    await compare.getByText('Both runs as a table').click()
    const changes = compare.getByRole('table', { name: 'Both runs, change by change' })
    await expect(
      changes.getByRole('row', { name: /3 healthy of at least 3; 6 exist of at most 6/ }).first(),
    ).toBeVisible()
    await clean(page)
    await compare.getByRole('button', { name: 'Play both' }).click()
    await expect.poll(async () => (await cursors())[1]).not.toBe((await cursors())[0] === atHome[0] ? atHome[0] : '')
    await compare.getByRole('button', { name: 'Pause both' }).click()
    await compare.getByLabel('minimum / maximum percent, left').fill('100/124')
    await page.getByRole('button', { name: 'Run both' }).click()
    await expect(row('Time to steady')).toContainText('never')
    await page.getByRole('button', { name: 'Close the comparison' }).click()
    await expect(playground.graph).toBeVisible()
  })
})
