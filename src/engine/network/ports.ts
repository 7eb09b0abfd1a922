/** Host ports of a container instance: what listens there, and the dynamic ones (N-20 … N-24, S-108 … S-111). */
import type { Sim } from '../kernel'

export type Protocol = 'tcp' | 'udp'

export interface PortState {
  /** Port last handed out; 0 = none since the agent started. */
  last: number
  /** First and last port of the dynamic range. */
  range: readonly [number, number]
}

export interface PortPick {
  /** First of the n ports, or null when this attempt failed. */
  port: number | null
  /** `last` for the next attempt, also after a failure. */
  last: number
}

/** N-23 to the letter: rising from the last port given, one wrap, contiguous runs. */
export function pickDynamicPort(state: PortState, n: number, inUse: (port: number) => boolean): PortPick {
  const [lo, hi] = state.range
  let result = scan(state.last === 0 ? lo : state.last + 1, hi, n, inUse)
  if (result.port === null && state.last !== 0) result = scan(lo, result.lastChecked - 1, n, inUse)
  return { port: result.port, last: result.lastChecked === hi ? lo - 1 : result.lastChecked }
}

/** The lowest run of n free ports in [from, to]; `lastChecked` is the highest free port seen, 0 if none was. */
function scan(from: number, to: number, n: number, inUse: (port: number) => boolean) {
  let run = 0
  let lastChecked = 0
  for (let port = from; port <= to; port++) {
    if (inUse(port)) {
      run = 0
      continue
    }
    run++
    lastChecked = port
    if (run === n) return { port: port - n + 1, lastChecked }
  }
  return { port: null, lastChecked }
}

/** Ports that processes on the instance hold: static and dynamic ones of its tasks until these are STOPPED (N-21). */
export function portsListening(sim: Sim, containerInstanceId: string): Record<Protocol, Set<number>> {
  const held = { tcp: new Set<number>(), udp: new Set<number>() }
  const instance = sim.t.containerInstances.get(containerInstanceId)
  for (const port of instance?.reservedTcpPorts ?? []) held.tcp.add(port)
  for (const port of instance?.reservedUdpPorts ?? []) held.udp.add(port)
  for (const task of sim.t.tasks.by('liveOfInstance', containerInstanceId)) {
    if (task.networkMode === 'awsvpc' || !task.admitted) continue
    for (const port of task.tcpPorts) held.tcp.add(port)
    for (const port of task.udpPorts) held.udp.add(port)
    for (const container of task.containers) {
      for (const binding of container.networkBindings) {
        const ports = binding.protocol === 'udp' ? held.udp : held.tcp
        if (binding.hostPort) ports.add(binding.hostPort)
        const [first, last] = (binding.hostPortRange ?? '').split('-').map(Number)
        for (let port = first ?? 0; port > 0 && port <= (last ?? 0); port++) ports.add(port)
      }
    }
  }
  return held
}

/** S-112: whether a task has been given this host port dynamically, which placement does not know. */
export function isDynamicPort(sim: Sim, containerInstanceId: string, port: number, protocol: Protocol): boolean {
  for (const task of sim.t.tasks.by('liveOfInstance', containerInstanceId)) {
    if ((protocol === 'udp' ? task.udpPorts : task.tcpPorts).includes(port)) continue
    for (const { networkBindings } of task.containers) {
      for (const binding of networkBindings) {
        const [first = binding.hostPort ?? 0, last = first] = (binding.hostPortRange?.split('-') ?? []).map(Number)
        if (binding.protocol === protocol && first <= port && port <= last) return true
      }
    }
  }
  return false
}

/**
 * Takes n contiguous dynamic host ports on an instance and remembers the last one: the first of them, or the text with
 * which the container cannot be created (N-23, S-111). The caller writes the binding before it asks again.
 */
export function takeDynamicPort(
  sim: Sim,
  containerInstanceId: string,
  n: number,
  protocol: Protocol,
): { port: number } | { failure: string } {
  const instance = sim.t.containerInstances.need(containerInstanceId)
  const held = portsListening(sim, containerInstanceId)[protocol]
  const state = { last: instance.lastDynamicPort, range: instance.dynamicPortRange }
  const { port, last } = pickDynamicPort(state, n, (candidate) => held.has(candidate))
  if (last !== instance.lastDynamicPort) sim.t.containerInstances.patch(instance.id, { lastDynamicPort: last })
  if (port !== null) return { port }
  const text = n === 1 ? 'a host port is unavailable' : `${n} contiguous host ports are unavailable`
  return { failure: `HostConfigError: error retrieving docker port map: ${text}` }
}
