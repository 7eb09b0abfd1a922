/** Builders for tests that go through the front door. Not part of the engine: imported by *.test.ts only. */
import { createEngine } from './engine'
import type { CreateEngineOptions, Engine } from './types'

// biome-ignore lint/suspicious/noExplicitAny: tests read answers in AWS's shapes freely
export type Any = any

export interface Bench {
  engine: Engine
  /** `call('ecs.CreateCluster', {...})` */
  call(operation: string, input?: unknown): Any
  /** Runs to `s` seconds after start and completes that instant. */
  to(s: number): void
  /** Runs to `s` seconds and stays before anything due at it: the next call comes first in that instant. */
  before(s: number): void
  /** `[seconds, message without the '(service x) ' prefix and with task lists shortened]` */
  events(service?: string): [number, string][]
  refused(operation: string, input: unknown): { name: string; message: string }
}

export function bench(options: CreateEngineOptions = {}): Bench {
  const engine = createEngine({ checkInvariants: true, ...options })
  const split = (operation: string) => operation.split('.') as [string, string]
  return {
    engine,
    call: (operation, input = {}) => engine.call(...split(operation), input),
    to(s) {
      engine.advance(s * 1000 - engine.now)
      engine.settle()
    },
    before(s) {
      engine.advance(s * 1000 - engine.now)
    },
    events(service = 'web') {
      const row = [...engine.rows('services')].find((r) => r.name === service)
      const out: [number, string][] = []
      for (const event of engine.rows('serviceEvents')) {
        if (event.serviceId === row?.id) out.push([event.atMs / 1000, shorten(event.message)])
      }
      return out
    },
    refused(operation, input) {
      const before = engine.digest()
      try {
        engine.call(...split(operation), input)
      } catch (error) {
        const { name, message } = error as Error
        if (engine.digest() !== before) throw new Error(`${operation} was refused but left a trace`)
        return { name, message }
      }
      throw new Error(`${operation} was not refused`)
    },
  }
}

function shorten(message: string): string {
  return message
    .replace(/^\(service [^)]*\) /, '')
    .replace(/: (\(task [0-9a-f]{32}\) ?)+\./, '')
    .replace(/arn:aws:elasticloadbalancing[^\s)]*/, 'TG')
}

/** The timings of deployments.md section 10: RUNNING 20 s after the start, STOPPED 10 s after the stop. */
export const VECTOR_TIMINGS = { imagePullBase: 0, imagePullCached: 0, containerStart: 20 }

/** A cluster `demo` with instances, and images v1, v2, v3 that behave as the timed vectors ask. */
export function vectorBench(
  options: { instances?: number; instanceType?: string; timings?: CreateEngineOptions['timings'] } = {},
): Bench {
  const b = bench({ timings: { ...VECTOR_TIMINGS, ...options.timings } })
  b.call('ecs.CreateCluster', { clusterName: 'demo' })
  b.call('playground.AddContainerInstances', {
    cluster: 'demo',
    instanceType: options.instanceType ?? 'm5.4xlarge',
    count: options.instances ?? 3,
  })
  for (const tag of ['1', '2', '3']) {
    b.call('playground.PutImage', { image: `app:${tag}`, sizeMiB: 0, startSeconds: 0, drainSeconds: 10 })
    define(b, tag)
  }
  return b
}

/** Registers `app` with image `app:{tag}`: revision n for the n-th call. */
export function define(b: Bench, tag: string, container: object = {}, definition: object = {}): Any {
  return b.call('ecs.RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: [
      { name: 'app', image: `app:${tag}`, cpu: 128, memory: 128, portMappings: [{ containerPort: 80 }], ...container },
    ],
    ...definition,
  }).taskDefinition
}

/** Creates `web` and lets it become steady; then the clock stands before a multiple of 10 s that is answered. */
export function steadyService(b: Bench, desired: number, min: number, max: number, more: object = {}): number {
  b.call('ecs.CreateService', {
    cluster: 'demo',
    serviceName: 'web',
    taskDefinition: 'app:1',
    desiredCount: desired,
    deploymentConfiguration: { minimumHealthyPercent: min, maximumPercent: max },
    ...more,
  })
  b.before(200)
  const service = b.call('ecs.DescribeServices', { cluster: 'demo', services: ['web'] }).services[0]
  if (service.runningCount !== desired || service.deployments[0].rolloutState !== 'COMPLETED')
    throw new Error('not steady')
  return 200
}

export const update = (b: Bench, input: object): Any =>
  b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', ...input })

/** Tasks of `web` by revision: `{1: [running, pending, stopping]}` in the D-111 groups, DEPROVISIONING left out. */
export function counts(b: Bench): Record<number, [number, number, number]> {
  const out: Record<number, [number, number, number]> = {}
  for (const task of b.engine.rows('tasks')) {
    if (task.lastStatus === 'STOPPED' || task.lastStatus === 'DEPROVISIONING' || !task.serviceId) continue
    const revision = b.engine.row('taskDefinitions', task.taskDefinitionId)?.revision ?? 0
    const group = out[revision] ?? [0, 0, 0]
    out[revision] = group
    if (task.desiredStatus === 'STOPPED') group[2]++
    else if (task.lastStatus === 'RUNNING') group[0]++
    else group[1]++
  }
  return out
}

/** Tasks counted healthy. */
export const healthy = (b: Bench): number => [...b.engine.rows('tasks')].filter((t) => t.countsAsHealthy).length

/** Events since `from`, times relative to it. */
export const since = (b: Bench, from: number): [number, string][] =>
  b
    .events()
    .filter(([at]) => at >= from)
    .map(([at, text]) => [at - from, text])

export const deploymentId = (b: Bench, revision: number): string => {
  for (const d of b.engine.rows('deployments')) {
    if (b.engine.row('taskDefinitions', d.taskDefinitionId)?.revision === revision) return d.deploymentId
  }
  throw new Error(`no deployment of revision ${revision}`)
}
