/**
 * The built site in a headless browser, for benches and pictures. The engine's worker is spoken to past the page, with comlink's own
 * messages: so any scenario can be shown and nothing for it has to be shipped.
 */
import { existsSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import type { Scenario } from '../src/scenario'
import { browserArgs, browserOrHelp } from './browser'
import { serve } from './serve'

declare global {
  interface Window {
    /** The worker that the page started last. */
    engineWorker?: Worker
    /** Long tasks since the start of the page, ms each. */
    longTasksMs: number[]
    /** Frames drawn since they are being counted, and the number of this count. */
    framesDrawn: number
    frameCount: number
  }
}

export interface Site {
  url: string
  browser: Browser
  version: string
  close(): Promise<void>
}

/** Serves the folder of a built site and starts the browser at hand. */
export async function openSite(folder = process.env.DIST ?? 'dist'): Promise<Site> {
  if (!existsSync(`${folder}/index.html`)) throw new Error(`No built site in ${folder}: npm run build first.`)
  const { url, close } = await serve(folder)
  const browser = await chromium.launch({ args: browserArgs, executablePath: browserOrHelp().executablePath })
  return {
    url,
    browser,
    version: browser.version(),
    async close() {
      await browser.close()
      await close()
    },
  }
}

/** A fresh page of the site, with its engine's worker kept at hand. */
export async function openPage(site: Site, viewport = { width: 1280, height: 720 }): Promise<Page> {
  const context = await site.browser.newContext({ viewport, reducedMotion: 'no-preference' })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(`page: ${error}`))
  // tsx names functions by a helper of its own, which the page does not have.
  await page.addInitScript('globalThis.__name ??= (f) => f')
  await page.addInitScript(() => {
    window.longTasksMs = []
    window.frameCount = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasksMs.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options)
        window.engineWorker = this
      }
    }
  })
  await page.goto(site.url)
  return page
}

/** Calls a method of the worker (src/worker/protocol.ts, WorkerApi) and gives its answer. */
export async function ask<T>(page: Page, method: string, ...args: unknown[]): Promise<T> {
  return (await page.evaluate(
    ({ method, args }) =>
      new Promise<unknown>((resolve, reject) => {
        const worker = window.engineWorker
        if (!worker) return reject(new Error('the page has started no worker'))
        const id = `from outside ${Math.random()}`
        const listen = ({ data }: MessageEvent) => {
          if (data?.id !== id) return
          worker.removeEventListener('message', listen)
          if (data.type === 'RAW') resolve(data.value)
          else reject(new Error(`${method}: ${JSON.stringify(data.value)}`))
        }
        worker.addEventListener('message', listen)
        setTimeout(() => reject(new Error(`${method} was not answered for 30 seconds`)), 30_000)
        const argumentList = args.map((value) => ({ type: 'RAW', value }))
        worker.postMessage({ id, type: 'APPLY', path: [method], argumentList })
      }),
    { method, args },
  )) as T
}

interface ServiceView {
  runningCount: number
  desiredCount: number
  deployments: { rolloutState: string }[]
}

/** Shows a scenario in the page, played as fast as it goes until every service is steady, then paused. */
export async function show(page: Page, scenario: Scenario): Promise<void> {
  // The page has loaded its own scenario by then, and will not lay it over this one.
  await page
    .getByRole('button', { name: /^Deploy v/ })
    .first()
    .click({ trial: true })
  const result = await ask<{ ok: boolean; error: unknown }>(page, 'load', scenario, { playing: true })
  if (!result.ok) throw new Error(`the page refused ${scenario.title}: ${JSON.stringify(result.error)}`)
  await ask(page, 'setSpeed', 600)
  for (let looks = 0; ; looks++) {
    if (looks > 1_000) throw new Error(`${scenario.title} does not become steady`)
    await page.waitForTimeout(250)
    const { services } = await ask<{ services: ServiceView[] }>(page, 'world', ['services'])
    const steady = services.filter(
      ({ runningCount, desiredCount, deployments }) =>
        runningCount === desiredCount && deployments.every(({ rolloutState }) => rolloutState === 'COMPLETED'),
    )
    if (services.length > 0 && steady.length === services.length) break
  }
  await ask(page, 'pause')
  await ask(page, 'setSpeed', 5)
}
