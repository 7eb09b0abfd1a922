/** The picture on paper: plain SVG from the layout and the mirror, without script, style sheet or anything fetched. */
import type { ReactElement, ReactNode } from 'react'
import { listOf, world } from '../../store'
import { numeralSize, RevisionPatterns, revisionStyle, StatusGlyph, statusStyle } from '../../ui'
import type { InstanceView, TaskView } from '../../worker'
import { flowOf, flowWidth } from '../flow'
import type { Rect } from '../geometry'
import { fargateSlotRect, slotRect } from '../geometry'
import type { EdgeBox, Layout, ZoneBox } from '../layout'
import { shownTargets } from '../places'
import { getLayout, tasksIn } from '../scene'
import { instanceWord, targetWord, taskWord } from '../words'

const MARGIN = 24
const HEAD = 56

/** Size and content of the picture in px at zoom 1. */
export function picture(title: string, clock: string): { width: number; height: number; element: ReactElement } {
  const layout = getLayout()
  const { bounds } = layout
  const width = Math.ceil(Math.max(bounds.width, 360) + 2 * MARGIN)
  const height = Math.ceil(bounds.height + 2 * MARGIN + HEAD)
  const element = (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      fontFamily="system-ui, sans-serif"
      fontSize={13}
      fill="var(--ink)"
      role="img"
      aria-label={title}
    >
      <title>{title}</title>
      <RevisionPatterns prefix="rev" />
      <rect width={width} height={height} fill="var(--bg)" />
      <Text x={MARGIN} y={32} size={20} weight={600} most={width - 2 * MARGIN}>
        {title}
      </Text>
      <Text x={MARGIN} y={52} colour="ink-2" most={width - 2 * MARGIN}>
        {summary(clock)}
      </Text>
      <g transform={`translate(${MARGIN - bounds.x} ${MARGIN + HEAD - bounds.y})`}>
        {layout.zones.map((zone) => (
          <Zone key={zone.id} zone={zone} layout={layout} />
        ))}
        {layout.edges.map((edge) => (
          <Edge key={edge.id} edge={edge} />
        ))}
        {[...layout.boxes].map(([key, box]) => (
          <Flow key={key} at={key} box={box} layout={layout} />
        ))}
      </g>
    </svg>
  )
  return { width, height, element }
}

/** The clock, and each service in a few words. */
function summary(clock: string): string {
  const services = listOf('services').map(({ name, running, desired }) => `${name}: ${running} of ${desired} running`)
  return [clock, ...services.slice(0, 4), ...(services.length > 4 ? [`+ ${services.length - 4} services`] : [])].join(
    '  ·  ',
  )
}

interface TextProps {
  x: number
  y: number
  size?: number
  weight?: number
  colour?: string
  /** Px that it may take; longer text is cut. */
  most?: number
  middle?: boolean
  children: ReactNode
}

function Text({ x, y, size = 13, weight, colour, most, middle, children }: TextProps) {
  const text = [children].flat().join('')
  const room = most === undefined ? text.length : Math.max(1, Math.floor(most / (size * 0.56)))
  return (
    <text
      x={x}
      y={y}
      fontSize={size}
      {...(weight ? { fontWeight: weight } : {})}
      {...(colour ? { fill: `var(--${colour})` } : {})}
      {...(middle ? { textAnchor: 'middle' as const } : {})}
    >
      {text.length > room ? `${text.slice(0, Math.max(1, room - 1))}…` : text}
    </text>
  )
}

function Zone({ zone, layout }: { zone: ZoneBox; layout: Layout }) {
  const { fargate } = zone
  const name = world.rows.zones.get(zone.id)?.name ?? ''
  return (
    <g>
      <rect {...rectOf(zone)} rx={10} fill="var(--sunken)" />
      {layout.orientation === 'wide' ? (
        <g transform={`translate(${zone.x + 18} ${zone.y + zone.height / 2}) rotate(-90)`}>
          <Text x={0} y={0} size={12} weight={600} colour="ink-2" most={zone.height - 8} middle>
            {name}
          </Text>
        </g>
      ) : (
        <Text x={zone.x + 8} y={zone.y + 16} size={12} weight={600} colour="ink-2" most={zone.width - 12}>
          {name}
        </Text>
      )}
      {zone.bands.flatMap((band) =>
        band.cards.map((card) => <Card key={card.id} id={card.id} box={card} layout={layout} />),
      )}
      {fargate && (
        <g>
          <Text x={fargate.x + 4} y={fargate.y + 17} weight={600} colour="ink-2">
            Fargate
          </Text>
          {tasksIn(`fargate:${zone.id}`).map((task) => {
            const box = fargateSlotRect(fargate, task.slot, layout.orientation)
            return (
              <g key={task.id}>
                <rect
                  {...rectOf({ x: box.x - 3, y: box.y - 3, width: box.width + 6, height: box.height + 6 })}
                  rx={8}
                  fill="none"
                  stroke="var(--edge)"
                />
                <Task task={task} box={box} />
              </g>
            )
          })}
        </g>
      )}
    </g>
  )
}

