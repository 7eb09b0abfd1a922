/** Scenarios that come from elsewhere: a link's fragment, a file of the gallery. Loaded on demand. */
import type { GalleryEntry, ShareLink } from '../../scenario'
import { decodeLink, parseDuration } from '../../scenario'
import type { Speed } from '../../worker'
import { SPEEDS } from '../../worker'
import type { DockTab, Lens, SelectionKind } from '../ui'
import { select, setUi } from '../ui'
import { onFrame, world } from '../world'
import { leaveAddress, messageOf, openScenario, tellRefusal } from './open'

/** Opens a scenario of the gallery by its entry. */
export async function openGallery({ file, title, at }: Pick<GalleryEntry, 'file' | 'title' | 'at'>): Promise<boolean> {
  const text = await galleryText(file, title)
  if (text === null) return false
  const opened = await openScenario(text, { what: title, title, untilMs: parseDuration(at ?? 0) ?? 0, play: true })
  if (opened) leaveAddress()
  return opened
}

async function galleryText(file: string, what: string): Promise<string | null> {
  try {
    const answer = await fetch(`./scenarios/${file}`)
    if (!answer.ok) throw new Error(`there is no scenario ${file}`)
    return await answer.text()
  } catch (error) {
    tellRefusal(what, messageOf(error))
    return null
  }
}

/** Opens a link's fragment. False when it was refused, which is then told. */
export async function openLink(fragment: string): Promise<boolean> {
  let link: ShareLink
  try {
    link = await decodeLink(fragment)
  } catch (error) {
    tellRefusal('The link', messageOf(error))
    return false
  }
  const { scenarioText, scenario, atMs, play, speed } = link
  let file: unknown = scenarioText
  if (file === undefined && scenario !== undefined) file = await galleryText(`${scenario}.json`, 'The link')
  if (file === null) return false
  if (file === undefined) {
    tellRefusal('The link', 'it names no scenario that this version has')
    return false
  }
  const opened = await openScenario(file, {
    what: 'The link',
    ...(atMs === undefined ? {} : { untilMs: atMs }),
    ...(play ? { play } : {}),
    ...(SPEEDS.includes(speed as Speed) ? { speed: speed as Speed } : {}),
  })
  if (opened) applyView(link)
  return opened
}

const LENSES: readonly Lens[] = ['traffic', 'placement']
const PANELS: readonly DockTab[] = ['envelope', 'events', 'tasks', 'commands', 'terminal']

function applyView({ lens, panel, selection, presenter }: ShareLink): void {
  if (presenter) setUi({ presenting: true, presentDock: false })
  if (LENSES.includes(lens as Lens)) setUi({ lens: lens as Lens })
  if (PANELS.includes(panel as DockTab)) setUi({ dockTab: panel as DockTab, dockOpen: true })
  const [kind = '', id = ''] = selection?.split(/:(.*)/s) ?? []
  const table = TABLES[kind as SelectionKind]
  if (!table) return
  const stop = onFrame(({ reset }) => {
    if (!reset) return
    stop()
    if (world.rows[table].has(id)) select({ kind: kind as SelectionKind, id })
  })
}

/** Where the rows of a selection's kind are. */
const TABLES: Readonly<Partial<Record<SelectionKind, keyof typeof world.rows>>> = {
  task: 'tasks',
  instance: 'instances',
  service: 'services',
  deployment: 'deployments',
  cluster: 'clusters',
  zone: 'zones',
  loadBalancer: 'loadBalancers',
  listener: 'listeners',
  rule: 'rules',
  targetGroup: 'targetGroups',
  target: 'targets',
}
