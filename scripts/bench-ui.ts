/**
 * `npm run bench:ui`: what the built page costs its main thread, by size of the cluster, in a headless browser (design.md §11). It
 * measures and never judges. Judge by the milliseconds of TaskDuration per frame (DevTools protocol), not by frames per second: without
 * a GPU the machine paints in software.
 */
import { mkdirSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import { rollingScenario, splitAtUpdate } from './bench-worlds'
import { isMain } from './common'
import type { Site } from './page'
import { ask, openPage, openSite, show } from './page'

const SIZES = [
  { tasks: 200, instances: 20, requestsPerSecond: 200 },
  { tasks: 1_000, instances: 100, requestsPerSecond: 1_000 },
  { tasks: 5_000, instances: 500, requestsPerSecond: 0 },
  { tasks: 10_000, instances: 1_000, requestsPerSecond: 0, services: 2 },
]
/** Where the pictures go, when it is set. */
const PICTURES = process.env.PICTURES

/** Main-thread work between two moments. */
interface Work {
  msPerFrame: number
  scriptMsPerFrame: number
  framesPerSecond: number
  longTasks: number
  longestMs: number
}

async function metrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** Counts frames and main-thread time while `work` goes on. */
async function measured(page: Page, session: CDPSession, work: () => Promise<unknown>): Promise<Work> {
  await page.evaluate(() => {
    window.longTasksMs = []
    window.framesDrawn = 0
    const count = ++window.frameCount
    const frame = () => {
      if (window.frameCount !== count) return
      window.framesDrawn++
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const before = await metrics(session)
  await work()
  const after = await metrics(session)
  const { frames, longTasks } = await page.evaluate(() => {
    window.frameCount++
    return { frames: window.framesDrawn, longTasks: window.longTasksMs }
  })
  const spent = (name: string) => (after[name] ?? 0) - (before[name] ?? 0)
  return {
    msPerFrame: (spent('TaskDuration') * 1_000) / Math.max(1, frames),
    scriptMsPerFrame: (spent('ScriptDuration') * 1_000) / Math.max(1, frames),
    framesPerSecond: frames / spent('Timestamp'),
    longTasks: longTasks.length,
    longestMs: Math.max(0, ...longTasks),
  }
}

/** A place of the stage where nothing is: dragging there pans. */
async function bareGround(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const stage = document.querySelector('.react-flow')?.getBoundingClientRect()
    if (!stage) throw new Error('there is no stage')
    for (let y = stage.top + 20; y < stage.bottom - 20; y += 10)
      for (let x = stage.left + 20; x < stage.right - 20; x += 10)
        if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    throw new Error('the stage is full')
  })
}

async function pan(page: Page): Promise<void> {
  const { x, y } = await bareGround(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let i = 0; i <= 60; i++) await page.mouse.move(x + (i <= 30 ? i : 60 - i) * 8, y + (i <= 30 ? i : 60 - i) * 3)
  await page.mouse.up()
}

async function zoom(page: Page): Promise<void> {
  const stage = await page.locator('.react-flow').boundingBox()
  if (!stage) throw new Error('there is no stage')
  await page.mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 2)
  for (const turn of [-1, 1])
    for (let i = 0; i < 25; i++) {
      await page.mouse.wheel(0, turn * 60)
      await page.waitForTimeout(16)
    }
}

async function picture(page: Page, name: string): Promise<void> {
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: `${PICTURES}/${name}.png` })
}

/** Time from the navigation to the first paint with content, to the first picture of the cluster, and until Deploy can be pressed. */
async function start(site: Site): Promise<string[]> {
  const page = await openPage(site)
  const deploy = page.getByRole('button', { name: /^Deploy v/ }).first()
  const pictureAt = await page
    .waitForFunction(() => document.querySelector('.react-flow__node') !== null && performance.now(), null, {
      polling: 'raf',
    })
    .then((handle) => handle.jsonValue())
  await deploy.click({ trial: true })
  const readyAt = await page.evaluate(() => performance.now())
  const paintAt = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint').at(-1)?.startTime ?? Number.NaN,
  )
  const longTasks = await page.evaluate(() => window.longTasksMs.map(Math.round))
  await page.context().close()
  return [
    `first paint with content ${paintAt.toFixed(0)} ms`,
    `first picture of the cluster ${Number(pictureAt).toFixed(0)} ms`,
    `Deploy can be pressed ${readyAt.toFixed(0)} ms`,
    `long tasks (over 50 ms): ${longTasks.join(', ') || 'none'} ms`,
  ]
}

const cell = (work: Work) =>
  `${work.msPerFrame.toFixed(1)} (${work.scriptMsPerFrame.toFixed(1)}) ${work.framesPerSecond.toFixed(0)}/s ${work.longTasks}×${work.longestMs.toFixed(0)}`

async function measureSize(site: Site, size: (typeof SIZES)[number]): Promise<string[]> {
  const page = await openPage(site)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const { before, update } = splitAtUpdate(rollingScenario(size))
  await show(page, before)
  await page.getByRole('button', { name: /fit/i }).first().click()
  await page.waitForTimeout(500)
  await picture(page, `${size.tasks}-steady`)
  const still = await measured(page, session, () => page.waitForTimeout(2_000))
  const panning = await measured(page, session, () => pan(page))
  const zooming = await measured(page, session, () => zoom(page))
  await page.getByRole('button', { name: /fit/i }).first().click()
  for (const { do: name, with: input } of update) await ask(page, 'call', ...name.split('.'), input)
  await ask(page, 'play')
  const updating = await measured(page, session, async () => {
    await page.waitForTimeout(4_000)
    await picture(page, `${size.tasks}-updating`)
    await page.waitForTimeout(4_000)
  })
  await session.send('HeapProfiler.collectGarbage')
  const heapMiB = ((await metrics(session)).JSHeapUsedSize ?? 0) / 1_048_576
  await page.context().close()
  return [size.tasks.toLocaleString('en'), ...[still, panning, zooming, updating].map(cell), heapMiB.toFixed(0)]
}

if (isMain(import.meta.url)) {
  const site = await openSite()
  try {
    console.log(`Chromium ${site.version}, 1280×720, no GPU. The machine's other work counts in.\n`)
    for (const line of await start(site)) console.log(`start: ${line}`)
    console.log('\nMain-thread ms per frame (of it script), frames per second, long tasks × the longest in ms')
    const line = (row: string[]) =>
      console.log(
        row
          .map((text, i) => text.padEnd(i === 0 ? 8 : 26))
          .join('')
          .trimEnd(),
      )
    line(['tasks', 'still', 'panning', 'zooming', 'rolling update at 5×', 'heap MiB'])
    for (const size of SIZES) line(await measureSize(site, size))
  } finally {
    await site.close()
  }
}
