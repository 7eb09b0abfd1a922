import { describe, expect, it } from 'vitest'
import { createEngine } from '../engine'
import { steadyService, update, vectorBench } from '../testing'

const sentence = (engine: ReturnType<typeof createEngine>, id: string) => engine.waiting(id)?.sentence

describe('why-line', () => {
  it('D-205 says how many the next tick may start, then waits for the minute', () => {
    const engine = createEngine({ timings: { imagePullBase: 0, containerStart: 0 } })
    engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
    engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'm5.4xlarge', count: 5 })
    const containerDefinitions = [{ name: 'app', image: 'app:1', cpu: 128, memory: 128 }]
    engine.call('ecs', 'RegisterTaskDefinition', { family: 'app', containerDefinitions })
    engine.call('ecs', 'CreateService', {
      cluster: 'demo',
      serviceName: 'web',
      taskDefinition: 'app:1',
      desiredCount: 600,
    })
    const [service] = [...engine.rows('services')]
    const id = service?.id ?? ''
    expect(sentence(engine, id)).toMatch(/^Waiting: the scheduler starts 500 at its next tick, in \d+ s\.$/)
    engine.settle()
    engine.advance(10_000)
    engine.settle()
    expect([...engine.rows('tasks')].length).toBe(500)
    expect(sentence(engine, id)).toMatch(
      /^Waiting: 100 more to start, and ECS starts at most 500 a minute for a service; /,
    )
    expect(engine.waiting(id)).toMatchObject({ kind: 'throttled', rules: ['D-205'], canProgress: true })
    engine.advance(70_000)
    expect([...engine.rows('tasks')].length).toBe(600)
  })
})

describe('S-152: a service without room', () => {
  it('says when it tries again, and that room brings that forward', () => {
    const engine = createEngine()
    engine.call('ecs', 'CreateCluster', { clusterName: 'demo' })
    engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'c5.large', count: 1 })
    const containerDefinitions = [{ name: 'app', image: 'app:1', cpu: 1024, memory: 128 }]
    engine.call('ecs', 'RegisterTaskDefinition', { family: 'app', containerDefinitions })
    const ask = { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 3 }
    engine.call('ecs', 'CreateService', ask)
    const id = [...engine.rows('services')][0]?.id ?? ''
    const said = new Set<string>()
    for (let seconds = 0; seconds < 30; seconds++) {
      engine.advance(1_000)
      said.add(sentence(engine, id)?.replace(/\d+ s/, 'n s') ?? '')
    }
    expect(said).toContain(
      'Waiting: no instance can take another task (1 × no CPU left); next try in n s or when there is room.',
    )
  })
})

describe('what a deployment cost', () => {
  it('keeps lowest healthy and most tasks with each service deployment, also of one that was overtaken', () => {
    const b = vectorBench()
    const t = steadyService(b, 4, 50, 100)
    update(b, { taskDefinition: 'app:2' })
    b.to(t + 30)
    update(b, { taskDefinition: 'app:3' })
    b.to(t + 400)
    const figures = [...b.engine.rows('serviceDeployments')].map(({ status, figures }) => [status, figures])
    expect(figures).toEqual([
      ['SUCCESSFUL', { lowestHealthy: 0, peakTasks: 4, failedRequests: 0 }],
      ['STOPPED', { lowestHealthy: 2, peakTasks: 4, failedRequests: 0 }],
      ['SUCCESSFUL', { lowestHealthy: 2, peakTasks: 4, failedRequests: 0 }],
    ])
  })
})
