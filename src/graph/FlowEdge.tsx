import { memo } from 'react'
import { dotGap, flowWidth } from './flow'
import type { EdgeBox } from './layout'
import { useFlow } from './nodes/hooks'

/** Px a second on the wall, at any simulated speed. */
const DOT_SPEED = 90

/** An edge of the flow: width by rate, dots while playing, red dashes for what failed (screens.md §4.4). */
const FlowEdge = memo(function FlowEdge({ edge: { id, path } }: { edge: EdgeBox }) {
  const { requestsPerSecond, draining, failing } = useFlow(id)
  const width = flowWidth(requestsPerSecond)
  const gap = dotGap(requestsPerSecond, DOT_SPEED)
  const idle = requestsPerSecond <= 0 && !draining
  return (
    <g className="edge">
      <path
        d={path}
        className={draining ? 'way draining' : idle ? 'way idle' : 'way'}
        style={{ strokeWidth: draining ? 2.5 : width }}
      />
      {gap !== null && !draining && (
        <path
          d={path}
          className="beads"
          style={{
            strokeDasharray: `0 ${gap}`,
            strokeWidth: Math.max(3, width - 1.5),
            ['--gap' as string]: `${-gap}px`,
            animationDuration: `${Math.round((gap * 1_000) / DOT_SPEED)}ms`,
          }}
        />
      )}
      {failing && <path d={path} className="failing" />}
    </g>
  )
})

/** Its share of the traffic, before its end. */
const Share = memo(function Share({ edge: { id, label } }: { edge: EdgeBox }) {
  const { sharePercent } = useFlow(id)
  return (
    sharePercent !== null && (
      <text x={label.x} y={label.y - 7} className="share">
        {sharePercent} %
      </text>
    )
  )
})

/** All edges, under the cards and over the zones. */
export const FlowEdges = memo(function FlowEdges({ edges }: { edges: readonly EdgeBox[] }) {
  return (
    <svg className="edges" aria-hidden>
      {edges.map((edge) => (
        <FlowEdge key={edge.id} edge={edge} />
      ))}
      {/* Over all ways: the trunk of a neighbour passes behind the figure. */}
      {edges.map((edge) => edge.kind === 'forward' && <Share key={edge.id} edge={edge} />)}
    </svg>
  )
})
