import { expose } from 'comlink'
import { afterEach, describe, expect, it } from 'vitest'
import type { TroubleReport, WorkerHandle } from './client'
import { Client } from './client'
import type { LoggedCommand, RunRecord } from './protocol'

/** A worker in miniature: logs calls, dies of the operations in `deadly` as often as is said there, never of a restore. */
class FakeWorker implements WorkerHandle {
  readonly restored: RunRecord[] = []
  readonly commands: LoggedCommand[] = []
  terminated = false
  private readonly channel = new MessageChannel()
  private readonly errorListeners = new Set<(event: Event) => void>()
  playing = false

  constructor(private readonly deadly: Map<string, number>) {
    const fake = this
    expose(
      {
        connect: () => undefined,
        call(service: string, operation: string, input: unknown) {
          const left = fake.deadly.get(operation) ?? 0
          if (left > 0) {
            fake.deadly.set(operation, left - 1)
            return fake.die()
          }
          const logged = { atMs: 7, service, operation, input }
          fake.commands.push(logged)
          return { ok: true, output: null, logged }
        },
        restore(record: RunRecord, nowMs: number) {
          fake.restored.push(structuredClone(record))
          return { ok: true, title: null, nowMs, error: null }
        },
        load: () => ({ ok: true, title: 'x', nowMs: 0, error: null }),
        record: (): RunRecord => ({ seed: 9, timings: {}, startTime: null, commands: [] }),
        setSpeed: () => undefined,
        play() {
          fake.playing = true
        },
        pause: () => undefined,
      },
      this.channel.port2,
    )
    this.channel.port1.start()
  }

  private die(): Promise<never> {
    for (const listener of this.errorListeners) listener(Object.assign(new Event('error'), { message: 'boom' }))
    return new Promise(() => undefined)
  }
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.channel.port1.postMessage(message, transfer)
  }
  addEventListener(type: string, listener: (event: Event) => void): void {
    if (type === 'error') this.errorListeners.add(listener)
    else this.channel.port1.addEventListener(type, listener)
  }
  removeEventListener(type: string, listener: (event: Event) => void): void {
    if (type === 'error') this.errorListeners.delete(listener)
    else this.channel.port1.removeEventListener(type, listener)
  }
  terminate(): void {
    this.terminated = true
    this.channel.port1.close()
  }
}

const clients: Client[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.stop()
})

function start(deadly: Record<string, number> = {}) {
  const workers: FakeWorker[] = []
  const reports: TroubleReport[] = []
  const times = new Map(Object.entries(deadly))
  const client = new Client(() => {
    const worker = new FakeWorker(times)
    workers.push(worker)
    return worker
  })
  clients.push(client)
  client.onTrouble((report) => reports.push(report))
  client.start()
  return { client, workers, reports }
}

describe('Client', () => {
  it('keeps the record of what was accepted', async () => {
    const { client } = start()
    expect((await client.load({})).ok).toBe(true)
    await client.run([
      { service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'a' } },
      { service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'b' } },
    ])
    expect(client.log()).toEqual({
      seed: 9,
      timings: {},
      startTime: null,
      commands: [
        { atMs: 7, service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'a' } },
        { atMs: 7, service: 'ecs', operation: 'CreateCluster', input: { clusterName: 'b' } },
      ],
    })
  })

  it('plays the record again in a new worker after a crash, and goes on playing', async () => {
    const { client, workers, reports } = start({ Deadly: 1 })
    await client.load({})
    await client.call('ecs', 'CreateCluster', {})
    client.play()
    // The second try meets a worker that can take it.
    expect((await client.call('ecs', 'Deadly', {})).ok).toBe(true)
    expect(workers).toHaveLength(2)
    expect(workers[0]?.terminated).toBe(true)
    expect(workers[1]?.restored[0]?.commands.map((command) => command.operation)).toEqual(['CreateCluster'])
    expect(reports).toMatchObject([{ leftOut: null, reason: 'boom' }])
    expect(reports[0]?.restoredToMs).toBe(0)
    expect(client.log().commands.map((command) => command.operation)).toEqual(['CreateCluster', 'Deadly'])
    expect(workers[1]?.playing).toBe(true)
    expect(client.ready).toBe(true)
  })

  it('leaves out a command that loses the worker twice, and names it', async () => {
    const { client, workers, reports } = start({ Deadly: 2 })
    await client.load({})
    await client.call('ecs', 'CreateCluster', {})
    expect((await client.call('ecs', 'Deadly', { poison: true })).ok).toBe(false)
    expect(workers).toHaveLength(3)
    expect(reports.at(-1)).toMatchObject({ leftOut: { operation: 'Deadly', input: { poison: true } } })
    expect(client.log().commands.map((command) => command.operation)).toEqual(['CreateCluster'])
    expect((await client.call('ecs', 'CreateService', {})).ok).toBe(true)
  })
})
