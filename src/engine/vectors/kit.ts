/** The conventions of scheduling.md section 10 over the front door: `ci-1`, `ci-2`, … in the order of registration. */
import type { Any, Bench } from '../testing'
import { bench } from '../testing'
import type { CreateEngineOptions } from '../types'

export interface HostSpec {
  /** Default c5.large. */
  type?: string
  /** `a` (default), `b`, `c`. */
  zone?: string
  /** CPU units and MiB taken by tasks of an unrelated family. */
  used?: [number, number]
  attributes?: Record<string, string>
}

/** A fleet with its front door. */
export interface Fleet extends Bench {
  /** ARN of `ci-{n}`. */
  ci(n: number): string
  /** `ci-{n}` for an ARN or row id. */
  nameOf(reference: string | null | undefined): string
  /** Registers a one-container definition of T(cpu, memory) and answers `family:revision`. */
  define(family: string, cpu: number, memory: number, container?: object, definition?: object): string
  /** Starts one task of the definition on `ci-{n}`, whatever strategies say. */
  put(n: number, taskDefinition: string, more?: object): Any
  /** RunTask: the chosen instances in order of placement, and the failures as `ci-1 REASON`. */
  run(taskDefinition: string, more?: object): { chosen: string[]; failures: string[] }
  /** CreateService in the cluster and the scheduler's answer of that tick. */
  service(name: string, taskDefinition: string, desiredCount: number, more?: object): string[]
  /** Where the wanted tasks of a service stand, in order of placement. */
  placed(service: string): string[]
  /** Texts of the service's events with ids replaced by `ci-n`. */
  texts(service: string): string[]
}

export function fleet(hosts: HostSpec[], options: CreateEngineOptions = {}): Fleet {
  const b = bench(options)
  b.call('ecs.CreateCluster', { clusterName: 'demo' })
  const arns: string[] = []
  for (const host of hosts) {
    const attributes = Object.entries(host.attributes ?? {}).map(([name, value]) => ({ name, value }))
    const { containerInstances } = b.call('playground.AddContainerInstances', {
      cluster: 'demo',
      instanceType: host.type ?? 'c5.large',
      availabilityZones: [`us-east-1${host.zone ?? 'a'}`],
      ...(attributes.length > 0 ? { attributes } : {}),
    })
    arns.push(containerInstances[0].containerInstanceArn)
  }
  const nameOf = (reference: string | null | undefined) => {
    const arn = reference?.startsWith('arn:') ? reference : b.engine.row('containerInstances', reference ?? '')?.arn
    return `ci-${arns.indexOf(arn ?? '') + 1}`
  }
  const f: Fleet = {
    ...b,
    ci: (n) => arns[n - 1] as string,
    nameOf,
    define(family, cpu, memory, container = {}, definition = {}) {
      const { taskDefinition } = b.call('ecs.RegisterTaskDefinition', {
        family,
        containerDefinitions: [{ name: 'app', image: 'app', cpu, memory, ...container }],
        ...definition,
      })
      return `${family}:${taskDefinition.revision}`
    },
    put(n, taskDefinition, more = {}) {
      const input = { cluster: 'demo', taskDefinition, containerInstances: [f.ci(n)], ...more }
      const { tasks, failures } = b.call('ecs.StartTask', input)
      if (failures.length > 0) throw new Error(JSON.stringify(failures))
      return tasks[0]
    },
    run(taskDefinition, more = {}) {
      const { tasks, failures } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition, ...more })
      return {
        chosen: tasks.map((t: Any) => nameOf(t.containerInstanceArn)),
        failures: failures.map((x: Any) => `${nameOf(x.arn)} ${x.reason}`),
      }
    },
    service(name, taskDefinition, desiredCount, more = {}) {
      const input = { cluster: 'demo', serviceName: name, taskDefinition, desiredCount, launchType: 'EC2', ...more }
      b.call('ecs.CreateService', input)
      b.to(Math.floor((b.engine.now + 9_999) / 10_000) * 10)
      return f.placed(name)
    },
    placed(name) {
      const service = [...b.engine.rows('services')].find((s) => s.name === name)
      return [...b.engine.rows('tasks')]
        .filter((t) => t.serviceId === service?.id && t.desiredStatus === 'RUNNING')
        .map((t) => nameOf(t.containerInstanceId))
    },
    texts(name) {
      const service = [...b.engine.rows('services')].find((s) => s.name === name)
      return [...b.engine.rows('serviceEvents')]
        .filter((e) => e.serviceId === service?.id)
        .map((e) => e.message.replace(/\(container-instance ([0-9a-f]{32})\)/, (_, id) => `(${nameOf(arnOf(id))})`))
    },
  }
  const arnOf = (id: string) => arns.find((arn) => arn.endsWith(id))
  for (const [i, { used }] of hosts.entries()) {
    if (used) f.put(i + 1, f.define(`filler-${i + 1}`, used[0], used[1]))
  }
  return f
}

export const subnetsOf = (b: Bench, ...zones: string[]): string[] =>
  b
    .call('ec2.DescribeSubnets')
    .Subnets.filter((s: Any) => zones.length === 0 || zones.includes(s.AvailabilityZone.slice(-1)))
    .map((s: Any) => s.SubnetId)

export const awsvpc = (subnets: string[], more: object = {}) => ({
  networkConfiguration: { awsvpcConfiguration: { subnets, ...more } },
})

/** How many times each instance was chosen, for results in which the order is free. */
export function tally(chosen: readonly string[]): Record<string, number> {
  const out: Record<string, number> = {}
  for (const name of chosen) out[name] = (out[name] ?? 0) + 1
  return out
}
