import type { NodeProps } from '@xyflow/react'
import { Globe, Network, Split, Users } from 'lucide-react'
import { memo } from 'react'
import { openXrayOfTray, useRow, useTable, useUi } from '../../store'
import { useFailure } from './hooks'

export interface ObjectData extends Record<string, unknown> {
  id: string
}

function useLook(id: string): string {
  return useUi(({ selection, lit }) => (selection?.id === id ? 'picked' : lit.has(id) ? 'lit' : ''))
}

/** Everyone who sends requests. */
export const ClientsNode = memo(function ClientsNode() {
  const balancers = useTable('loadBalancers')
  const rate = balancers.reduce((sum, balancer) => sum + balancer.requestsPerSecond, 0)
  return (
    <div className="fnode pick" title={`${rate} requests a second`}>
      <span className="ftitle">
        <Users size={15} aria-hidden /> Clients
      </span>
      <span className="fsub">{rate > 0 ? `${rate}/s` : 'no requests'}</span>
    </div>
  )
})

export const LoadBalancerNode = memo(function LoadBalancerNode({ data }: NodeProps) {
  const { id } = data as ObjectData
  const balancer = useRow('loadBalancers', id)
  const listeners = useTable('listeners').filter((listener) => listener.loadBalancerId === id)
  const look = useLook(id)
  if (!balancer) return null
  const ports = listeners.map((listener) => `:${listener.port}`).join(' ')
  return (
    <button type="button" tabIndex={-1} data-pick={`loadBalancer:${id}`} className={`fnode pick ${look}`}>
      <span className="ftitle">
        <Network size={15} aria-hidden /> {balancer.name}
      </span>
      <span className="fsub">{balancer.state === 'active' ? ports || 'no listener' : balancer.state}</span>
      <FailureBadge at={`loadBalancer:${id}`} />
    </button>
  )
})

/** How many requests failed here lately, and why. */
export function FailureBadge({ at, short = false }: { at: string; short?: boolean }) {
  const failure = useFailure(at)
  if (!failure) return null
  return (
    <span className="failbadge" title={`${failure.count} requests failed: ${causeWords(failure.cause)}`}>
      ✕ {failure.count}
      {!short && ` · ${failure.cause.replace(/^elb/, '').replace(/^target/, 'app ')}`}
    </span>
  )
}

const causes: Record<string, string> = {
  target5xx: '5xx of the app',
  target4xx: '4xx of the app',
  timedOut: 'timed out',
}

/** "elb503" is the load balancer's own 503. */
export function causeWords(cause: string): string {
  const own = /^elb(\d+)$/.exec(cause)
  return own ? `${own[1]} of the load balancer` : (causes[cause] ?? cause)
}

export const RuleNode = memo(function RuleNode({ data }: NodeProps) {
  const { id } = data as ObjectData
  const rule = useRow('rules', id)
  const listener = useRow('listeners', rule?.listenerId)
  const look = useLook(id)
  if (!rule) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      data-pick={`rule:${id}`}
      className={`fnode pick ${look}`}
      title={rule.condition}
    >
      <span className="ftitle">
        {rule.forwards.length > 1 ? <Split size={14} aria-hidden /> : <Globe size={14} aria-hidden />}
        {rule.isDefault ? 'default' : rule.priority}
      </span>
      <span className="fsub">
        {rule.isDefault ? `${listener?.protocol ?? ''} :${listener?.port ?? ''}` : rule.condition}
      </span>
    </button>
  )
})

/** Wanted tasks without a place do not exist: they are a figure with its reasons, and a way into the placement. */
export const TrayNode = memo(function TrayNode({ data }: NodeProps) {
  const { id } = data as ObjectData
  const service = useRow('services', id)
  const look = useLook(id)
  const tray = service?.tray
  if (!tray) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      data-pick={`service:${id}`}
      className={`fnode pick tray ${look}`}
      onClick={() => void openXrayOfTray(id)}
    >
      <span className="ftitle">{tray.wanted} wanted, no place </span>
      {tray.reasons.slice(0, 2).map(({ reason, count }) => (
        <span key={reason} className="fsub">
          {count} × {reason}
        </span>
      ))}
      <span className="why">Why? ({service.name})</span>
    </button>
  )
})
