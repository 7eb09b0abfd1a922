/**
 * The scheduler's own list of container instances: per cluster in host order (S-4), each with what the checks read of
 * its attributes worked out once. It follows the table's writes, so that a placement over thousands of instances
 * neither sorts nor searches.
 */
import type { Account } from '../capacity/accounts'
import { NO_TASKS } from '../capacity/accounts'
import type { Aggregate, Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'
import { attributeOf } from './query'

/** A container instance as placement reads it; `ci` is always its newest row. */
export class Host {
  /** `ecs.cpu-architecture` and `ecs.os-family` in upper case; undefined when the instance names none (S-22). */
  architecture: string | undefined
  osFamily: string | undefined
  vpcId = ''
  // Copied from the row, so that a walk over thousands reads small objects that lie side by side.
  id = ''
  zone = ''
  status: ContainerInstanceRow['status'] = 'REGISTERING'
  external = false
  capacityProviderName: string | null = null
  agentConnected = false
  cpuUnits = 0
  memoryMiB = 0
  eniLimit = 0
  /** Measured anew for each placement: the scheduler's account and what it and the daemons leave (S-2, S-74). */
  account: Account = NO_TASKS
  cpuUnitsLeft = 0
  memoryMiBLeft = 0
  /** 0 for a request that needs none (S-20). */
  eniSlotsLeft = 0
  private required: readonly string[] | null = null
  private missing: string | null = null

  constructor(public ci: ContainerInstanceRow) {
    this.update(ci)
    this.readAttributes()
  }

  update(ci: ContainerInstanceRow) {
    const changed = ci.attributes !== this.ci.attributes || ci.vpcId !== this.ci.vpcId
    this.ci = ci
    this.id = ci.id
    this.zone = ci.zone
    this.status = ci.status
    this.external = ci.external
    this.capacityProviderName = ci.capacityProviderName
    this.agentConnected = ci.agentConnected
    this.cpuUnits = ci.cpuUnits
    this.memoryMiB = ci.memoryMiB
    this.eniLimit = ci.eniLimit
    if (changed) this.readAttributes()
  }

  /** The first of the attributes that is missing or has another value; null when none (S-21). Remembers one list. */
  missingOf(required: readonly string[]): string | null {
    if (required !== this.required) {
      this.required = required
      this.missing = required.find((entry) => !this.has(entry)) ?? null
    }
    return this.missing
  }

  private has(entry: string): boolean {
    const equals = entry.indexOf('=')
    if (equals < 0) return Object.hasOwn(this.ci.attributes, entry)
    return attributeOf(this.ci, entry.slice(0, equals)) === entry.slice(equals + 1)
  }

  private readAttributes() {
    this.architecture = attributeOf(this.ci, 'ecs.cpu-architecture')?.toUpperCase()
    this.osFamily = attributeOf(this.ci, 'ecs.os-family')?.toUpperCase()
    this.vpcId = attributeOf(this.ci, 'ecs.vpc-id') ?? this.ci.vpcId
    this.required = null
  }
}

interface ClusterHosts {
  byId: Map<string, Host>
  /** In host order; null when it has to be made again. */
  order: Host[] | null
}

/** S-4: by registeredAt, then by order of registration. */
const byHostOrder = (a: Host, b: Host) => a.ci.registeredAtMs - b.ci.registeredAtMs || a.ci.n - b.ci.n

class Hosts implements Aggregate<ContainerInstanceRow> {
  private readonly clusters = new Map<string, ClusterHosts>()

  clear() {
    this.clusters.clear()
  }

  apply(prev: ContainerInstanceRow | undefined, next: ContainerInstanceRow | undefined) {
    const before = prev && prev.status !== 'INACTIVE' ? this.cluster(prev.clusterId) : undefined
    const after = next && next.status !== 'INACTIVE' ? this.cluster(next.clusterId) : undefined
    if (prev && before && before !== after) {
      before.byId.delete(prev.id)
      before.order = null
    }
    if (!next || !after) return
    const host = after.byId.get(next.id)
    if (host) host.update(next)
    else after.byId.set(next.id, new Host(next))
    if (!host || prev?.registeredAtMs !== next.registeredAtMs) after.order = null
  }

  cluster(clusterId: string): ClusterHosts {
    let hosts = this.clusters.get(clusterId)
    if (!hosts) {
      hosts = { byId: new Map(), order: null }
      this.clusters.set(clusterId, hosts)
    }
    return hosts
  }
}

const hostsBySim = new WeakMap<Sim, Hosts>()

function clusterHosts(sim: Sim, clusterId: string): ClusterHosts {
  let hosts = hostsBySim.get(sim)
  if (!hosts) {
    hosts = new Hosts()
    hostsBySim.set(sim, hosts)
    sim.t.containerInstances.addAggregate(hosts)
  }
  return hosts.cluster(clusterId)
}

/** The cluster's instances that are not INACTIVE, in host order. */
export function hostsOf(sim: Sim, clusterId: string): readonly Host[] {
  const hosts = clusterHosts(sim, clusterId)
  hosts.order ??= [...hosts.byId.values()].sort(byHostOrder)
  return hosts.order
}

/** One instance; a deregistered one is read afresh. */
export function hostOf(sim: Sim, ci: ContainerInstanceRow): Host {
  return clusterHosts(sim, ci.clusterId).byId.get(ci.id) ?? new Host(ci)
}
