import type { TaskView } from '../../worker'
import type { Orientation, Rect } from '../geometry'
import { justAppeared } from '../scene'
import { TaskChip } from './TaskChip'

interface TaskChipsProps {
  tasks: readonly TaskView[]
  /** Gone from the state, and still on their way out of the picture. */
  leaving: readonly TaskView[]
  place: (slot: number) => Rect
  orientation: Orientation
}

/** The tasks of an instance card or a Fargate block, each in its slot. */
export function TaskChips({ tasks, leaving, place, orientation }: TaskChipsProps) {
  return (
    <>
      {tasks.map((task) => (
        <TaskChip
          key={task.id}
          task={task}
          {...place(task.slot)}
          orientation={orientation}
          moving={justAppeared(task.id) ? 'appear' : undefined}
        />
      ))}
      {leaving.map((task) => (
        <TaskChip
          key={`leaving ${task.id}`}
          task={task}
          {...place(task.slot)}
          orientation={orientation}
          moving="leave"
        />
      ))}
    </>
  )
}
