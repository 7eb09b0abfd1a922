/**
 * Address pools (N-41). Which addresses of a subnet are taken is derived from the network interfaces alone: an
 * aggregate follows the table, so undoing a command or loading a checkpoint needs nothing from here.
 */
import type { Aggregate, Sim } from '../kernel'
import type { NetworkInterfaceRow } from '../model'
import { formatIp, parseCidr, parseIp } from './cidr'

/** Network, router, DNS, future use at the start; broadcast at the end. */
const FIRST_OFFSET = 4
const RESERVED = 5

/** The documentation block that public addresses are drawn from (N-44): 203.0.113.1 … 203.0.113.254. */
const DISPLAY_PREFIX = '203.0.113.'
const DISPLAY_SIZE = 254
const isDisplayed = (ip: string) => ip.startsWith(DISPLAY_PREFIX)

interface Pool {
  used: Set<number>
  /** Every usable address below this one is taken. */
  fullBelow: number
}

class Pools implements Aggregate<NetworkInterfaceRow> {
  private readonly pools = new Map<string, Pool>()
  readonly publicIps = new Set<string>()
  /** How many of them lie in the display block. */
  displayed = 0

  clear() {
    this.pools.clear()
    this.publicIps.clear()
    this.displayed = 0
  }

  apply(prev: NetworkInterfaceRow | undefined, next: NetworkInterfaceRow | undefined) {
    if (prev?.publicIp && this.publicIps.delete(prev.publicIp) && isDisplayed(prev.publicIp)) this.displayed--
    if (next?.publicIp && isDisplayed(next.publicIp)) this.displayed++
    if (next?.publicIp) this.publicIps.add(next.publicIp)
    if (prev && next && prev.subnetId === next.subnetId && prev.privateIp === next.privateIp) return
    if (prev) {
      const pool = this.pool(prev.subnetId)
      const address = parseIp(prev.privateIp) as number
      pool.used.delete(address)
      if (address < pool.fullBelow) pool.fullBelow = address
    }
    if (next) this.pool(next.subnetId).used.add(parseIp(next.privateIp) as number)
  }

  pool(subnetId: string): Pool {
    let pool = this.pools.get(subnetId)
    if (!pool) {
      pool = { used: new Set(), fullBelow: 0 }
      this.pools.set(subnetId, pool)
    }
    return pool
  }
}

const poolsBySim = new WeakMap<Sim, Pools>()

function poolsOf(sim: Sim): Pools {
  let pools = poolsBySim.get(sim)
  if (!pools) {
    pools = new Pools()
    poolsBySim.set(sim, pools)
    sim.t.networkInterfaces.addAggregate(pools)
  }
  return pools
}

/** Addresses that a subnet of this prefix length offers: 2^(32 − p) − 5 (N-41). */
export function usableAddresses(cidrBlock: string): number {
  const cidr = parseCidr(cidrBlock)
  return cidr ? Math.max(0, cidr.size - RESERVED) : 0
}

/** Free addresses of a subnet (AWS id); 0 for an unknown one. */
export function freeAddresses(sim: Sim, subnetId: string): number {
  const subnet = sim.t.subnets.find('subnetId', subnetId)
  return subnet ? subnet.usable - poolsOf(sim).pool(subnetId).used.size : 0
}

/**
 * The lowest free address of a subnet, from offset 4 (N-41), or null when it is full. It is taken by putting the
 * interface that carries it.
 */
export function allocateAddress(sim: Sim, subnetId: string): string | null {
  const subnet = sim.t.subnets.find('subnetId', subnetId)
  const cidr = subnet && parseCidr(subnet.cidrBlock)
  if (!cidr) return null
  const pool = poolsOf(sim).pool(subnetId)
  const end = cidr.base + cidr.size - 1
  let address = Math.max(pool.fullBelow, cidr.base + FIRST_OFFSET)
  while (address < end && pool.used.has(address)) address++
  pool.fullBelow = address
  return address < end ? formatIp(address) : null
}

/** A block for when the display block is used up. */
const SPILL_BASE = parseIp('198.18.0.0') as number
const SPILL_SIZE = 131_072

/** A public address no interface holds, a later one than the last drawn (N-44: a replacement shows another). */
export function drawPublicIp(sim: Sim): string {
  const { publicIps, displayed } = poolsOf(sim)
  for (;;) {
    const ip =
      displayed < DISPLAY_SIZE
        ? `${DISPLAY_PREFIX}${1 + ((sim.count('publicIp') - 1) % DISPLAY_SIZE)}`
        : formatIp(SPILL_BASE + (sim.count('publicIpSpill') % SPILL_SIZE))
    if (!publicIps.has(ip)) return ip
  }
}
