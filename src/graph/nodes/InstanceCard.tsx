import type { NodeProps } from '@xyflow/react'
import { Lock, MapPin, Server, Unlink } from 'lucide-react'
import { memo } from 'react'
import { useRow, useUi } from '../../store'
import { StatusGlyph } from '../../ui'
import type { InstanceView } from '../../worker'
import { capacityScale } from '../capacity'
import type { Orientation } from '../geometry'
import { sizes, slotRect } from '../geometry'
import { instanceLabel, instanceWord } from '../words'
import { useTasksIn } from './hooks'
import { TaskChips } from './TaskChips'

export interface CardData extends Record<string, unknown> {
  id: string
  rows: number
  orientation: Orientation
}

/** A container instance: head, slots with their tasks, capacity bars (screens.md §4.3). */
export const InstanceCard = memo(function InstanceCard({ data }: NodeProps) {
  const { id, rows, orientation } = data as CardData
  const instance = useRow('instances', id)
  const { tasks, leaving } = useTasksIn(`instance:${id}`)
  const look = useUi(({ selection, lit, xray }) =>
    [selection?.id === id ? 'picked' : lit.has(id) ? 'lit' : '', xray ? xrayLook(xray.outcome, id) : ''].join(' '),
  )
  if (!instance) return null
  const size = sizes[orientation]
  const place = (slot: number) => slotRect({ x: 0, y: 0 }, slot, size)
  const state = stateOf(instance)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      role="group"
      aria-label={instanceLabel(instance)}
      data-pick={`instance:${id}`}
      className={`icard ${state} ${look}`}
    >
      <Head instance={instance} orientation={orientation} />
      <svg className="slots" aria-hidden>
        <path d={slotsPath(rows, orientation)} />
      </svg>
      <TaskChips tasks={tasks} leaving={leaving} place={place} orientation={orientation} />
      <Foot instance={instance} orientation={orientation} />
      {orientation === 'wide' && <Sockets {...instance.eni} />}
    </div>
  )
})

function Head({ instance, orientation }: { instance: InstanceView; orientation: Orientation }) {
  const word = instanceWord(instance)
  const wide = orientation === 'wide'
  return (
    <div className="ihead">
      <span className="legend">
        {instance.status === 'DRAINING' ? (
          <StatusGlyph word="draining" size={15} />
        ) : !instance.agentConnected ? (
          <Unlink size={15} aria-hidden className="text-bad" />
        ) : (
          <Server size={15} aria-hidden />
        )}
        <b>{instance.label}</b>
      </span>
      {wide && <span className="itype">{instance.instanceType}</span>}
      {word && <span className="iword">{word}</span>}
      {wide && instance.portsInUse.length > 0 && (
        <span className="pins" title="Host ports that tasks hold">
          <MapPin size={12} aria-hidden />
          {instance.portsInUse
            .slice(0, 4)
            .map((port) => `:${port}`)
            .join(' ')}
          {instance.portsInUse.length > 4 && ` +${instance.portsInUse.length - 4}`}
        </span>
      )}
    </div>
  )
}

function Foot({ instance, orientation }: { instance: InstanceView; orientation: Orientation }) {
  const scale = capacityScale()
  return (
    <div className="ifoot">
      <Capacity name="CPU" unit="units" {...instance.cpuUnits} largest={scale.cpuUnits} orientation={orientation} />
      <Capacity name="MEM" unit="MiB" {...instance.memoryMiB} largest={scale.memoryMiB} orientation={orientation} />
    </div>
  )
}

interface CapacityProps {
  name: string
  unit: string
  total: number
  reserved: number
  used: number
  largest: number
  orientation: Orientation
}

/** Reserved solid, used hatched over it; its full length is to scale with the largest instance. */
const Capacity = memo(function Capacity({ name, unit, total, reserved, used, largest, orientation }: CapacityProps) {
  const length = Math.max(8, Math.round(((orientation === 'wide' ? 96 : 64) * total) / largest))
  const part = (value: number) => `${Math.min(100, Math.round((value * 100) / Math.max(1, total)))}%`
  const title = `${name}: ${reserved} of ${total} ${unit} reserved, ${used} in use. Reserved is what placement counts.`
  return (
    <span className="cap" title={title}>
      <span>{name}</span>
      <span className="meter" style={{ width: length }}>
        <i style={{ width: part(reserved) }} />
        {used > 0 && <i className="used" style={{ width: part(used) }} />}
      </span>
      {orientation === 'wide' && (
        <span className="figures">
          {reserved}/{total}
        </span>
      )}
    </span>
  )
})

/** Interface slots at the left edge: the instance's own is locked, taken ones are filled, free ones are rings. */
const Sockets = memo(function Sockets({ max, used }: { max: number; used: number }) {
  if (max === 0) return null
  const shown = Math.min(max, 7)
  const title = `${used} of ${max} interface slots taken by tasks; one more is the instance's own`
  return (
    <span className="sockets" title={title}>
      <Lock size={9} aria-hidden />
      {Array.from({ length: shown }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sockets have no other name
        <i key={i} className={i < used ? 'taken' : ''} />
      ))}
    </span>
  )
})

function stateOf({ status, agentConnected }: InstanceView): string {
  if (status === 'lost' || status === 'stopped') return 'is-lost'
  if (status === 'DRAINING') return 'is-draining'
  if (status === 'REGISTERING') return 'is-registering'
  return agentConnected ? '' : 'is-cut'
}

/** While a placement is laid over the stage, what it did not choose from steps back. */
function xrayLook(outcome: Record<string, unknown>, id: string): string {
  if (outcome.chosen === id) return 'chosen'
  const survivors = outcome.survivors as { id: string }[] | undefined
  return survivors?.some((one) => one.id === id) ? '' : 'dimmed'
}

const paths = new Map<string, string>()
/** Outlines of the empty slots, as one path. */
function slotsPath(rows: number, orientation: Orientation): string {
  const key = `${rows} ${orientation}`
  let path = paths.get(key)
  if (path === undefined) {
    const size = sizes[orientation]
    path = ''
    for (let slot = 0; slot < rows * size.slot.perRow; slot++) {
      const { x, y, width, height } = slotRect({ x: 0, y: 0 }, slot, size)
      path += `M${x + 6} ${y + 0.5}h${width - 12}a5.5 5.5 0 0 1 5.5 5.5v${height - 12}a5.5 5.5 0 0 1-5.5 5.5h${12 - width}a5.5 5.5 0 0 1-5.5-5.5v${12 - height}a5.5 5.5 0 0 1 5.5-5.5Z`
    }
    paths.set(key, path)
  }
  return path
}
