/** Port mappings (T-36 … T-46, N-14 … N-18) and the other members that awsvpc refuses (T-48). */
import type { ContainerDefinition, PortMapping } from '@aws-sdk/client-ecs'
import type { Context, Path, Problems } from '../problem'
import { container, count, nameOf, problem } from '../problem'

type Protocol = 'tcp' | 'udp'
type Range = readonly [first: number, last: number]

/** Ports of one protocol: thousands of single ones, at most a hundred ranges per container. */
class PortSet {
  private readonly singles = new Set<number>()
  private readonly ranges: Range[] = []

  add(range: Range): void {
    if (range[0] === range[1]) this.singles.add(range[0])
    else this.ranges.push(range)
  }

  /** The lowest port of `range` that is already in the set. */
  overlap(range: Range): number | undefined {
    let lowest: number | undefined
    for (let port = range[0]; port <= range[1] && lowest === undefined; port++) {
      if (this.singles.has(port)) lowest = port
    }
    for (const [first, last] of this.ranges) {
      if (first > range[1] || last < range[0]) continue
      const shared = Math.max(first, range[0])
      if (lowest === undefined || shared < lowest) lowest = shared
    }
    return lowest
  }
}

type PortSets = Record<Protocol, PortSet>
const noPorts = (): PortSets => ({ tcp: new PortSet(), udp: new PortSet() })

/** Ports of the whole task seen so far. */
export interface PortsSeen {
  /** awsvpc: all container ports. */
  containerPorts: PortSets
  /** bridge, host: `port protocol` of each static host port. */
  hostPorts: Set<string>
  mappingNames: Set<string>
}

export const noPortsSeen = (): PortsSeen => ({
  containerPorts: noPorts(),
  hostPorts: new Set(),
  mappingNames: new Set(),
})

const MAX_RANGES = 100
const MAPPING_NAME = /^[a-z0-9_][a-z0-9_-]{0,63}$/

/** T-43: every word but udp is tcp. */
export const protocolOf = (mapping: PortMapping): Protocol => (mapping.protocol === 'udp' ? 'udp' : 'tcp')

/** T-46: first and last port of "8000-8010", or null when it is not 1 ≤ first < last ≤ 65535. */
function parseRange(text: string): Range | null {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text)
  if (!match) return null
  const [first, last] = [Number(match[1]), Number(match[2])]
  return first >= 1 && first < last && last <= 65_535 ? [first, last] : null
}

/** The ports a mapping stands for, or null after its own problems were reported. */
function* ownPorts(context: Context, c: ContainerDefinition, m: PortMapping, path: Path) {
  const name = nameOf(c)
  if (m.containerPortRange !== undefined) {
    const range = parseRange(m.containerPortRange)
    if (m.containerPort !== undefined || m.hostPort !== undefined) {
      yield problem(
        'T-46',
        path,
        `Invalid port mapping for container '${name}', cannot specify both single port and port range.`,
        'ports-1',
      )
    } else if (!range || context.mode === 'host') {
      // T-46: bridge and awsvpc only.
      yield problem(
        'T-46',
        [...path, 'containerPortRange'],
        `Invalid 'containerPortRange' setting for container '${name}'.`,
        'ports-2',
      )
    } else return range
    return null
  }
  const port = m.containerPort
  if (port === undefined || port < 1 || port > 65_535) {
    const hint = 'ports-3'
    const at = [...path, 'containerPort']
    yield problem('T-39', at, `Invalid 'containerPort' setting for container '${name}'.`, hint)
    return null
  }
  if (m.hostPort !== undefined && (m.hostPort < 0 || m.hostPort > 65_535)) {
    const hint = 'ports-4'
    yield problem('T-39', [...path, 'hostPort'], `Invalid 'hostPort' setting for container '${name}'.`, hint)
    return null
  }
  if ((context.mode === 'awsvpc' || context.mode === 'host') && m.hostPort !== undefined && m.hostPort !== port) {
    yield problem(
      'T-37',
      [...path, 'hostPort'],
      `When networkMode=${context.mode}, the host ports and container ports in port mappings must match.`,
      'ports-5',
    )
    return null
  }
  return [port, port] as Range
}

/** T-41, N-18: clashes within one container. */
function* withinContainer(
  c: ContainerDefinition,
  seen: PortSets,
  range: Range,
  protocol: Protocol,
  path: Path,
): Problems {
  const other = seen[protocol === 'tcp' ? 'udp' : 'tcp'].overlap(range)
  if (other !== undefined) {
    yield problem(
      'T-41',
      path,
      `Container port '${other}' cannot be exposed for multiple protocols in container '${nameOf(c)}'.`,
      'ports-6',
    )
  }
}

