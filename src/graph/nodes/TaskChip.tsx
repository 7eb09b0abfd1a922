import { memo, useRef } from 'react'
import { useUi } from '../../store'
import { numeralSize, revisionClass, StatusGlyph } from '../../ui'
import type { TaskView } from '../../worker'
import type { Orientation } from '../geometry'
import { useSpan } from '../live'
import { taskLabel, taskWord } from '../words'
import { Dots } from './Dots'

interface TaskChipProps {
  task: TaskView
  x: number
  y: number
  width: number
  height: number
  orientation: Orientation
  /** How it comes or goes; nothing when it was there before. */
  moving?: 'appear' | 'leave' | undefined
}

/** A task: revision band, glyph and word, id and address, and what is being counted (screens.md §4.2). */
export const TaskChip = memo(function TaskChip({ task, x, y, width, height, orientation, moving }: TaskChipProps) {
  const box = useRef<HTMLButtonElement>(null)
  const figure = useRef<HTMLSpanElement>(null)
  const look = useUi(({ selection, lit }) => (selection?.id === task.id ? 'picked' : lit.has(task.id) ? 'lit' : ''))
  const { span, streak } = task
  // Between two checks nothing runs out: the dots say it.
  const timed = span && span.kind !== 'check' && span.kind !== 'queue' ? span : null
  useSpan(timed, box, figure)
  const word = taskWord(task)
  const counted = streak && streak.needed > 0 && task.word === 'running' ? streak.passed / streak.needed : undefined
  return (
    <button
      ref={box}
      type="button"
      tabIndex={-1}
      data-pick={`task:${task.id}`}
      aria-label={taskLabel(task)}
      title={task.mark ?? undefined}
      className={`chip st-${task.word} ${look} ${moving ?? ''}`}
      style={{ left: x, top: y, width, height }}
    >
      <span className={`band ${revisionClass(task.revision)}`}>
        <span className="rev-numeral" style={{ ['--size' as string]: `${numeralSize(task.revision, 22)}px` }}>
          {task.revision}
        </span>
      </span>
      <span className="say">
        <span key={word} className="word">
          <StatusGlyph
            word={task.word}
            {...(timed || counted === undefined ? {} : { progress: Math.max(0.08, counted) })}
          />
          <b>{word}</b>
        </span>
        {orientation === 'wide' && (
          <>
            <span className="small">
              {task.shortId} <i>{address(task)}</i>
            </span>
            <span className="small count">
              {streak ? <Dots streak={streak} /> : timed ? <Bar kind={timed.kind} figure={figure} /> : null}
            </span>
          </>
        )}
      </span>
      {task.mark && <span className="mark" aria-hidden />}
      {task.awsvpc && <span className="plug" aria-hidden />}
    </button>
  )
})

/** Host port, or the last two octets of the task's own address. */
function address(task: TaskView): string {
  return task.awsvpc
    ? task.address
        .split('.')
        .slice(-2)
        .join('.')
        .replace(/^(?=\d)/, '.')
    : task.address
}

const spanWords: Record<string, string> = {
  eni: 'interface',
  pull: 'pull',
  start: 'start',
  drain: '',
  kill: 'kill in',
  wait40: '',
}

function Bar({ kind, figure }: { kind: string; figure: React.RefObject<HTMLSpanElement | null> }) {
  return (
    <>
      {spanWords[kind]} {kind !== 'drain' && kind !== 'kill' && <span className="bar" />}
      <span ref={figure} />
    </>
  )
}
