import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from './fixtures'
import { Playground } from './pages/playground'
import { Record } from './pages/record'

/** A link by hand: raw deflate in base64url. */
const linkOf = (text: string | Buffer): string => `./#f=1&s=${deflateRawSync(text).toString('base64url')}`

test.describe('a link', () => {
  test('opens the same picture and run in another browser, paused at that moment', async ({ playground, browser }) => {
    const { page } = playground
    const record = new Record(page)
    await playground.openPaused()
    await playground.deployButton('v2').click()
    for (let n = 0; n < 4; n++) await playground.nextCause()
    const shown = await playground.gauge.getAttribute('aria-label')
    const tasks = await playground.task().evaluateAll((chips) => chips.map((chip) => chip.getAttribute('aria-label')))
    const clock = await playground.clock.getAttribute('datetime')
    const own = await record.digest()
    const link = await record.link()
    expect(link.length).toBeLessThan(2_500)

    const context = await browser.newContext()
    const other = new Playground(await context.newPage())
    const again = new Record(other.page)
    await other.page.goto(link)
    await expect(other.clock).toHaveAttribute('datetime', clock ?? '')
    await expect(other.control('Play')).toBeVisible()
    await expect(other.gauge).toHaveAccessibleName(shown ?? '')
    const there = () => other.task().evaluateAll((chips) => chips.map((chip) => chip.getAttribute('aria-label')))
    await expect.poll(there).toEqual(tasks)
    expect(await again.digest()).toEqual(own)
    await expect(again.trouble).toHaveCount(0)
    await context.close()
  })

  test('carries what was asked for: speed, panel, selection; and opens at the beginning when it should', async ({
    playground,
    page,
    browser,
  }) => {
    const record = new Record(page)
    await playground.openPaused({ speed: 60 })
    await playground.inspectService()
    await playground.openTab('Events')
    const link = await record.link(['At this moment', 'With this speed', 'With this panel'])
    expect(link).toMatch(/[#&]speed=60(&|$)/)
    const context = await browser.newContext()
    const other = new Playground(await context.newPage())
    await other.page.goto(link)
    await expect(other.clock).toHaveText(/^3 min 0 s/)
    await expect(other.transport.getByRole('button', { name: /^Speed 60×/ })).toBeVisible()
    await expect(other.dock.getByRole('tab', { name: 'Events' })).toHaveAttribute('aria-selected', 'true')
    await expect(other.inspector.heading).toHaveText('web')
    await context.close()
  })

  test('that arrives while one works opens as a new workspace; the kept one stays in the menu', async ({
    playground,
    page,
  }) => {
    const record = new Record(page)
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.deployButton('v3')).toBeVisible()
    const scenario = { format: 'ecs-playground/1', title: 'From a link', steps: [] }
    await page.goto(linkOf(JSON.stringify(scenario)))
    await record.expectTitle('From a link')
    await expect(page.getByText('No cluster yet')).toBeVisible()
    await record.menu.click()
    await page.getByRole('menuitemcheckbox', { name: 'First cluster' }).click()
    await record.expectTitle('First cluster')
    await expect(playground.deployButton('v3')).toBeVisible()
  })

  test('names a scenario of the gallery', async ({ playground, page }) => {
    await page.goto('./#f=1&scenario=update-50-100-room-6&t=180000')
    await new Record(page).expectTitle('Desired 6, 50/100 %, room for 6')
    await expect(playground.clock).toHaveText(/^3 min 0 s/)
  })
})

test.describe('stored links and files keep opening', () => {
  const folder = 'e2e/fixtures/links'
  for (const file of readdirSync(folder).filter((name) => !name.endsWith('.md'))) {
    test(file, async ({ playground, page }) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8')
      if (file.endsWith('.txt')) await page.goto(`./${text.trim()}`)
      else {
        await playground.openPaused()
        await new Record(page).openFile(file, text)
      }
      await expect(playground.service.getByRole('button', { name: /^Service web/ })).toBeVisible()
      await expect(new Record(page).menu).toHaveAccessibleName(/Stored/)
      // No word of an engine that makes something else of it.
      await expect(new Record(page).trouble).toHaveCount(0)
    })
  }
})

