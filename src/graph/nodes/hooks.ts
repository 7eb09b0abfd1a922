import { useCallback, useSyncExternalStore } from 'react'
import type { TaskView } from '../../worker'
import type { EdgeFlow, Failure } from '../flow'
import { failureAt, flowOf, subscribeFlow } from '../flow'
import { leavingIn, subscribeParent, tasksIn } from '../scene'

/** The tasks in an instance or a Fargate block; renders again when one of them changes. */
export function useTasksIn(key: string): { tasks: readonly TaskView[]; leaving: readonly TaskView[] } {
  const subscribe = useCallback((listener: () => void) => subscribeParent(key, listener), [key])
  const tasks = useSyncExternalStore(subscribe, () => tasksIn(key))
  return { tasks, leaving: leavingIn(key) }
}

export function useFlow(edgeId: string): EdgeFlow {
  const subscribe = useCallback((listener: () => void) => subscribeFlow(edgeId, listener), [edgeId])
  return useSyncExternalStore(subscribe, () => flowOf(edgeId))
}

export function useFailure(key: string): Failure | null {
  const subscribe = useCallback((listener: () => void) => subscribeFlow(key, listener), [key])
  return useSyncExternalStore(subscribe, () => failureAt(key))
}