function* againstTask(context: Context, m: PortMapping, seen: PortsSeen, range: Range, path: Path): Problems {
  const protocol = protocolOf(m)
  if (context.mode === 'awsvpc') {
    const taken = seen.containerPorts[protocol].overlap(range)
    if (taken !== undefined) {
      yield problem(
        'T-40',
        path,
        `${protocol.toUpperCase()} container port '${taken}' is used multiple times in task when networkMode=awsvpc.`,
        'ports-7',
      )
    }
    seen.containerPorts[protocol].add(range)
    return
  }
  const hostPort = context.mode === 'host' ? m.containerPort : m.hostPort
  if (!hostPort) return
  const key = `${hostPort} ${protocol}`
  if (seen.hostPorts.has(key)) {
    yield problem('T-42', path, `Host port '${hostPort}' is used multiple times in task.`, 'ports-8')
  }
  seen.hostPorts.add(key)
}

function* mappingName(context: Context, m: PortMapping, seen: PortsSeen, path: Path): Problems {
  if (m.name !== undefined) {
    if (!MAPPING_NAME.test(m.name)) {
      // T-44; wording built like T-13 (ASSUMPTION).
      const hint = 'ports-9'
      yield problem('T-44', [...path, 'name'], 'PortMapping.name contains invalid characters.', hint)
    }
    if (seen.mappingNames.has(m.name)) {
      yield problem(
        'T-44',
        [...path, 'name'],
        `When networkMode=${context.mode}, port mapping name is already used`,
        'ports-10',
      )
    }
    seen.mappingNames.add(m.name)
  }
  if (m.appProtocol !== undefined && m.name === undefined) {
    yield problem(
      'T-45',
      [...path, 'appProtocol'],
      'When appProtocol is set, the port mapping name must be specified.',
      'ports-11',
    )
  }
}

export function* ports(context: Context, c: ContainerDefinition, i: number, seen: PortsSeen): Problems {
  const mappings = c.portMappings ?? []
  if (mappings.length > 0 && context.mode === 'none') {
    yield problem(
      'T-38',
      container(i, 'portMappings'),
      'Port mappings are not supported when networkMode=none.',
      'ports-12',
    )
    return
  }
  const own = noPorts()
  const ownRanges = new PortSet()
  let ranges = 0
  for (const [k, m] of mappings.entries()) {
    const path = container(i, 'portMappings', k)
    const range = yield* ownPorts(context, c, m, path)
    if (range) {
      yield* withinContainer(c, own, range, protocolOf(m), path)
      yield* againstTask(context, m, seen, range, path)
      own[protocolOf(m)].add(range)
    }
    if (range && m.containerPortRange !== undefined) {
      ranges++
      const clash = context.mode !== 'awsvpc' && ownRanges.overlap(range) !== undefined
      if (ranges > MAX_RANGES || clash) {
        // N-18
        const hint = 'ports-13'
        const text = `Invalid 'containerPortRange' setting for container '${nameOf(c)}'.`
        yield problem('T-46', [...path, 'containerPortRange'], text, hint)
      }
      ownRanges.add(range)
      if (ranges > MAX_RANGES) return
    }
    yield* mappingName(context, m, seen, path)
  }
}

/** T-48, N-14 without links. Empty lists, as Describe prints them, are fine. */
const REFUSED: { member: keyof ContainerDefinition; text: string; set: (c: ContainerDefinition) => boolean }[] = [
  { member: 'dnsServers', text: 'DNS servers are', set: (c) => count(c.dnsServers) > 0 },
  { member: 'dnsSearchDomains', text: 'DNS search domains are', set: (c) => count(c.dnsSearchDomains) > 0 },
  { member: 'extraHosts', text: 'Extra hosts are', set: (c) => count(c.extraHosts) > 0 },
  { member: 'hostname', text: 'hostname is', set: (c) => c.hostname !== undefined && c.hostname !== '' },
  { member: 'disableNetworking', text: 'Disable Networking is', set: (c) => c.disableNetworking === true },
]

export function* refusedByAwsvpc(context: Context, c: ContainerDefinition, i: number): Problems {
  if (context.mode !== 'awsvpc') return
  for (const { member, text, set } of REFUSED) {
    if (!set(c)) continue
    yield problem(
      'T-48',
      container(i, member),
      `${text} not supported on container when networkMode=awsvpc.`,
      'ports-14',
    )
  }
}
