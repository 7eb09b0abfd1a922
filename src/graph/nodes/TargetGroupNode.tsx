import type { NodeProps } from '@xyflow/react'
import { Funnel } from 'lucide-react'
import { memo, useRef, useState } from 'react'
import { useRow, useTable, useUi } from '../../store'
import { StatusGlyph } from '../../ui'
import type { TargetView } from '../../worker'
import type { Orientation } from '../geometry'
import { secondsLeft, useLive } from '../live'
import { shownTargets } from '../places'
import { targetLabel, targetWord } from '../words'
import { Dots } from './Dots'
import { FailureBadge } from './flowNodes'

export interface GroupData extends Record<string, unknown> {
  id: string
  orientation: Orientation
}

/** A target group and its targets in the order they came; above eight the unhealthy and draining ones first. */
export const TargetGroupNode = memo(function TargetGroupNode({ data }: NodeProps) {
  const { id, orientation } = data as GroupData
  const group = useRow('targetGroups', id)
  const look = useUi(({ selection, lit }) => (selection?.id === id ? 'picked' : lit.has(id) ? 'lit' : ''))
  const [onlyBad, setOnlyBad] = useState(false)
  if (!group) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      role="group"
      aria-label={`target group ${group.name}`}
      data-pick={`targetGroup:${id}`}
      className={`tgroup pick ${look}`}
    >
      <div className="tghead">
        <span>
          <b>{group.name}</b>
          <span className="fsub">
            {group.protocol} · {group.targetType}
          </span>
        </span>
        {orientation === 'wide' && (
          <button
            type="button"
            tabIndex={-1}
            className={`tgfilter ${onlyBad ? 'on' : ''}`}
            aria-pressed={onlyBad}
            aria-label="Only unhealthy and draining targets"
            title="Only unhealthy and draining targets"
            onClick={(event) => {
              event.stopPropagation()
              setOnlyBad(!onlyBad)
            }}
          >
            <Funnel size={13} aria-hidden />
          </button>
        )}
      </div>
      {orientation === 'wide' ? <Rows groupId={id} onlyBad={onlyBad} /> : <Counts groupId={id} />}
    </div>
  )
})

function Rows({ groupId, onlyBad }: { groupId: string; onlyBad: boolean }) {
  // Which rows are shown depends on the targets' states.
  useTable('targets')
  const { ids, more } = shownTargets(groupId, onlyBad)
  return (
    <>
      {ids.map((id) => (
        <TargetRow key={id} id={id} />
      ))}
      {ids.length === 0 && <span className="fsub tgnone">{onlyBad ? 'all healthy' : 'no targets'}</span>}
      {more > 0 && <span className="fsub tgnone">+ {more} more</span>}
    </>
  )
}

const TargetRow = memo(function TargetRow({ id }: { id: string }) {
  const target = useRow('targets', id)
  const look = useUi(({ selection, lit }) =>
    selection?.id === id ? 'picked' : lit.has(id) || (target?.taskId && lit.has(target.taskId)) ? 'lit' : '',
  )
  if (!target) return null
  return (
    <button
      type="button"
      tabIndex={-1}
      data-pick={`target:${id}`}
      aria-label={targetLabel(target)}
      className={`trow ${look}`}
    >
      <StatusGlyph word={targetWord[target.state]} size={14} {...slice(target)} />
      <span className="tlabel">{target.label}</span>
      {target.state === 'draining' ? (
        <Countdown untilMs={target.drainUntilMs} />
      ) : (
        target.streak && <Dots streak={target.streak} />
      )}
      <FailureBadge at={`target:${id}`} short />
    </button>
  )
})

function slice({ state, streak }: TargetView): { progress?: number } {
  return state === 'initial' && streak ? { progress: Math.max(0.08, streak.passed / Math.max(1, streak.needed)) } : {}
}

function Countdown({ untilMs }: { untilMs: number | null }) {
  const figure = useRef<HTMLSpanElement>(null)
  useLive(untilMs, (nowMs) => {
    const text = `${secondsLeft(untilMs ?? 0, nowMs)} s`
    if (figure.current && figure.current.textContent !== text) figure.current.textContent = text
  })
  return <span ref={figure} className="tleft" />
}

/** The narrow form: how many targets are in which state. */
function Counts({ groupId }: { groupId: string }) {
  const targets = useTable('targets')
  const counts = new Map<TargetView['state'], number>()
  for (const target of targets)
    if (target.targetGroupId === groupId) counts.set(target.state, (counts.get(target.state) ?? 0) + 1)
  return (
    <span className="tcounts">
      {[...counts].map(([state, count]) => (
        <span key={state}>
          <StatusGlyph word={targetWord[state]} size={13} label={state} /> {count}
        </span>
      ))}
    </span>
  )
}
