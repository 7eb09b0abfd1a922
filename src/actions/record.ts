/** The record: gallery, workspaces, files, links, and what can be taken out of a run. */
import type { GalleryEntry } from '../scenario'
import {
  deleteWorkspace as deleteKept,
  loadFetching,
  loadWriting,
  openDialog,
  openWorkspace,
  record,
  renameWorkspace,
  setUi,
  ui,
} from '../store'
import { action } from './types'

export const showGallery = action({
  name: 'record.gallery',
  group: 'record',
  label: () => 'Open a scenario',
  effect: () => openDialog('gallery'),
})

export const openScenarioOf = action<Pick<GalleryEntry, 'file' | 'title' | 'at'>>({
  name: 'record.openScenario',
  group: 'record',
  label: ({ title }) => `Open ${title}`,
  effect: async (entry) => {
    openDialog(null)
    await (await loadFetching()).openGallery(entry)
  },
})

export const newWorkspace = action({
  name: 'record.new',
  group: 'record',
  label: () => 'New workspace',
  effect: async () => {
    await (await loadFetching()).openEmpty()
  },
})

export const openFile = action<File>({
  name: 'record.openFile',
  group: 'record',
  label: () => 'Open file',
  effect: async (file) => {
    await (await loadFetching()).openFile(file)
  },
})

export const showRename = action({
  name: 'record.showRename',
  group: 'record',
  label: () => 'Rename',
  effect: () => openDialog('rename'),
})

export const rename = action<string>({
  name: 'record.rename',
  group: 'record',
  label: () => 'Rename',
  refusal: (name) => (name.trim() === '' ? 'A workspace needs a name.' : null),
  effect: async (name) => {
    openDialog(null)
    await renameWorkspace(name)
  },
})

export const showWorkspaces = action({
  name: 'record.workspaces',
  group: 'record',
  label: () => 'All workspaces',
  effect: () => openDialog('workspaces'),
})

export const switchWorkspace = action<{ id: string; name: string }>({
  name: 'record.switch',
  group: 'record',
  label: ({ name }) => `Switch to ${name}`,
  effect: async ({ id }) => {
    openDialog(null)
    await openWorkspace(id)
  },
})

export const deleteWorkspace = action<{ id: string; name: string }>({
  name: 'record.delete',
  group: 'record',
  label: ({ name }) => `Delete ${name}`,
  effect: ({ id }) => deleteKept(id),
})

/** Brings back the workspace that was deleted last. */
export const undoDelete = action({
  name: 'record.undoDelete',
  group: 'record',
  label: () => 'Bring it back',
  refusal: () => (record().notice?.undo ? null : 'Nothing was deleted.'),
  effect: () => record().notice?.undo?.(),
})

export const share = action({
  name: 'record.share',
  group: 'record',
  label: () => 'Share',
  effect: () => openDialog('share'),
})

/** Gives a file to the browser to save. */
function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers read the address after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Does something that may not come about, and says why not. */
async function orTell(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    setUi({ trouble: { tone: 'bad', text: `${what}: ${reason}`, report: null } })
  }
}

export const saveFile = action({
  name: 'record.saveFile',
  group: 'record',
  label: () => 'Save as file',
  effect: () =>
    orTell('The file was not saved', async () => {
      const { fileName, presentFile } = await loadWriting()
      download(fileName(ui().title, '.ecs-playground.json'), await presentFile(), 'application/json')
    }),
})

export const saveScript = action({
  name: 'record.saveScript',
  group: 'record',
  label: () => 'Save session as shell script',
  effect: () =>
    orTell('The script was not saved', async () => {
      const { fileName, scriptText } = await loadWriting()
      download(fileName(ui().title, '.sh'), await scriptText(), 'text/x-shellscript')
    }),
})

export const copyScript = action({
  name: 'record.copyScript',
  group: 'record',
  label: () => 'Copy as shell script',
  effect: () =>
    orTell('The script was not copied', async () =>
      navigator.clipboard.writeText(await (await loadWriting()).scriptText()),
    ),
})

export const copyReport = action({
  name: 'record.copyReport',
  group: 'record',
  label: () => 'Copy report',
  effect: () =>
    orTell('The report was not copied', async () => {
      const { reportText } = await loadWriting()
      await navigator.clipboard.writeText(await reportText({}))
    }),
})

/** `draw` makes the picture: the graph's own (`loadPicture`). */
export interface PictureOf {
  draw: () => Promise<{ svg: string; png: () => Promise<Blob> }>
}

export const savePictureSvg = action<PictureOf>({
  name: 'record.pictureSvg',
  group: 'record',
  label: () => 'Save picture as SVG',
  effect: ({ draw }) =>
    orTell('The picture was not saved', async () => {
      const [{ fileName }, { svg }] = await Promise.all([loadWriting(), draw()])
      download(fileName(ui().title, '.svg'), svg, 'image/svg+xml')
    }),
})

export const savePicturePng = action<PictureOf>({
  name: 'record.picturePng',
  group: 'record',
  label: () => 'Save picture as PNG',
  effect: ({ draw }) =>
    orTell('The picture was not saved', async () => {
      const [{ fileName }, { png }] = await Promise.all([loadWriting(), draw()])
      download(fileName(ui().title, '.png'), await png(), 'image/png')
    }),
})
