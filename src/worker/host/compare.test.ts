import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Command } from '../protocol'
import { Host } from './host'

const opening = readFileSync('src/app/opening.json', 'utf8')
const ecs = (operation: string, input: object): Command => ({ service: 'ecs', operation, input })
const percents = (minimumHealthyPercent: number, maximumPercent: number) =>
  ecs('UpdateService', {
    ...{ cluster: 'demo', service: 'web' },
    deploymentConfiguration: { minimumHealthyPercent, maximumPercent },
  })

/** The opening scenario at three minutes, and its next deployment. */
async function opened(): Promise<{ host: Host; serviceId: string; deploy: Command[] }> {
  const host = new Host()
  expect((await host.load(opening, { untilMs: 180_000 })).ok).toBe(true)
  const serviceId = host.frame(0).tables.services?.upserts?.[0]?.id ?? ''
  const { steps } = JSON.parse(opening)
  const register = steps.find((step: { do?: string }) => step.do === 'ecs.RegisterTaskDefinition').with
  const next = JSON.parse(JSON.stringify(register).replace('shop:1', 'shop:2'))
  const update = ecs('UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'the one registered before' })
  return { host, serviceId, deploy: [ecs('RegisterTaskDefinition', next), update] }
}

describe('compareSettings', () => {
  it('runs the next deployment under both settings and leaves the run as it is', async () => {
    const { host, serviceId, deploy } = await opened()
    const before = host.digest()
    const changes: [Command[], Command[]] = [[percents(75, 150)], [percents(100, 200)]]
    const { sides, fromMs, priceDate } = await host.compareSettings({ serviceId, changes, deploy })
    expect(host.digest()).toBe(before)
    expect(fromMs).toBe(180_000)
    expect(priceDate).toMatch(/^\d{4}-\d\d-\d\d$/)
    const [left, right] = sides
    expect(left.error).toBeNull()
    expect(left.figures).toMatchObject({ lowestHealthy: 3, peakTasks: 6, failedRequests: 0 })
    expect(right.figures).toMatchObject({ lowestHealthy: 4, peakTasks: 8, failedRequests: 0 })
    for (const side of sides) {
      expect(side.figures.secondsToSteady).toBeGreaterThan(30)
      expect(side.moments.at(-1)?.service.why.sentence).toBe('Steady: 4 of 4 healthy.')
      expect(side.moments.at(-1)?.service.taskDefinition.revision).toBe(2)
    }
    // Four tasks more than desired cost more than two, and the price is that of the instances.
    expect(right.extra?.usd).toBeGreaterThan(left.extra?.usd ?? Number.POSITIVE_INFINITY)
    expect(left.extra?.instanceType).toBe('c5.large')
    expect(left.extra?.usd).toBeCloseTo((left.extra?.instanceHours ?? 0) * 0.085, 10)
  })

  it('says that a side never gets there, and what was refused', async () => {
    const { host, serviceId, deploy } = await opened()
    const changes: [Command[], Command[]] = [[percents(100, 124)], [percents(75, 150)]]
    const { sides } = await host.compareSettings({ serviceId, changes, deploy })
    expect(sides[0].figures.secondsToSteady).toBeNull()
    expect(sides[0].moments.at(-1)?.service.why.canProgress).toBe(false)
    const wrong = [ecs('UpdateService', { cluster: 'demo', service: 'nobody', desiredCount: 1 })]
    const refused = await host.compareSettings({ serviceId, changes: [wrong, []], deploy })
    expect(refused.sides[0].error?.name).toBe('ServiceNotFoundException')
    expect(refused.sides[1].error).toBeNull()
  })
})
