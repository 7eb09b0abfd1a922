/** Every task that ECS still describes, stopped ones included: over time, or as a table. */
import { useMemo, useState } from 'react'
import { light, select, useTable, useUi, world } from '../../store'
import { RevisionPlate, Segmented, StatusGlyph } from '../../ui'
import type { TaskView } from '../../worker'
import { duration } from '../parts/time'
import { timeText } from '../time'
import { Gantt } from './Gantt'
import { PHASE_WORDS, phasesOf } from './phases'

const ROWS_SHOWN = 200

const VIEWS: { id: 'timeline' | 'table'; label: string }[] = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'table', label: 'Table' },
]

export default function Tasks() {
  const [view, setView] = useState<'timeline' | 'table'>('timeline')
  const toggle = <Segmented label="Show tasks as" options={VIEWS} value={view} onChange={setView} />
  if (view === 'timeline') return <Gantt toggle={toggle} />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex-none px-2 py-1">{toggle}</div>
      <div className="min-h-0 flex-1">
        <TaskTable />
      </div>
    </div>
  )
}

function TaskTable() {
  const tasks = useTable('tasks')
  const newest = useMemo(() => tasks.slice(-ROWS_SHOWN).reverse(), [tasks])
  if (newest.length === 0) return <p className="p-3 text-ink-2">No tasks yet.</p>
  return (
    <div className="h-full overflow-auto">
      <table className="w-full border-collapse text-13">
        <thead className="sticky top-0 bg-surface text-left text-12 text-ink-2">
          <tr>
            {['Revision', 'Task', 'State', 'Where', 'Service', 'Started', 'Ended', 'Waits for'].map((head) => (
              <th key={head} scope="col" className="px-2 py-0.5 font-400">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {newest.map((task) => (
            <Row key={task.id} task={task} />
          ))}
        </tbody>
      </table>
      {tasks.length > ROWS_SHOWN && (
        <p className="px-2 py-1 text-12 text-ink-2">{tasks.length - ROWS_SHOWN} older ones are in the list view.</p>
      )}
    </div>
  )
}

function placeOf(task: TaskView): string {
  const instance = world.rows.instances.get(task.containerInstanceId ?? '')
  const host = instance?.label ?? (task.fargate ? 'Fargate' : '')
  return [host, task.zone].filter(Boolean).join(', ')
}

/** "image pull 3 s, health checks 10 s": the same as the timeline's bars. */
const waitsOf = (task: TaskView): string =>
  phasesOf(task, world.nowMs)
    .filter(({ kind }) => kind !== 'healthy')
    .map(({ kind, fromMs, untilMs }) => `${PHASE_WORDS[kind]} ${duration(untilMs - fromMs)}`)
    .join(', ') || '–'

function Row({ task }: { task: TaskView }) {
  const chosen = useUi((state) => state.selection?.kind === 'task' && state.selection.id === task.id)
  return (
    <tr
      onPointerEnter={() => light([task.id, ...task.targetIds])}
      onPointerLeave={() => light()}
      className={chosen ? 'bg-accent/12' : 'hover:bg-sunken'}
    >
      <td className="px-2 py-0.5">
        <RevisionPlate revision={task.revision} width={22} height={16} numeral={11} />
      </td>
      <td className="px-2">
        <button
          type="button"
          onClick={() => select({ kind: 'task', id: task.id })}
          className="font-mono text-accent underline"
        >
          {task.shortId}
        </button>
      </td>
      <td className="whitespace-nowrap px-2">
        <span className="inline-flex items-center gap-1">
          <StatusGlyph word={task.word} size={14} />
          {task.failure ?? task.word}
        </span>
      </td>
      <td className="whitespace-nowrap px-2">{placeOf(task)}</td>
      <td className="px-2">{world.rows.services.get(task.serviceId ?? '')?.name ?? '–'}</td>
      <td className="whitespace-nowrap px-2">{task.startedAtMs === null ? '–' : timeText(task.startedAtMs)}</td>
      <td className="whitespace-nowrap px-2">{task.stoppedAtMs === null ? '–' : timeText(task.stoppedAtMs)}</td>
      <td className="px-2 text-12">{waitsOf(task)}</td>
    </tr>
  )
}
