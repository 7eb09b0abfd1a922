/**
 * What the tasks take from their container instances, kept up to date by every write of a task. Three accounts per
 * instance: what the scheduler counts under either word of `releaseAt` (S-2), and what the agent counts (S-95, D-112);
 * beside them ENI slots (S-20), task counts (S-106), groups (S-3), and the tasks of each scope for spread and Fargate.
 *
 * Derived from the rows alone: nothing here is saved, everything is rebuilt when a table is loaded.
 */
import type { Sim } from '../kernel'
import { EngineError } from '../kernel'
import type { ContainerInstanceRow, ServiceRow, TaskRow } from '../model'

/** Amounts taken from one instance. The Maps say how many tasks hold a port or GPU: more than 1 is an over-commitment. */
export interface Account {
  readonly cpuUnits: number
  readonly memoryMiB: number
  readonly tcpPorts: ReadonlyMap<number, number>
  readonly udpPorts: ReadonlyMap<number, number>
  readonly gpuIds: ReadonlyMap<string, number>
  readonly tasks: number
}

/** What is left of an instance: registered − the scheduler's account. The port lists are the *taken* ones (S-98). */
export interface Remaining {
  cpuUnits: number
  memoryMiB: number
  /** Free ENI attachments (S-20). */
  eniSlots: number
  /** Unassigned GPU ids in the order of registration (S-99). */
  gpuIds: string[]
  takenTcpPorts: number[]
  takenUdpPorts: number[]
}

type Counts = Map<string, number>

class Amounts implements Account {
  cpuUnits = 0
  memoryMiB = 0
  tcpPorts = new Map<number, number>()
  udpPorts = new Map<number, number>()
  gpuIds: Counts = new Map()
  tasks = 0

  add(task: TaskRow, sign: 1 | -1) {
    this.cpuUnits += sign * task.cpuUnits
    this.memoryMiB += sign * task.memoryMiB
    this.tasks += sign
    for (const port of task.tcpPorts) bump(this.tcpPorts, port, sign)
    for (const port of task.udpPorts) bump(this.udpPorts, port, sign)
    for (const gpu of task.gpuIds) bump(this.gpuIds, gpu, sign)
  }
}

/** Everything about one instance. `wanted` = desiredStatus RUNNING, `unstopped` = lastStatus not STOPPED. */
class InstanceAccounts {
  rows = 0
  wanted = new Amounts()
  unstopped = new Amounts()
  agent = new Amounts()
  eniSlots = 0
  running = 0
  pending = 0
  groups: Counts = new Map()
}

/** Tasks of one scope in one cluster, per instance, under either word of `releaseAt`. */
interface ScopeCounts {
  wanted: Counts
  unstopped: Counts
}

/** The account of an instance without tasks. */
export const NO_TASKS: Account = new Amounts()
const NO_COUNTS: ReadonlyMap<string, number> = new Map()

