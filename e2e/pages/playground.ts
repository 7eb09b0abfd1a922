import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { Inspector } from './inspector'

export type Speed = '¼×' | '1×' | '5×' | '10×' | '60×' | '600×'
export type DockTab = 'Envelope' | 'Events' | 'Tasks' | 'Commands'

/** What the gauge says: "3 healthy of at least 3; 6 exist of at most 6; desired 4." */
export interface GaugeFigures {
  healthy: number
  lower: number
  exist: number
  upper: number
  desired: number
}

/** Reads the gauge's text; throws when it has another form. */
export function gaugeFigures(text: string): GaugeFigures {
  const found = /^(\d+) healthy of at least (\d+); (\d+) exist of at most (\d+); desired (\d+)\.$/.exec(text)
  if (!found) throw new Error(`The gauge says: ${text}`)
  const [healthy, lower, exist, upper, desired] = found.slice(1).map(Number) as [number, number, number, number, number]
  return { healthy, lower, exist, upper, desired }
}

/** The page: bars, stage, dock and transport. */
export class Playground {
  readonly service: Locator
  readonly why: Locator
  readonly gauge: Locator
  readonly legend: Locator
  readonly clock: Locator
  readonly transport: Locator
  readonly stage: Locator
  readonly graph: Locator
  readonly dock: Locator
  readonly answer: Locator
  readonly passed: Locator
  readonly inspector: Inspector

  constructor(readonly page: Page) {
    this.service = page.getByRole('region', { name: 'Service', exact: true })
    this.why = page.getByTestId('why-line')
    this.gauge = this.service.getByRole('img')
    this.legend = this.service.getByRole('list', { name: 'Revisions' })
    this.clock = page.getByTestId('clock')
    this.transport = page.getByRole('region', { name: 'Transport' })
    this.stage = page.getByRole('main')
    this.graph = page.locator('.react-flow')
    this.dock = page.getByRole('region', { name: 'Dock' })
    this.answer = page.getByTestId('answer')
    this.passed = page.getByTestId('passed')
    this.inspector = new Inspector(page)
  }

  /** Opens the page and waits until the opening scenario is there. A speed is remembered as if it was chosen before. */
  async open({ speed, tab }: { speed?: number; tab?: string } = {}): Promise<void> {
    const remembered = { ...(speed ? { speed } : {}), ...(tab ? { dockTab: tab } : {}) }
    if (Object.keys(remembered).length > 0) {
      await this.page.addInitScript((value) => {
        if (!localStorage.getItem('ecs-playground/ui')) localStorage.setItem('ecs-playground/ui', value)
      }, JSON.stringify(remembered))
    }
    await this.page.goto('./')
    await expect(this.why).toContainText('Steady')
  }

  /** Opens the page and stops its clock. */
  async openPaused(given: { speed?: number; tab?: string } = {}): Promise<void> {
    await this.open(given)
    await this.pause()
  }

  control(name: string): Locator {
    return this.transport.getByRole('button', { name, exact: true })
  }

  async pause(): Promise<void> {
    await this.control('Pause').click()
    await expect(this.control('Play')).toBeVisible()
    // A frame that was on its way when it was pressed may still come.
    await expect.poll(() => this.standsStill()).toBe(true)
  }

  /** Whether the clock shows the same after four frames. */
  private async standsStill(): Promise<boolean> {
    return this.clock.evaluate(async (clock) => {
      const before = clock.getAttribute('datetime')
      for (let n = 0; n < 4; n++) await new Promise(requestAnimationFrame)
      return clock.getAttribute('datetime') === before
    })
  }

  async play(): Promise<void> {
    await this.control('Play').click()
    await expect(this.control('Pause')).toBeVisible()
  }

  /** From cause to cause until `reached` says so; the clock stands afterwards. */
  async stepUntil(reached: () => Promise<boolean>, most = 60): Promise<void> {
    for (let step = 0; step < most; step++) {
      if (await reached()) return
      await this.nextCause()
    }
    throw new Error(`Not reached in ${most} causes; why-line: ${await this.why.textContent()}`)
  }

  /** The clock in simulated seconds. */
  async seconds(): Promise<number> {
    return Number(/^PT([\d.]+)S$/.exec((await this.clock.getAttribute('datetime')) ?? '')?.[1])
  }

