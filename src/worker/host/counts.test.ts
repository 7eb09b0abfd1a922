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