function bump<K>(counts: Map<K, number>, key: K, by: number) {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

const isGone = (task: TaskRow) => task.lastStatus === 'STOPPED' || task.lastStatus === 'DELETED'
/** S-2 */
const isWanted = (task: TaskRow) => task.desiredStatus === 'RUNNING' && !isGone(task)
/** S-95, D-112: in DEPROVISIONING only the ENI slot is held. */
const isHeldByAgent = (task: TaskRow) => task.admitted && !isGone(task) && task.lastStatus !== 'DEPROVISIONING'

const scopeKey = (clusterId: string, scope: string) => `${clusterId} ${scope}`
/** A zone and a provider have no blanks; the scope, which may, stands last. */
const fargateKey = (clusterId: string, provider: string, zone: string, scope: string) =>
  `${clusterId} ${provider} ${zone} ${scope}`

/** Whether a rewritten row counts exactly as before: most writes of a task change none of this. */
function sameTake(a: TaskRow, b: TaskRow): boolean {
  return (
    a.lastStatus === b.lastStatus &&
    a.desiredStatus === b.desiredStatus &&
    a.admitted === b.admitted &&
    a.containerInstanceId === b.containerInstanceId &&
    a.zone === b.zone &&
    a.cpuUnits === b.cpuUnits &&
    a.memoryMiB === b.memoryMiB &&
    a.tcpPorts === b.tcpPorts &&
    a.udpPorts === b.udpPorts &&
    a.gpuIds === b.gpuIds &&
    a.group === b.group &&
    a.capacityProviderName === b.capacityProviderName
  )
}

class Accounts {
  readonly instances = new Map<string, InstanceAccounts>()
  readonly scopes = new Map<string, ScopeCounts>()
  readonly fargate: Counts = new Map()
  /** Daemon services per cluster (S-74). */
  readonly daemons = new Map<string, Set<string>>()

  clearTasks() {
    this.instances.clear()
    this.scopes.clear()
    this.fargate.clear()
  }

  applyTask(prev: TaskRow | undefined, next: TaskRow | undefined) {
    if (prev && next && sameTake(prev, next)) return
    if (prev) this.count(prev, -1)
    if (next) this.count(next, 1)
  }

  applyService(prev: ServiceRow | undefined, next: ServiceRow | undefined) {
    const before = prev !== undefined && isLiveDaemon(prev)
    const after = next !== undefined && isLiveDaemon(next)
    if (before && !after) this.daemons.get(prev.clusterId)?.delete(prev.id)
    if (after && !before) {
      const ids = this.daemons.get(next.clusterId)
      if (ids) ids.add(next.id)
      else this.daemons.set(next.clusterId, new Set([next.id]))
    }
  }

  private count(task: TaskRow, sign: 1 | -1) {
    if (isGone(task)) return
    if (task.containerInstanceId === null) {
      if (task.launchType === 'FARGATE' && task.zone !== null && isWanted(task)) {
        bump(this.fargate, fargateKey(task.clusterId, providerOf(task), task.zone, task.group), sign)
      }
      return
    }
    const account = this.instance(task.containerInstanceId)
    const scope = this.scope(scopeKey(task.clusterId, task.group))
    account.rows += sign
    account.unstopped.add(task, sign)
    bump(scope.unstopped, task.containerInstanceId, sign)
    if (isWanted(task)) {
      account.wanted.add(task, sign)
      account.running += sign
      bump(account.groups, task.group, sign)
      bump(scope.wanted, task.containerInstanceId, sign)
    }
    if (isHeldByAgent(task)) account.agent.add(task, sign)
    if (task.networkMode === 'awsvpc') account.eniSlots += sign
    if (task.lastStatus === 'PENDING') account.pending += sign
    if (account.rows === 0) this.instances.delete(task.containerInstanceId)
    if (scope.unstopped.size === 0) this.scopes.delete(scopeKey(task.clusterId, task.group))
  }

  private instance(id: string): InstanceAccounts {
    const account = this.instances.get(id) ?? new InstanceAccounts()
    this.instances.set(id, account)
    return account
  }

  private scope(key: string): ScopeCounts {
    const counts = this.scopes.get(key) ?? { wanted: new Map(), unstopped: new Map() }
    this.scopes.set(key, counts)
    return counts
  }
}

const isLiveDaemon = (service: ServiceRow) => service.schedulingStrategy === 'DAEMON' && service.status === 'ACTIVE'
/** S-38 counts FARGATE and FARGATE_SPOT apart; a task launched by launch type is on-demand. */
const providerOf = (task: TaskRow) => task.capacityProviderName ?? 'FARGATE'

const accountsBySim = new WeakMap<Sim, Accounts>()

/** Starts keeping accounts for a simulation; once per Sim, before or after rows exist. */
export function installAccounts(sim: Sim): void {
  if (accountsBySim.has(sim)) throw new EngineError('accounts are installed twice')
  const accounts = new Accounts()
  accountsBySim.set(sim, accounts)
  sim.t.tasks.addAggregate({
    clear: () => accounts.clearTasks(),
    apply: (prev, next) => accounts.applyTask(prev, next),
  })
  sim.t.services.addAggregate({
    clear: () => accounts.daemons.clear(),
    apply: (prev, next) => accounts.applyService(prev, next),
  })
}

function accountsOf(sim: Sim): Accounts {
  const accounts = accountsBySim.get(sim)
  if (!accounts) throw new EngineError('accounts are not installed')
  return accounts
}

/** S-2: the scheduler's account of an instance, under the present `releaseAt`. */
export function accountOf(sim: Sim, containerInstanceId: string): Account {
  return accountReader(sim)(containerInstanceId)
}

/** `accountOf` for many instances of one instant. */
export function accountReader(sim: Sim): (containerInstanceId: string) => Account {
  const { instances } = accountsOf(sim)
  if (sim.timings.releaseAt === 'stopped') return (id) => instances.get(id)?.unstopped ?? NO_TASKS
  return (id) => instances.get(id)?.wanted ?? NO_TASKS
}

/** S-95, D-112: what the tasks let in by the agent hold until they have really stopped. */
export function agentAccountOf(sim: Sim, containerInstanceId: string): Account {
  return accountsOf(sim).instances.get(containerInstanceId)?.agent ?? NO_TASKS
}

/** S-20: awsvpc tasks whose ENI is not deleted yet. */
export function eniSlotsUsed(sim: Sim, containerInstanceId: string): number {
  return accountsOf(sim).instances.get(containerInstanceId)?.eniSlots ?? 0
}

/** S-106: `running` counts desiredStatus RUNNING, `pending` lastStatus PENDING. */
export function taskCountsOf(sim: Sim, containerInstanceId: string): { running: number; pending: number } {
  const account = accountsOf(sim).instances.get(containerInstanceId)
  return { running: account?.running ?? 0, pending: account?.pending ?? 0 }
}

/** S-82: groups of the tasks that occupy the instance, each with how many. */
export function groupsOn(sim: Sim, containerInstanceId: string): ReadonlyMap<string, number> {
  return accountsOf(sim).instances.get(containerInstanceId)?.groups ?? NO_COUNTS
}

/** Tasks of a group that occupy the instance; by desiredStatus whatever `releaseAt` says (S-2, distinctInstance). */
export function occupyingCount(sim: Sim, containerInstanceId: string, group: string): number {
  return groupsOn(sim, containerInstanceId).get(group) ?? 0
}

/** Per container instance of the cluster: tasks of the scope as spread counts them (S-32, `releaseAt`). */
export function tasksPerInstance(sim: Sim, clusterId: string, scope: string): ReadonlyMap<string, number> {
  const counts = accountsOf(sim).scopes.get(scopeKey(clusterId, scope))
  if (!counts) return NO_COUNTS
  return sim.timings.releaseAt === 'stopped' ? counts.unstopped : counts.wanted
}

/** Occupying tasks of the scope on the zone's container instances; `zone` as in `us-east-1a`. */
export function tasksInZone(sim: Sim, clusterId: string, scope: string, zone: string): number {
  let count = 0
  for (const [id, tasks] of tasksPerInstance(sim, clusterId, scope)) {
    if (sim.t.containerInstances.get(id)?.zone === zone) count += tasks
  }
  return count
}

/** S-38: occupying Fargate tasks of the scope in a zone, on `FARGATE` or `FARGATE_SPOT`. */
export function fargateTasksInZone(sim: Sim, clusterId: string, provider: string, zone: string, scope: string): number {
  return accountsOf(sim).fargate.get(fargateKey(clusterId, provider, zone, scope)) ?? 0
}

/** S-74: the cluster's ACTIVE daemon services, in creation order. */
export function daemonServices(sim: Sim, clusterId: string): ServiceRow[] {
  const ids = accountsOf(sim).daemons.get(clusterId)
  if (!ids || ids.size === 0) return []
  return [...ids].map((id) => sim.t.services.need(id)).sort((a, b) => a.n - b.n)
}

/** `remainingResources` of an instance (S-2, S-98, S-99); daemon reservations are not taken off. */
export function remaining(sim: Sim, ci: ContainerInstanceRow): Remaining {
  const account = accountOf(sim, ci.id)
  return {
    cpuUnits: ci.cpuUnits - account.cpuUnits,
    memoryMiB: ci.memoryMiB - account.memoryMiB,
    eniSlots: ci.eniLimit - eniSlotsUsed(sim, ci.id),
    gpuIds: ci.gpuIds.filter((id) => !account.gpuIds.has(id)),
    takenTcpPorts: ascending([...ci.reservedTcpPorts, ...account.tcpPorts.keys()]),
    takenUdpPorts: ascending([...ci.reservedUdpPorts, ...account.udpPorts.keys()]),
  }
}

const ascending = (numbers: number[]) => numbers.sort((a, b) => a - b)

/** The accounts as kept, in a form whose text does not depend on the history. */
export function dumpAccounts(sim: Sim): string {
  return dump(accountsOf(sim))
}

/** The accounts counted afresh from the rows: the invariant is `dumpAccounts(sim) === recount(sim)`. */
export function recount(sim: Sim): string {
  const fresh = new Accounts()
  for (const task of sim.t.tasks.values()) fresh.applyTask(undefined, task)
  for (const service of sim.t.services.values()) fresh.applyService(undefined, service)
  return dump(fresh)
}

function dump(accounts: Accounts): string {
  const daemons = [...accounts.daemons].filter(([, ids]) => ids.size > 0)
  return JSON.stringify([accounts.instances, accounts.scopes, accounts.fargate, new Map(daemons)], (_key, value) => {
    if (value instanceof Map) return [...value].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))
    return value instanceof Set ? [...value].sort() : value
  })
}
