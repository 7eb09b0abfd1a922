import type { Candidate, Filter, PlacementContext } from '../types'

/** S-19, S-154 table: TCP and UDP, the instance's own included. */
const MAX_RESERVED_PORTS = 100

interface Conflict {
  port: number
  protocol: 'tcp' | 'udp'
  own: boolean
}

function conflictOf({ request }: PlacementContext, { ci, account }: Candidate): Conflict | undefined {
  for (const port of request.demand.tcpPorts) {
    if (ci.reservedTcpPorts.includes(port)) return { port, protocol: 'tcp', own: true }
    if (account.tcpPorts.has(port)) return { port, protocol: 'tcp', own: false }
  }
  for (const port of request.demand.udpPorts) {
    if (ci.reservedUdpPorts.includes(port)) return { port, protocol: 'udp', own: true }
    if (account.udpPorts.has(port)) return { port, protocol: 'udp', own: false }
  }
  return undefined
}

const portsHeld = ({ ci, account }: Candidate) =>
  ci.reservedTcpPorts.length + ci.reservedUdpPorts.length + account.tcpPorts.size + account.udpPorts.size

/** S-17 rank 4, S-19, N-20: static host ports, per protocol, at most 100 on an instance. */
export const ports: Filter = {
  name: 'ports',
  rank: 4,
  reason: 'RESOURCE:PORTS',
  applies: ({ request }) => request.demand.tcpPorts.length + request.demand.udpPorts.length > 0,
  accepts(context, candidate) {
    const { tcpPorts, udpPorts } = context.request.demand
    const wanted = tcpPorts.length + udpPorts.length
    return portsHeld(candidate) + wanted <= MAX_RESERVED_PORTS && conflictOf(context, candidate) === undefined
  },
  detail(context, candidate) {
    const conflict = conflictOf(context, candidate)
    if (!conflict) {
      const { tcpPorts, udpPorts } = context.request.demand
      return `needs ${tcpPorts.length + udpPorts.length} more host ports, ${portsHeld(candidate)} of ${MAX_RESERVED_PORTS} reserved`
    }
    const holder = conflict.own ? "reserved by the instance's own services" : 'held by another task'
    return `needs port ${conflict.port}/${conflict.protocol}, ${holder}`
  },
}
