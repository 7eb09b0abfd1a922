import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { Host } from './host'

it('samples who serves and what failed, the same on every way to an instant', async () => {
  const opening = JSON.parse(readFileSync('src/app/opening.json', 'utf8'))
  const host = new Host(() => 0)
  await host.load(opening, { untilMs: 180_000 })
  host.callNow('ecs', 'UpdateService', {
    cluster: 'demo',
    service: 'web',
    forceNewDeployment: true,
    deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 },
  })
  host.goTo(300_000)
  const samples = Object.values(host.frame(0).samples ?? {}).flat()
  const serving = samples.map((sample) => sample.serving ?? -1)
  // All four stop at once: for a while nobody serves, and requests fail.
  expect(Math.min(...serving)).toBe(0)
  expect(Math.max(...serving)).toBe(4)
  const failed = samples.map((sample) => sample.failed ?? -1)
  expect([...failed].sort((a, b) => a - b)).toEqual(failed)
  expect(failed.at(-1)).toBeGreaterThan(0)

  const again = new Host(() => 0)
  await again.restore(host.record(), 200_000)
  again.frame(0)
  again.goTo(300_000)
  const batch = again.frame(0)
  expect(
    Object.values(batch.samples ?? {})
      .flat()
      .at(-1),
  ).toEqual(samples.at(-1))

  const [history] = host.deploymentHistory('svc-1')
  expect(history?.figures).toMatchObject({ lowestHealthy: 0, failedRequests: failed.at(-1) })
})

it('counts a blue/green deployment by its own bounds, and as serving only what requests reach (D-511, D-513)', async () => {
  const host = new Host(() => 0)
  const scenario = JSON.parse(readFileSync('public/scenarios/blue-green.json', 'utf8'))
  // Percentages that would allow 3 to 6 do not bound a shift.
  const create = scenario.steps.find((step: { do?: string }) => step.do === 'ecs.CreateService')
  Object.assign(create.with.deploymentConfiguration, { minimumHealthyPercent: 75, maximumPercent: 150 })
  await host.load(scenario, { untilMs: 170_000 })
  host.frame(0)
  host.goTo(700_000)
  const samples = Object.values(host.frame(0).samples ?? {}).flat()
  const shifting = samples.filter(({ atMs, lower }) => atMs >= 180_000 && lower === 4)
  expect(shifting.length).toBeGreaterThan(3)
  expect(new Set(shifting.map(({ upper }) => upper))).toEqual(new Set([8]))
  // All eight are healthy during the bake; requests reach four.
  expect(Math.max(...shifting.map(({ healthy }) => healthy))).toBe(8)
  expect(Math.max(...shifting.map(({ serving = 0 }) => serving))).toBe(4)
  expect(samples.at(-1)).toMatchObject({ lower: 3, upper: 6, healthy: 4, serving: 4 })
})
