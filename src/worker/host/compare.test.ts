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
async function opened(file = opening): Promise<{ host: Host; serviceId: string; deploy: Command[] }> {
  const host = new Host()
  expect((await host.load(file, { untilMs: 180_000 })).ok).toBe(true)
  const serviceId = host.frame(0).tables.services?.upserts?.[0]?.id ?? ''
  const { steps } = JSON.parse(file)
  const register = steps.find((step: { do?: string }) => step.do === 'ecs.RegisterTaskDefinition').with
  const next = JSON.parse(JSON.stringify(register).replace('shop:1', 'shop:2'))
  const update = ecs('UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'the one registered before' })
  return { host, serviceId, deploy: [ecs('RegisterTaskDefinition', next), update] }
}

/** The opening scenario with its service on Fargate. */
function onFargate(): string {
  const file = JSON.parse(opening)
  for (const step of file.steps) {
    const { with: given } = step
    if (step.do === 'elbv2.CreateTargetGroup') given.TargetType = 'ip'
    if (step.do === 'ecs.RegisterTaskDefinition') {
      const web = { ...given.containerDefinitions[0], portMappings: [{ containerPort: 80 }] }
      const size = { cpu: '256', memory: '512', requiresCompatibilities: ['FARGATE'] }
      step.with = { ...given, ...size, networkMode: 'awsvpc', containerDefinitions: [web] }
    }
    if (step.do !== 'ecs.CreateService') continue
    const subnets = { $: 'subnets[].SubnetId' }
    const { placementStrategy: _, ...rest } = given
    const networkConfiguration = { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } }
    step.with = { ...rest, launchType: 'FARGATE', networkConfiguration }
  }
  return JSON.stringify(file)
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
    // P-11: instances are paid with or without tasks, so no money; four tasks more take more room than two.
    expect(left.extra).toMatchObject({ usd: null, fargate: false, launched: 0 })
    expect(right.extra?.vcpuSeconds).toBeGreaterThan(left.extra?.vcpuSeconds ?? Number.POSITIVE_INFINITY)
    expect(left.extra?.gibSeconds).toBeCloseTo(2 * (left.extra?.vcpuSeconds ?? 0), 9)
    for (const { moments } of sides) expect(moments.every(({ failed }) => failed === 0)).toBe(true)
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

  it('P-1, P-4: on Fargate the extra tasks cost what their seconds cost', async () => {
    const { host, serviceId, deploy } = await opened(onFargate())
    const changes: [Command[], Command[]] = [[percents(100, 200)], [percents(50, 100)]]
    const { sides, priceDate } = await host.compareSettings({ serviceId, changes, deploy })
    expect(priceDate).toBe('2026-10-09')
    const [more, fewer] = sides
    expect(more.figures).toMatchObject({ peakTasks: 8, failedRequests: 0 })
    const rate = (0.25 * 0.04048 + 0.5 * 0.004445) / 3_600
    const secondsBilled = (more.extra?.usd ?? 0) / rate
    // Four tasks beyond the four, at least a minute each; less than all eight for the whole of it.
    expect(secondsBilled).toBeGreaterThan(4 * 60)
    expect(secondsBilled).toBeLessThan(4 * (more.figures.secondsToSteady ?? 0))
    // What was there beyond them was there longer than it was billed: nothing is before the pull (P-1).
    expect((more.extra?.vcpuSeconds ?? 0) / 0.25).toBeGreaterThan(secondsBilled)
    // Never more than four but for those that still hand back their interface (2 s each): the bill falls.
    expect(fewer.figures.peakTasks).toBe(4)
    expect(fewer.extra?.vcpuSeconds).toBe(4 * 2 * 0.25)
    expect(fewer.extra?.usd).toBeLessThan(0)
    // Each is followed until the last task that goes is gone.
    for (const { moments } of sides)
      expect(moments.at(-1)?.service.boxes).toEqual([{ state: 'healthy', revision: 2, count: 4 }])
  })

  it('counts the failed requests as they come', async () => {
    const { host, serviceId, deploy } = await opened()
    const change = ecs('UpdateService', { cluster: 'demo', service: 'web', desiredCount: 4 })
    // The new image cuts off what it is answering.
    const cut = { service: 'playground', operation: 'PutImage', input: { image: 'shop:1', onSigterm: 'exit' } }
    const crash = { image: 'shop:2', startSeconds: 8, errorPercent: 100 }
    const broken = { service: 'playground', operation: 'PutImage', input: crash }
    const { sides } = await host.compareSettings({ serviceId, changes: [[change], [cut, broken]], deploy })
    const [well, ill] = sides
    expect(well.moments.at(-1)?.failed).toBe(0)
    const failed = ill.moments.map((moment) => moment.failed)
    expect(failed[0]).toBe(0)
    expect(failed.at(-1)).toBeGreaterThan(0)
    expect(failed).toEqual([...failed].sort((a, b) => a - b))
    expect(failed.at(-1)).toBe(ill.figures.failedRequests)
  })
})
