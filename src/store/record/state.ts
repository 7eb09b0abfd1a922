/** What the page knows of kept work: the workspace being played, the others, and how storage is. */
import { create } from 'zustand'

export interface WorkspaceMeta {
  id: string
  name: string
  /** Wall ms since 1970, when it was last kept. */
  keptAt: number
}

/** `full`: the last attempt to keep failed for lack of room; `unavailable`: the browser gives no storage. */
export type StorageState = 'ok' | 'full' | 'unavailable'
export type RecordDialog = 'gallery' | 'share' | 'workspaces' | 'rename'

/** One quiet sentence about what became of a workspace. */
export interface Notice {
  text: string
  undo?: () => void
}

interface RecordState {
  /** null: the run is not kept; it will be with its first command. */
  workspaceId: string | null
  /** Newest first. */
  workspaces: readonly WorkspaceMeta[]
  storage: StorageState
  notice: Notice | null
  dialog: RecordDialog | null
}

export const useRecord = create<RecordState>()(() => ({
  workspaceId: null,
  workspaces: [],
  storage: 'ok',
  notice: null,
  dialog: null,
}))

export const setRecord = useRecord.setState
export const record = (): RecordState => useRecord.getState()
export const openDialog = (dialog: RecordDialog | null): void => setRecord({ dialog })