test.describe('kept in the browser', () => {
  test('a reload brings the run back where it was', async ({ playground, page }) => {
    const record = new Record(page)
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.deployButton('v3')).toBeVisible()
    await playground.nextCause()
    await playground.nextCause()
    const before = await record.digest()
    const clock = await playground.clock.getAttribute('datetime')
    await expect.poll(() => record.keptAt()).toBe(Math.round(1_000 * (await playground.seconds())))
    await page.reload()
    await expect(playground.clock).toHaveAttribute('datetime', clock ?? '')
    await expect(playground.control('Play')).toBeVisible()
    expect(await record.digest()).toEqual(before)
    await record.expectTitle('First cluster')
    await expect(record.notes.filter({ hasText: 'copy' })).toHaveCount(0)
  })

  test('a second tab opens a copy and says so', async ({ playground, page, context }) => {
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.deployButton('v3')).toBeVisible()
    const second = new Playground(await context.newPage())
    await second.page.goto('./')
    const record = new Record(second.page)
    await expect(second.deployButton('v3')).toBeVisible()
    await expect(second.page.getByText('First cluster is open in another tab. This is a copy')).toBeVisible()
    await record.expectTitle('First cluster (copy)')
    await new Record(page).expectTitle('First cluster')
  })

  test('workspaces are made, named, switched, deleted and brought back', async ({ playground, page }) => {
    const record = new Record(page)
    await playground.openPaused()
    await record.choose('Rename …')
    await record.dialog.getByRole('textbox', { name: 'Name' }).fill('Mine')
    await page.keyboard.press('Enter')
    await record.expectTitle('Mine')
    await record.choose('New workspace')
    await record.expectTitle('Untitled')
    await page.getByRole('button', { name: 'Create cluster' }).click()
    await expect(page.getByText('No cluster yet')).toHaveCount(0)
    await record.choose('All workspaces …')
    await expect(record.dialog.getByRole('listitem')).toHaveText([/^Untitled/, /^Mine/])
    await record.dialog.getByRole('button', { name: 'Delete Mine' }).click()
    await expect(record.dialog.getByRole('listitem')).toHaveText([/^Untitled/])
    await record.dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(record.dialog.getByRole('listitem')).toHaveText([/^Mine/, /^Untitled/])
    await record.dialog.getByRole('button', { name: 'Open Mine' }).click()
    await record.expectTitle('Mine')
    await expect(playground.gauge).toHaveAccessibleName(/^4 healthy/)
  })

  test.describe('without storage', () => {
    test('the page works, says so in the menu, and saves files', async ({ playground, page }) => {
      await page.addInitScript(() => {
        Object.defineProperty(window, 'indexedDB', { get: () => undefined })
        const refuse = () => {
          throw new DOMException('no storage', 'SecurityError')
        }
        Object.defineProperty(window, 'localStorage', { get: refuse })
        Object.defineProperty(window, 'sessionStorage', { get: refuse })
      })
      const record = new Record(page)
      await page.goto('./')
      await expect(playground.why).toContainText('Steady')
      await playground.pause()
      await playground.deployButton('v2').click()
      await expect(playground.deployButton('v3')).toBeVisible()
      await record.menu.click()
      await expect(page.getByText('this browser gives the page no storage')).toBeVisible()
      await page.keyboard.press('Escape')
      expect((await record.digest()).steps).toBe(14)
    })
  })
})

test('a file goes out and comes in again as the same run', async ({ playground, page }) => {
  const record = new Record(page)
  await playground.openPaused()
  await playground.deployButton('v2').click()
  await playground.nextCause()
  const { name, bytes } = await record.saved('Save as file')
  expect(name).toBe('First-cluster.ecs-playground.json')
  const file = JSON.parse(bytes.toString('utf8'))
  expect(file).toMatchObject({ format: 'ecs-playground/1', title: 'First cluster', seed: 7 })
  expect(JSON.stringify(file.steps)).not.toContain('"$"')
  const before = await playground.gauge.getAttribute('aria-label')
  await record.choose('New workspace')
  await expect(page.getByText('No cluster yet')).toBeVisible()
  await record.openFile(name, bytes)
  await expect(playground.gauge).toHaveAccessibleName(before ?? '')
  const again = await record.saved('Save as file')
  expect(JSON.parse(again.bytes.toString('utf8'))).toEqual(file)

  // The same by dropping it on the page.
  await record.choose('New workspace')
  await expect(page.getByText('No cluster yet')).toBeVisible()
  await page.evaluate((text) => {
    const carried = new DataTransfer()
    carried.items.add(new File([text], 'dropped.json', { type: 'application/json' }))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }))
  }, bytes.toString('utf8'))
  await expect(playground.gauge).toHaveAccessibleName(before ?? '')
})

