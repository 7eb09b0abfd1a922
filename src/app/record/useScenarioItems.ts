/** What the scenario menu offers. */
import {
  copyReport,
  newWorkspace,
  openFile,
  perform,
  reset,
  saveFile,
  savePicturePng,
  savePictureSvg,
  saveScript,
  share,
  showGallery,
  showRename,
  showWorkspaces,
  switchWorkspace,
} from '../../actions'
import { loadPicture } from '../../graph'
import type { StorageState } from '../../store'
import { useRecord } from '../../store'
import type { MenuEntry } from '../../ui'

/** Workspaces in the menu; the rest are in their dialog. */
const LISTED = 5

export const storageNote: Record<StorageState, string | null> = {
  ok: null,
  full: 'Not kept: the browser has no room left. “Save as file” keeps it.',
  unavailable: 'Not kept: this browser gives the page no storage. “Save as file” keeps it.',
}

const draw = async () => (await loadPicture()).drawPicture()

/** Asks for a file and opens it. */
function pickFile(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file) void perform(openFile, file)
  })
  input.click()
}

export function useScenarioItems(): MenuEntry[] {
  const { workspaces, workspaceId, storage } = useRecord()
  const note = storageNote[storage]
  const kept = workspaces.slice(0, LISTED).map(({ id, name }) => ({
    id: `workspace-${id}`,
    label: name,
    checked: id === workspaceId,
    onSelect: () => void perform(switchWorkspace, { id, name }),
  }))
  return [
    ...(note ? [{ heading: note }] : []),
    { id: 'gallery', label: 'Scenario gallery …', onSelect: () => void perform(showGallery) },
    { id: 'new', label: 'New workspace', onSelect: () => void perform(newWorkspace) },
    { id: 'open', label: 'Open file …', onSelect: pickFile },
    { id: 'save', label: 'Save as file', onSelect: () => void perform(saveFile) },
    { id: 'share', label: 'Share …', onSelect: () => void perform(share) },
    { id: 'rename', label: 'Rename …', onSelect: () => void perform(showRename) },
    ...(kept.length > 0 ? [{ heading: 'Workspaces' }, ...kept] : []),
    { id: 'workspaces', label: 'All workspaces …', onSelect: () => void perform(showWorkspaces) },
    { heading: 'Take out' },
    { id: 'svg', label: 'Picture as SVG', onSelect: () => void perform(savePictureSvg, { draw }) },
    { id: 'png', label: 'Picture as PNG', onSelect: () => void perform(savePicturePng, { draw }) },
    { id: 'script', label: 'Session as shell script', onSelect: () => void perform(saveScript) },
    { id: 'report', label: 'Copy report', onSelect: () => void perform(copyReport) },
    'line',
    { id: 'reset', label: 'Start over', keys: 'R', onSelect: () => void perform(reset) },
  ]
}