  async setSpeed(speed: Speed): Promise<void> {
    await this.transport.getByRole('button', { name: /^Speed/ }).click()
    await this.page.getByRole('menuitemcheckbox', { name: speed, exact: true }).click()
    await expect(this.transport.getByRole('button', { name: /^Speed/ })).toContainText(speed)
  }

  /** To the next cause; the clock stands afterwards. */
  async nextCause(): Promise<void> {
    const before = await this.clock.getAttribute('datetime')
    await this.control('Next cause').click()
    await expect(this.clock).not.toHaveAttribute('datetime', before ?? '')
  }

  async figures(): Promise<GaugeFigures> {
    return gaugeFigures((await this.gauge.getAttribute('aria-label')) ?? '')
  }

  async expectFigures(figures: Partial<GaugeFigures>): Promise<void> {
    await expect.poll(() => this.figures()).toMatchObject(figures)
  }

  async openTab(tab: DockTab): Promise<void> {
    await this.dock.getByRole('tab', { name: tab }).click()
    await expect(this.dock.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
  }

  /** Chooses from the menu beside Deploy. */
  async deployBad(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Other ways to deploy' }).click()
    await this.page.getByRole('menuitem', { name, exact: true }).click()
  }

  /** Presses Deploy and waits until the service has taken the revision. */
  async deploy(version: `v${number}`): Promise<void> {
    await this.deployButton(version).click()
    await expect(this.deployButton(`v${Number(version.slice(1)) + 1}`)).toBeVisible()
  }

  /** The service bar's; a service's inspector offers the same action at its foot. */
  deployButton(version: string): Locator {
    return this.page.getByRole('button', { name: `Deploy ${version}`, exact: true }).first()
  }

  /** Chooses from the service's own menu. */
  async serviceMenu(item: string | RegExp): Promise<void> {
    await this.service.getByRole('button', { name: /^Service / }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  async inspectService(name = 'web'): Promise<void> {
    await this.serviceMenu(`Inspect ${name}`)
    await expect(this.inspector.heading).toHaveText(name)
  }

  /** A task's chip, a card or a node of the graph by the start of its spoken name. */
  task(name: RegExp | string = /^task /): Locator {
    return this.graph.getByRole('button', { name })
  }

  instance(label: string): Locator {
    return this.graph.getByRole('group', { name: new RegExp(`^instance ${label},`) })
  }

  async inspectInstance(label: string): Promise<void> {
    await this.instance(label).locator('.ihead').click()
    await expect(this.inspector.heading).toContainText(label)
  }

  async inspectTargetGroup(name: string): Promise<void> {
    await this.graph
      .getByRole('group', { name: `target group ${name}`, exact: true })
      .locator('.tghead b')
      .click()
    await expect(this.inspector.heading).toHaveText(name)
  }

  /** Clients, load balancer or rule. */
  node(name: string): Locator {
    return this.graph.locator('.fnode', { hasText: name })
  }

  /** All command lines so far, oldest first, as the Commands tab lists them. */
  async commandLines(): Promise<string[]> {
    await this.openTab('Commands')
    const lines = this.dock.getByRole('list', { name: 'Commands, newest first' }).locator('code')
    await expect(lines.first()).toBeVisible()
    return (await lines.allTextContents()).reverse().map((line) => line.replace(/^\$ /, ''))
  }

  /** Rows of the event log. */
  get events(): Locator {
    return this.dock.getByRole('list', { name: 'Service events' }).getByRole('listitem')
  }

  /** The event log's texts, oldest first. */
  async eventTexts(): Promise<string[]> {
    await this.openTab('Events')
    await expect(this.events.first()).toBeVisible()
    return (await this.events.locator('span:last-child').allTextContents()).reverse()
  }

  /** The newest command line, once it fits. */
  async expectCommand(line: RegExp): Promise<void> {
    await expect(this.transport.locator('code')).toHaveText(line)
  }

  /** Requests that failed so far, as the load balancer's inspector says. */
  async failedRequests(balancer = 'web-alb'): Promise<number> {
    await this.node(balancer).click()
    await expect(this.inspector.heading).toHaveText(balancer)
    const text = await this.inspector.root.getByText(/answered, \d+ failed/).textContent()
    await this.inspector.close()
    return Number(/(\d+) failed/.exec(text ?? '')?.[1])
  }
}