test.describe('taken out of a run', () => {
  test('the picture as SVG and PNG, in the light theme, with nothing that runs', async ({ playground, page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    const record = new Record(page)
    await playground.openPaused()
    const svg = (await record.saved('Picture as SVG')).bytes.toString('utf8')
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
    expect(svg).not.toMatch(/var\(|<script|href=|\son\w+=|url\((?!&quot;|"|#)/)
    for (const text of ['First cluster', 'web-alb', 'web-tg', 'us-east-1a', 'healthy', 'c5.large'])
      expect(svg).toContain(text)
    expect(svg).toContain('#f3f5f9')
    const parsed = await page.evaluate((text) => {
      const drawn = new DOMParser().parseFromString(text, 'image/svg+xml')
      return { errors: drawn.querySelectorAll('parsererror').length, texts: drawn.querySelectorAll('text').length }
    }, svg)
    expect(parsed.errors).toBe(0)
    expect(parsed.texts).toBeGreaterThan(25)
    const png = await record.saved('Picture as PNG')
    expect(png.name).toBe('First-cluster.png')
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
    // Twice the SVG's size in px.
    expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(svg)?.[1]))
  })

  test('the session as a shell script; a report that opens the run', async ({ playground, page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const record = new Record(page)
    await playground.openPaused()
    const script = await record.saved('Session as shell script')
    expect(script.name).toBe('First-cluster.sh')
    expect(script.bytes.toString('utf8')).toContain('aws ecs create-cluster --cluster-name demo')
    await record.choose('Copy report')
    const read = () => page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(read).toContain('ecs-playground-report/1')
    const report = await read()
    expect(JSON.parse(report)).toMatchObject({ engine: expect.any(String), digest: expect.stringMatching(/^\w{16}$/) })
    await record.choose('New workspace')
    await expect(page.getByText('No cluster yet')).toBeVisible()
    await record.openFile('report.json', report)
    await expect(playground.gauge).toHaveAccessibleName(/^4 healthy/)
  })
})

test('the gallery shows groups of scenarios with pictures, and opens one by keyboard', async ({ page, playground }) => {
  const record = new Record(page)
  await playground.openPaused()
  await record.choose('Scenario gallery …')
  await expect(record.dialog.getByRole('region')).not.toHaveCount(0)
  const card = record.dialog.getByRole('button', { name: /^Desired 6, 100\/200 %, room for 8/ })
  await expect(card).toContainText('7 min 10 s')
  const loaded = () => card.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
  await expect.poll(loaded).toBe(240)
  await card.focus()
  await page.keyboard.press('Enter')
  await record.expectTitle('Desired 6, 100/200 %, room for 8')
  await expect(record.dialog).toHaveCount(0)
  await expect(playground.clock).toHaveText(/^[23] min/)
})

test('a run too long for a link goes as a file', async ({ playground, page }) => {
  const record = new Record(page)
  await playground.openPaused()
  let noise = ''
  for (let n = 0; noise.length < 60_000; n++) noise += Math.imul(n + 1, 2_654_435_761).toString(36)
  const labels = Object.fromEntries((noise.match(/.{1,200}/g) ?? []).map((value, n) => [`label${n}`, value]))
  const definition = {
    family: 'large',
    containerDefinitions: [{ name: 'a', image: 'x', memory: 64, dockerLabels: labels }],
  }
  const steps = [{ at: 0, do: 'ecs.RegisterTaskDefinition', with: definition }]
  await record.openFile('large.json', JSON.stringify({ format: 'ecs-playground/1', title: 'Large', steps }))
  await record.expectTitle('Large')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(record.dialog.getByRole('alert')).toContainText('the limit is 32000')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    record.dialog.getByRole('button', { name: 'Save as file' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Large.ecs-playground.json')
})

test.describe('bad input leaves the workspace as it was', () => {
  const good = {
    format: 'ecs-playground/1',
    title: 'Good',
    steps: [{ at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } }],
  }
  const text = JSON.stringify(good)
  const packed = deflateRawSync(text).toString('base64url')
  const deep = `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`
  const withInput = (input: string) => text.replace('{"clusterName":"demo"}', input)
  const links: { [name: string]: string } = {
    truncated: `./#f=1&s=${packed.slice(0, -9)}`,
    'bit-flipped': `./#f=1&c=00000000&s=${packed}`,
    'from the future': `./#f=2&s=${packed}`,
    'a file from the future': linkOf(text.replace('playground/1', 'playground/9')),
    'that unpacks to 50 MB': linkOf(Buffer.alloc(20_000_000, 'x')),
    'deeply nested': linkOf(withInput(deep)),
    'with prototype keys': linkOf(withInput('{"__proto__":{"polluted":1},"clusterName":"demo"}')),
    'with a constructor': linkOf(withInput('{"constructor":{"prototype":{"polluted":1}}}')),
    'with script for a name': './#f=1&scenario=%3Cscript%3Ealert(1)%3C/script%3E',
    'to a scenario that is not there': './#f=1&scenario=nothing-here',
    'that leaves its folder': './#f=1&scenario=..%2F..%2Fsecret',
    'without anything': './#f=1',
    'that is not JSON': linkOf('<script>alert(1)</script>'),
    'of an operation that does not exist': linkOf(text.replace('CreateCluster', 'CreateClusterr')),
    'too long': `./#f=1&x=${'y'.repeat(40_000)}`,
  }

  test.use({ expectedErrors: /404/ })

  test('links', async ({ playground, page }) => {
    const record = new Record(page)
    page.on('dialog', (dialog) => {
      throw new Error(`a script ran: ${dialog.message()}`)
    })
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.deployButton('v3')).toBeVisible()
    const before = await record.digest()
    for (const [name, link] of Object.entries(links)) {
      await page.goto(link)
      await expect(record.trouble, name).toContainText('The link was not opened')
      await record.trouble.getByRole('button', { name: 'Dismiss' }).click()
      await record.expectTitle('First cluster')
      await expect(playground.clock, name).toBeVisible()
    }
    expect(await record.digest()).toEqual(before)
    expect(await page.evaluate(() => ({}) as { polluted?: number }).then(({ polluted }) => polluted)).toBeUndefined()
    // The address is still that of the last one: it is refused again, and the work comes back.
    await page.reload()
    await expect(record.trouble).toContainText('The link was not opened')
    await record.expectTitle('First cluster')
    await expect(playground.deployButton('v3')).toBeVisible()
  })

  test('files', async ({ playground, page }, testInfo) => {
    const record = new Record(page)
    await playground.openPaused()
    const before = await record.digest()
    const files: { [name: string]: string | Buffer } = {
      'truncated.json': text.slice(0, -7),
      'flipped.json': text.replace('"steps"', '"stepz"'),
      'future.json': text.replace('playground/1', 'playground/2'),
      'deep.json': withInput(deep),
      'proto.json': withInput('{"__proto__":{"polluted":1}}'),
      'binary.json': Buffer.from([0xff, 0xfe, 0, 1, 2]),
      'empty.json': '',
    }
    for (const [name, content] of Object.entries(files)) {
      await record.openFile(name, content)
      await expect(record.trouble, name).toContainText(`${name} was not opened`)
      await record.trouble.getByRole('button', { name: 'Dismiss' }).click()
    }
    writeFileSync(testInfo.outputPath('large.json'), Buffer.alloc(50_000_000, ' '))
    await record.openFiles(testInfo.outputPath('large.json'))
    await expect(record.trouble).toContainText('large.json was not opened: the file is larger than 1 MiB')
    await record.openFile('place.json', text.replace('"at":0', '"at":"soon"'))
    await expect(record.trouble).toContainText('steps[0].at')
    expect(await record.digest()).toEqual(before)
  })

  test('script in every string stays text', async ({ playground, page }) => {
    const record = new Record(page)
    page.on('dialog', (dialog) => {
      throw new Error(`a script ran: ${dialog.message()}`)
    })
    const evil = '<img src=x onerror=alert(1)>"\'</script><script>alert(1)</script>'
    const labels = { [evil]: evil }
    const definition = {
      ...{ family: 'web', networkMode: 'bridge' },
      containerDefinitions: [{ name: 'web', image: 'shop:1', memory: 64, dockerLabels: labels, command: [evil] }],
    }
    const steps = [
      { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo', tags: [{ key: 'a', value: 'b' }] } },
      { at: 0, do: 'ecs.RegisterTaskDefinition', with: definition },
    ]
    await playground.openPaused()
    await record.openFile('evil.json', JSON.stringify({ format: 'ecs-playground/1', title: evil, notes: evil, steps }))
    await expect(record.menu).toContainText('<img src=x')
    const svg = (await record.saved('Picture as SVG')).bytes.toString('utf8')
    expect(svg).not.toMatch(/<script|<img/)
    await expect(page.locator('img[src="x"]')).toHaveCount(0)
  })

  test('a log whose command fails opens up to it and says so', async ({ playground, page }) => {
    const record = new Record(page)
    const steps = [
      ...good.steps,
      { at: '10s', do: 'ecs.DeleteCluster', with: { cluster: 'nobody' } },
      { at: '20s', do: 'ecs.CreateCluster', with: { clusterName: 'later' } },
    ]
    const file = { ...good, title: 'Half', until: '30s', digest: '0123456789abcdef', steps }
    await playground.openPaused()
    await record.openFile('half.json', JSON.stringify(file))
    await record.expectTitle('Half')
    await expect(record.notes.filter({ hasText: 'steps[1]' })).toContainText('Cluster not found.')
    await expect(page.getByText('No cluster yet')).toHaveCount(0)
    const { bytes } = await record.saved('Save as file')
    expect(JSON.parse(bytes.toString('utf8')).steps).toHaveLength(1)
  })

  test('a run of another engine says which', async ({ playground, page }) => {
    const record = new Record(page)
    const file = { ...good, engine: '0.0.1', until: '30s', digest: '0123456789abcdef' }
    await playground.openPaused()
    await record.openFile('old.json', JSON.stringify(file))
    await expect(record.notes.filter({ hasText: 'engine 0.0.1' })).toContainText('differs')
  })
})
