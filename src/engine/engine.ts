/** The front door made of its rooms (design.md §3). */
import { OPERATIONS, runOperation } from './api'
import { installCapacityProviders } from './api/ecs/capacity-providers'
import { clusterEvents } from './api/ecs/cluster-operations'
import { capacityEvents } from './capacity'
import { installAccounts } from './capacity/accounts'
import { DEFAULT_TIMINGS } from './data/timings'
import { installEventBridge } from './eventbridge'
import { faultEvents } from './faults'
import { checkEverything, checkTouched } from './invariants'
import { EngineError, Sim } from './kernel'
import { digestOfText } from './kernel/digest'
import { installLoadBalancing, loadBalancingEvents } from './loadbalancing'
import type { RowTypes, TableName } from './model'
import { TABLE_NAMES } from './model'
import { installDefaultVpc } from './network'
import { installServices, serviceEvents, waitingOf } from './services'
import { stepTo } from './step'
import { installTasks, taskEvents } from './tasks'
import { installTraffic, trafficEvents } from './traffic'
import type { ChangeSet, Checkpoint, CreateEngineOptions, Engine, NextKind, NextResult } from './types'
import { ENGINE_VERSION } from './version'
import { worldDocument } from './world'

/** Operations that only read. */
const READS = /^(Describe|List|Get)/

const DEFAULT_START = '2026-01-05T09:00:00Z'

/** A new engine: one Region with a default VPC, nothing else. Throws EngineError for impossible options. */
export function createEngine(options: CreateEngineOptions = {}): Engine {
  const startTimeMs = new Date(options.startTime ?? DEFAULT_START).getTime()
  if (!Number.isFinite(startTimeMs)) throw new EngineError(`startTime ${options.startTime} is not an ISO 8601 time`)
  const seed = options.seed ?? 1
  if (!Number.isSafeInteger(seed)) throw new EngineError('seed must be a whole number')
  const sim = newSim({
    seed,
    region: options.region ?? 'us-east-1',
    accountId: options.accountId ?? '123456789012',
    startTimeMs,
  })
  sim.timings = { ...sim.timings, ...options.timings }
  if (options.features) sim.features = { ...options.features }
  installDefaultVpc(sim)
  installCapacityProviders(sim)
  return frontDoor(sim, options.checkInvariants ?? false)
}

/** Continues a checkpoint of the same engine version; a restored engine goes on identically. */
export function restoreEngine(checkpoint: Checkpoint, options: { checkInvariants?: boolean } = {}): Engine {
  if (checkpoint.engine !== ENGINE_VERSION) {
    throw new EngineError(`this checkpoint was made by engine ${checkpoint.engine}, here is ${ENGINE_VERSION}`)
  }
  const sim = newSim(checkpoint.state.options)
  sim.load(checkpoint.state)
  return frontDoor(sim, options.checkInvariants ?? false)
}

function newSim(options: Sim['options']): Sim {
  const sim = new Sim(options, DEFAULT_TIMINGS)
  installAccounts(sim)
  installEventBridge(sim)
  installTraffic(sim)
  installLoadBalancing(sim)
  installTasks(sim)
  installServices(sim)
  for (const events of [
    capacityEvents,
    clusterEvents,
    taskEvents,
    loadBalancingEvents,
    trafficEvents,
    serviceEvents,
    faultEvents,
  ]) {
    sim.register(events)
  }
  return sim
}

const FULL_CHECK_EVERY = 500

function watchInvariants(sim: Sim): void {
  let events = 0
  sim.afterEvent = (s, touched) => {
    checkTouched(s, touched)
    if (++events % FULL_CHECK_EVERY === 0) checkEverything(s)
  }
}

function frontDoor(sim: Sim, checkInvariants: boolean): Engine {
  if (checkInvariants) watchInvariants(sim)
  return {
    get now() {
      return sim.nowMs
    },
    options: sim.options,
    operations: OPERATIONS,
    call(service, operation, input) {
      return sim.atomically(() => {
        // A call in an instant that is already complete first moves the clock on: a command is always first in its instant.
        // Reading changes nothing.
        if (sim.instantDone && !READS.test(operation)) sim.runUntil(sim.nowMs + 1)
        return runOperation(sim, service, operation, input)
      })
    },
    settle: () => sim.settle(),
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new EngineError(`advance takes a whole number of ms, not ${ms}`)
      sim.runUntil(sim.nowMs + ms)
    },
    advanceToNext: (kind: NextKind, limitMs = 86_400_000): NextResult => stepTo(sim, kind, limitMs),
    changesSince: (cursor) => changeSet(sim, cursor),
    checkpoint: () => ({ engine: ENGINE_VERSION, state: sim.save() }),
    world: (tables) => worldDocument(sim, tables),
    waiting(serviceId) {
      const service = sim.t.services.get(serviceId)
      return service ? waitingOf(sim, service) : undefined
    },
    explain: (decisionId) => sim.t.decisions.get(decisionId),
    digest: () => digestOf(sim),
    checkInvariants: () => checkEverything(sim),
    nextAt: () => sim.nextAt(),
    rows: (table) => sim.t[table].values() as Iterable<never>,
    row: (table, id) => sim.t[table].get(id) as never,
    sim,
  }
}

/** Over every table and the clock: what two runs must share to be the same run. */
function digestOf(sim: Sim): string {
  const parts: string[] = [`${sim.nowMs}`]
  for (const name of TABLE_NAMES) for (const row of sim.t[name].values()) parts.push(JSON.stringify(row))
  return digestOfText(parts.join('\n'))
}

function changeSet(sim: Sim, cursor: number): ChangeSet {
  const to = sim.changeCount
  const changes = sim.changesSince(cursor)
  const set: ChangeSet = {
    from: cursor,
    to,
    nowMs: sim.nowMs,
    upserts: {},
    removed: {},
    serviceEvents: [],
    decisions: [],
  }
  const upserts = set.upserts as Record<string, unknown[]>
  if (!changes) {
    for (const name of TABLE_NAMES) upserts[name] = [...sim.t[name].values()]
    set.truncated = true
  } else {
    const seen = new Set<string>()
    const removed = set.removed as Record<string, string[]>
    for (const { table, id } of changes) {
      const key = `${table} ${id}`
      if (seen.has(key)) continue
      seen.add(key)
      const row = sim.t[table].get(id) as RowTypes[TableName] | undefined
      if (row) add(upserts, table, row)
      else add(removed, table, id)
    }
  }
  set.serviceEvents = (set.upserts.serviceEvents ?? []).slice()
  set.decisions = (set.upserts.decisions ?? []).slice()
  return set
}

function add<T>(lists: Record<string, T[]>, table: string, item: T): void {
  const list = lists[table]
  if (list) list.push(item)
  else lists[table] = [item]
}
