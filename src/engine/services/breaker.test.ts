import { describe, expect, it } from 'vitest'
import type { Bench } from '../testing'
import { counts, define, deploymentId, since, steadyService, update, vectorBench } from '../testing'

const breaker = (rollback: boolean, value: number) => ({
  deploymentConfiguration: {
    deploymentCircuitBreaker: { enable: true, rollback, thresholdConfiguration: { type: 'COUNT', value } },
  },
})
const row = (b: Bench, revision: number) =>
  [...b.engine.rows('deployments')].find((d) => d.deploymentId === deploymentId(b, revision))

describe('a failure found in the evaluation itself', () => {
  it('D-404 a task stopped as unhealthy is the last one: the trip and the way back come in the same evaluation', () => {
    const b = vectorBench()
    b.call('playground.PutImage', { image: 'app:2', sizeMiB: 0, startSeconds: 0, healthyAfterSeconds: 9999 })
    define(b, '2', { healthCheck: { command: ['CMD', 'true'], interval: 10, retries: 1, timeout: 2 } })
    const t = steadyService(b, 2, 0, 100)
    update(b, { taskDefinition: 'app:4', ...breaker(true, 1) })
    b.to(t + 39)
    expect(counts(b)).toEqual({ 4: [2, 0, 0] })
    b.to(t + 40)
    const [v1, v4] = [deploymentId(b, 1), deploymentId(b, 4)]
    expect(row(b, 4)).toMatchObject({ rolloutState: 'FAILED', failedTasks: 1 })
    b.to(t + 50)
    expect(since(b, t).map(([at, text]) => `${at} ${text.replace(/^\(task [0-9a-f]+\) /, '')}`)).toEqual([
      '0 has stopped 2 running tasks',
      '10 has started 2 tasks',
      '40 failed container health checks.',
      '40 has stopped 1 running tasks',
      `40 (deployment ${v4}) deployment failed: tasks failed to start.`,
      `40 rolling back to deployment ${v1}.`,
      '40 failed container health checks.',
      '40 has stopped 1 running tasks',
      '50 has started 2 tasks',
    ])
  })

  it('D-404 a start that finds no place is the last one', () => {
    const b = vectorBench({ instances: 1, instanceType: 'm5.large' })
    define(b, '2', { cpu: 4096 })
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:4', ...breaker(true, 1) })
    b.to(t)
    const [v1, v4] = [deploymentId(b, 1), deploymentId(b, 4)]
    expect(since(b, t).map(([at, text]) => `${at} ${text.replace(/ because no container.*/, '')}`)).toEqual([
      '0 was unable to place a task',
      `0 (deployment ${v4}) deployment failed: tasks failed to start.`,
      `0 rolling back to deployment ${v1}.`,
      `0 (deployment ${v1}) deployment completed.`,
      '0 has reached a steady state.',
    ])
    b.to(t + 100)
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
  })

  it('D-404, D-410 rollback off: nothing starts any more, not even in that evaluation', () => {
    const b = vectorBench({ instances: 1, instanceType: 'm5.large' })
    define(b, '2', { cpu: 4096 })
    const t = steadyService(b, 2, 100, 200)
    update(b, { taskDefinition: 'app:4', ...breaker(false, 1) })
    b.to(t)
    expect(row(b, 4)).toMatchObject({ rolloutState: 'FAILED', status: 'PRIMARY', failedTasks: 1 })
    b.to(t + 300)
    expect(counts(b)).toEqual({ 1: [2, 0, 0] })
    expect(since(b, t).filter(([, text]) => text.includes('started'))).toEqual([])
  })
})
