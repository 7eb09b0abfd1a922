import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useRow } from '../../store'
import type { Orientation } from '../geometry'
import { fargateSlotRect, sizes } from '../geometry'
import { useTasksIn } from './hooks'
import { TaskChips } from './TaskChips'

export interface ZoneData extends Record<string, unknown> {
  id: string
  orientation: Orientation
}

/** A zone: a lane when the flow runs across the page, a column when it runs down. */
export const ZoneNode = memo(function ZoneNode({ data }: NodeProps) {
  const { id, orientation } = data as ZoneData
  const zone = useRow('zones', id)
  return (
    <div className={`zone ${orientation}`}>
      <span className="zname">{zone?.name}</span>
    </div>
  )
})

/** The name over the zones of a cluster, where there are several. */
export const ClusterNode = memo(function ClusterNode({ data }: NodeProps) {
  const cluster = useRow('clusters', (data as ZoneData).id)
  return <div className="cname">{cluster?.name}</div>
})

/** The last block of a zone: tasks without an instance of yours, each in a frame of its own. */
export const FargateNode = memo(function FargateNode({ data, width, height }: NodeProps) {
  const { id, orientation } = data as ZoneData
  const { tasks, leaving } = useTasksIn(`fargate:${id}`)
  const { frame } = sizes[orientation].fargate
  const place = (slot: number) => fargateSlotRect({ x: 0, y: 0 }, slot, orientation)
  return (
    <div className="fargate" style={{ width, height }}>
      <span className="legend">Fargate</span>
      {tasks.length === 0 && <span className="fnone">no task</span>}
      {tasks.map((task) => {
        const at = place(task.slot)
        return (
          <span
            key={`frame ${task.id}`}
            className="fframe"
            style={{
              left: at.x - frame,
              top: at.y - frame,
              width: at.width + 2 * frame,
              height: at.height + 2 * frame,
            }}
          />
        )
      })}
      <TaskChips tasks={tasks} leaving={leaving} place={place} orientation={orientation} />
    </div>
  )
})