function Card({ id, box, layout }: { id: string; box: Rect & { rows: number }; layout: Layout }) {
  const instance = world.rows.instances.get(id)
  if (!instance) return null
  const wide = layout.orientation === 'wide'
  const word = instanceWord(instance)
  const names = wide ? `${instance.label}   ${instance.instanceType}` : instance.label
  const { perRow } = layout.sizes.slot
  return (
    <g>
      <rect
        {...rectOf(box)}
        rx={8}
        fill="var(--surface)"
        stroke={`var(--${word === '' ? 'edge' : 'warn'})`}
        {...(word === '' ? {} : { strokeDasharray: '6 4' })}
      />
      <Text x={box.x + 12} y={box.y + 18} size={12} weight={600} most={box.width - 20}>
        {word === '' ? names : `${names}   ${word}`}
      </Text>
      {Array.from({ length: box.rows * perRow }, (_, slot) => {
        const place = slotRect(box, slot, layout.sizes)
        return <rect key={`${place.x} ${place.y}`} {...rectOf(place)} rx={6} fill="none" stroke="var(--line)" />
      })}
      {tasksIn(`instance:${id}`).map((task) => (
        <Task key={task.id} task={task} box={slotRect(box, task.slot, layout.sizes)} />
      ))}
      {wide && <Capacity instance={instance} x={box.x + 16} y={box.y + box.height - 22} />}
    </g>
  )
}

/** Reserved CPU and memory as bars with their figures. */
function Capacity({ instance: { cpuUnits, memoryMiB }, x, y }: { instance: InstanceView; x: number; y: number }) {
  const bars = [
    { name: 'CPU', ...cpuUnits },
    { name: 'MEM', ...memoryMiB },
  ]
  return bars.map(({ name, total, reserved }, at) => (
    <g key={name} transform={`translate(${x + at * 204} ${y})`}>
      <Text x={0} y={10} size={11} colour="ink-2">
        {name}
      </Text>
      <rect x={32} y={2} width={80} height={9} rx={2} fill="var(--sunken)" stroke="var(--edge)" />
      <rect
        x={32}
        y={2}
        width={Math.min(80, (80 * reserved) / Math.max(1, total))}
        height={9}
        rx={2}
        fill="var(--cap)"
      />
      <Text x={118} y={10} size={11} colour="ink-2">{`${reserved}/${total}`}</Text>
    </g>
  ))
}

const dashes = { solid: {}, dashed: { strokeDasharray: '5 3' }, dotted: { strokeDasharray: '1.5 3' } }

function Task({ task, box }: { task: TaskView; box: Rect }) {
  const { colour, rim, rimWidth, opacity, ghost } = statusStyle[task.word]
  const style = revisionStyle(task.revision)
  const wide = box.width > 60
  const band = wide ? 32 : 20
  const numeral = numeralSize(task.revision, wide ? 22 : 13)
  const word = taskWord(task)
  return (
    <g opacity={ghost ? 0.6 : opacity}>
      <rect {...rectOf(box)} rx={6} fill="var(--surface)" />
      <rect x={box.x} y={box.y} width={band} height={box.height} rx={6} fill={`url(#rev-${style})`} />
      <rect
        x={box.x + 3}
        y={box.y + box.height / 2 - numeral * 0.58}
        width={band - 6}
        height={numeral * 1.16}
        rx={4}
        fill={`var(--rev-${style})`}
      />
      <text
        x={box.x + band / 2}
        y={box.y + box.height / 2 + numeral * 0.36}
        fontSize={numeral}
        fontWeight={800}
        textAnchor="middle"
        fill={`var(--rev-${style}-ink)`}
      >
        {task.revision}
      </text>
      <g transform={`translate(${box.x + band + 5} ${wide ? box.y + 5 : box.y + box.height / 2 - 9})`}>
        <StatusGlyph word={task.word} />
      </g>
      {wide && (
        <>
          <Text x={box.x + band + 27} y={box.y + 19} size={12} weight={600} colour={colour} most={box.width - 62}>
            {word}
          </Text>
          <Text x={box.x + band + 6} y={box.y + 38} size={11} colour="ink-2" most={box.width - band - 8}>
            {`${task.shortId}  ${task.address}`}
          </Text>
        </>
      )}
      <rect {...rectOf(box)} rx={6} fill="none" stroke={`var(--${colour})`} strokeWidth={rimWidth} {...dashes[rim]} />
    </g>
  )
}

