import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { counts, deploymentId, since, steadyService, update, vectorBench } from '../testing'

const protect = (b: Bench, tasks: (string | undefined)[], expiresInMinutes?: number) =>
  b.call('ecs.UpdateTaskProtection', {
    cluster: 'demo',
    tasks,
    protectionEnabled: true,
    ...(expiresInMinutes ? { expiresInMinutes } : {}),
  })
const running = (b: Bench) =>
  [...b.engine.rows('tasks')].filter((t) => t.desiredStatus === 'RUNNING').map((t) => t.taskId)
const actions = (b: Bench) =>
  (b.engine.world(['eventBridgeEvents']).eventBridgeEvents as Any[]).map((e) => e.detail.eventName)

describe('task scale-in protection', () => {
  it('deployments V-58 S-55 D-613: nothing stops while all are protected; 120 minutes later two do', () => {
    const b = vectorBench()
    const t = steadyService(b, 3, 100, 200)
    protect(b, running(b))
    update(b, { desiredCount: 1 })
    b.to(t + 7190)
    expect(since(b, t)).toEqual([
      [
        0,
        `was unable to reach steady state because (taskSet ${deploymentId(b, 1)}) was unable to scale in due to (reason 3 tasks under protection)`,
      ],
    ])
    expect(actions(b).filter((name) => name === 'TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION')).toHaveLength(1)
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'protected', untilMs: (t + 7200) * 1000 })
    expect(b.engine.waiting('svc-1')?.sentence).toMatch(/the protection of 3 tasks ends in 1\d s/)
    b.to(t + 7200)
    expect(since(b, t).at(-1)).toEqual([7200, 'has stopped 2 running tasks'])
  })

  it('D-206 S-50 scale-in takes the unprotected ones', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 100, 200)
    const kept = running(b).slice(0, 2)
    protect(b, kept)
    update(b, { desiredCount: 2 })
    b.to(t + 20)
    expect(running(b)).toEqual(kept)
    expect(since(b, t).map(([, text]) => text)).toEqual(['has stopped 2 running tasks', 'has reached a steady state.'])
  })

  it('D-206 a rolling update waits for the protected old task', () => {
    const b = vectorBench()
    const t = steadyService(b, 2, 100, 200)
    protect(b, running(b).slice(0, 1), 10)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 590)
    expect(counts(b)).toEqual({ 1: [1, 0, 0], 2: [2, 0, 0] })
    expect(b.engine.waiting('svc-1')).toMatchObject({ kind: 'protected', canProgress: true })
    b.to(t + 610)
    expect(since(b, t).slice(-2)).toEqual([
      [610, `(deployment ${deploymentId(b, 2)}) deployment completed.`],
      [610, 'has reached a steady state.'],
    ])
  })

  it('D-206 protection does not keep StopTask nor the replacement of an unhealthy task', () => {
    const b = vectorBench()
    b.call('ecs.RegisterTaskDefinition', {
      family: 'app',
      containerDefinitions: [
        {
          name: 'app',
          image: 'app:1',
          memory: 128,
          healthCheck: { command: ['CMD', 'true'], interval: 5, retries: 1 },
        },
      ],
    })
    const t = steadyService(b, 2, 100, 200, { taskDefinition: 'app:4' })
    const [first, second] = running(b)
    protect(b, [first, second])
    b.call('playground.InjectFault', { kind: 'failHealthChecks', target: first, check: 'container' })
    b.call('ecs.StopTask', { cluster: 'demo', task: second })
    b.to(t + 100)
    const left = running(b)
    expect(left).toHaveLength(2)
    expect(left).not.toContain(first)
    expect(left).not.toContain(second)
  })
})
