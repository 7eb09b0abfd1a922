/** The record kept: workspaces in the browser, links, files. */
export { refreshIndex, startAutosave } from './autosave'
export { openScenario } from './open'
export {
  type Notice,
  openDialog,
  type RecordDialog,
  record,
  type StorageState,
  setRecord,
  useRecord,
  type WorkspaceMeta,
} from './state'
export { deleteWorkspace, openLast, openWorkspace, renameWorkspace } from './workspaces'
export type { LinkChoices } from './write'

/** Links, files and scenarios of the gallery: a chunk of its own. */
export const loadFetching = () => import('./fetch')
/** Files, links, reports, scripts: a chunk of its own. */
export const loadWriting = () => import('./write')