function Edge({ edge }: { edge: EdgeBox }) {
  const { requestsPerSecond, draining, failing } = flowOf(edge.id)
  return (
    <path
      d={edge.path}
      fill="none"
      stroke={`var(--${failing ? 'bad' : 'flow'})`}
      strokeWidth={Math.round(flowWidth(requestsPerSecond) * 10) / 10}
      {...(draining ? dashes.dotted : {})}
    />
  )
}

/** What stands before the zones: clients, load balancers, rules, target groups, trays; and the names of clusters. */
function Flow({ at, box, layout }: { at: string; box: Rect; layout: Layout }) {
  const colon = at.indexOf(':')
  const [kind, id] = colon < 0 ? [at, ''] : [at.slice(0, colon), at.slice(colon + 1)]
  if (kind === 'zone') return null
  if (kind === 'cluster') {
    return (
      <Text x={box.x} y={box.y + 20} size={16} weight={600} most={box.width}>
        {world.rows.clusters.get(id)?.name ?? ''}
      </Text>
    )
  }
  const [name, detail] = wordsOf(kind, id)
  return (
    <g>
      <rect {...rectOf(box)} rx={8} fill="var(--surface)" stroke={`var(--${kind === 'tray' ? 'warn' : 'edge'})`} />
      <Text x={box.x + 8} y={box.y + 20} weight={600} most={box.width - 12}>
        {name}
      </Text>
      <Text x={box.x + 8} y={box.y + 37} size={12} colour="ink-2" most={box.width - 12}>
        {detail}
      </Text>
      {kind === 'targetGroup' && <Targets groupId={id} box={box} layout={layout} />}
    </g>
  )
}

function wordsOf(kind: string, id: string): [name: string, detail: string] {
  const { rows } = world
  if (kind === 'clients') {
    const rate = listOf('loadBalancers').reduce((sum, balancer) => sum + balancer.requestsPerSecond, 0)
    return ['Clients', rate > 0 ? `${rate}/s` : 'no requests']
  }
  if (kind === 'loadBalancer') {
    const ports = listOf('listeners').filter(({ loadBalancerId }) => loadBalancerId === id)
    return [rows.loadBalancers.get(id)?.name ?? '', ports.map(({ port }) => `:${port}`).join(' ')]
  }
  if (kind === 'rule') {
    const rule = rows.rules.get(id)
    if (!rule) return ['', '']
    const listener = rows.listeners.get(rule.listenerId)
    return rule.isDefault
      ? ['default', listener ? `${listener.protocol} :${listener.port}` : '']
      : [String(rule.priority), rule.condition]
  }
  if (kind === 'targetGroup') {
    const group = rows.targetGroups.get(id)
    return [group?.name ?? '', group ? `${group.protocol} · ${group.targetType}` : '']
  }
  const service = rows.services.get(id)
  const reasons = service?.tray?.reasons.map(({ reason, count }) => `${count} × ${reason}`) ?? []
  return [`${service?.tray?.wanted ?? 0} wanted, no place`, reasons.join(', ')]
}

function Targets({ groupId, box, layout }: { groupId: string; box: Rect; layout: Layout }) {
  const { head, row } = layout.sizes.targetGroup
  if (row === 0) return null
  const { ids, more } = shownTargets(groupId, false)
  return (
    <>
      {ids.map((id, at) => {
        const target = world.rows.targets.get(id)
        if (!target) return null
        const y = box.y + head + at * row
        return (
          <g key={id}>
            <g transform={`translate(${box.x + 8} ${y + 3})`}>
              <StatusGlyph word={targetWord[target.state]} size={14} />
            </g>
            <Text x={box.x + 27} y={y + 14} size={12} most={box.width - 30}>
              {target.label}
            </Text>
          </g>
        )
      })}
      {more > 0 && (
        <Text x={box.x + 8} y={box.y + head + ids.length * row + 14} size={12} colour="ink-2">
          {`+ ${more} more`}
        </Text>
      )}
    </>
  )
}

const round = (value: number): number => Math.round(value * 10) / 10
const rectOf = ({ x, y, width, height }: Rect) => ({
  x: round(x),
  y: round(y),
  width: round(width),
  height: round(height),
})
