/** The text twin of the graph: services with their tasks. */
import { select, useTable } from '../../store'
import { StatusGlyph } from '../../ui'

export default function ListView() {
  const tasks = useTable('tasks')
  return (
    <ul aria-label="Tasks" className="h-full overflow-auto p-3">
      {tasks.map((task) => (
        <li key={task.id}>
          <button
            type="button"
            onClick={() => select({ kind: 'task', id: task.id })}
            className="inline-flex items-center gap-1"
          >
            <StatusGlyph word={task.word} size={14} /> task {task.shortId}, revision {task.revision}, {task.word}
          </button>
        </li>
      ))}
    </ul>
  )
}
