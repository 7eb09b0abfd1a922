/** Scenarios that come from elsewhere: a link's fragment, a file of the gallery or of the reader's. Loaded on demand. */
import type { GalleryEntry, ShareLink } from '../../scenario'
import { decodeLink, parseDuration } from '../../scenario'
import type { Speed } from '../../worker'
import { client, SPEEDS } from '../../worker'
import type { Bare, DockTab, Lens, SelectionKind } from '../ui'
import { select, setUi, ui } from '../ui'
import { onFrame, world } from '../world'
import { leaveAddress, messageOf, openScenario, tellRefusal } from './open'

/** A file of more bytes is not even read (design.md §5). */
const MOST_BYTES = 1_048_576

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

/** Opens a file that was chosen or dropped. */
export async function openFile(file: File): Promise<boolean> {
  // A frame shows its link and nothing else.
  if (ui().bare) return false
  if (file.size > MOST_BYTES) {
    tellRefusal(file.name, 'the file is larger than 1 MiB')
    return false
  }
  let text: string
  try {
    text = await file.text()
  } catch (error) {
    tellRefusal(file.name, messageOf(error))
    return false
  }
  const title = file.name.replace(/(\.ecs-playground)?\.json$/i, '')
  const opened = await openScenario(text, { what: file.name, title })
  if (opened) leaveAddress()
  return opened
}

/** A workspace with nothing in it. */
export async function openEmpty(): Promise<boolean> {
  const opened = await openScenario({ format: 'ecs-playground/1', title: 'Untitled', steps: [] }, { what: 'Nothing' })
  if (opened) leaveAddress()
  return opened
}

/** What a bare frame shows when its link names nothing. */
const FIRST = { file: 'opening.json', atMs: 180_000 }

/**
 * Opens a link's fragment. A presenter's link that names no run shows the reader's own: `openOwn` opens it, else it is there.
 * False when nothing was opened, which is then told.
 */
export async function openLink(fragment: string, openOwn?: () => Promise<boolean>): Promise<boolean> {
  let link: ShareLink
  try {
    link = await decodeLink(fragment)
  } catch (error) {
    tellRefusal('The link', messageOf(error))
    return false
  }
  const { scenarioText, scenario, lesson, presenter } = link
  const named = scenarioText !== undefined || scenario !== undefined
  const opens = named || bareOf(link) !== null
  if (!opens && !presenter) {
    if (lesson === undefined) tellRefusal('The link', 'it names no scenario that this version has')
    else tellLesson(lesson)
    return false
  }
  const picture = awaitPicture(!opens && !openOwn)
  const opened = opens ? await openRun(link) : await openOwn?.()
  if (opened === false) {
    picture.forget()
    return false
  }
  if (!opens) followPace(link)
  applyView(link, picture.then)
  if (lesson !== undefined) tellLesson(lesson)
  return true
}

const bareOf = ({ embed, hideInterface }: ShareLink): Bare | null =>
  hideInterface ? 'picture' : embed ? 'embed' : null

/** Opens the run that the link carries or names, else the opening scenario. */
async function openRun({ scenarioText, scenario, atMs, play = false, speed }: ShareLink): Promise<boolean> {
  const first = scenarioText === undefined && scenario === undefined
  const file = scenarioText ?? (await galleryText(first ? FIRST.file : `${scenario}.json`, 'The link'))
  if (file === null) return false
  const untilMs = atMs ?? (first ? FIRST.atMs : undefined)
  return openScenario(file, {
    what: 'The link',
    play,
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(isSpeed(speed) ? { speed } : {}),
  })
}

const isSpeed = (speed: number | undefined): speed is Speed => SPEEDS.includes(speed as Speed)

/** Speed and play of a link that opens no run of its own. */
function followPace({ play, speed }: ShareLink): void {
  if (isSpeed(speed)) {
    setUi({ speed })
    client.setSpeed(speed)
  }
  if (!play) return
  setUi({ playing: true })
  client.play()
}

/** There are no lessons yet: what else the link names is there all the same. */
function tellLesson(lesson: string): void {
  const before = ui().trouble?.text
  const text = `The link names the lesson “${lesson}”, which this version does not have.`
  setUi({ trouble: { tone: 'warn', text: before ? `${before} ${text}` : text, report: null } })
}

const LENSES: readonly Lens[] = ['traffic', 'placement']
const PANELS: readonly DockTab[] = ['envelope', 'events', 'tasks', 'commands', 'terminal']

interface Picture {
  /** Does it once the first picture of the run is there. */
  then: (act: () => void) => void
  forget: () => void
}

/** Watches for the first picture of the run that is being opened; it may come before its opening is answered. */
function awaitPicture(isThere: boolean): Picture {
  let wanted = () => {}
  const forget = onFrame(({ reset }) => {
    // The worker's very first picture is empty: the run comes after it.
    if (!reset || world.rows.clusters.size === 0) return
    isThere = true
    forget()
    wanted()
  })
  const then = (act: () => void) => {
    if (isThere) act()
    else wanted = act
  }
  return { then, forget }
}

/** How the link wants it shown; a word that this version does not know changes nothing. */
function applyView(link: ShareLink, whenThere: Picture['then']): void {
  const { lens, panel, selection, presenter = false } = link
  const bare = bareOf(link)
  setUi({ bare })
  if (presenter || bare) setUi({ presenting: presenter, presentDock: false })
  if (LENSES.includes(lens as Lens)) setUi({ lens: lens as Lens })
  if (PANELS.includes(panel as DockTab) && !bare)
    setUi({ dockTab: panel as DockTab, dockOpen: true, presentDock: presenter, sheet: 'half' })
  const [kind = '', id = ''] = selection?.split(/:(.*)/s) ?? []
  if (!Object.hasOwn(TABLES, kind)) return
  const table = TABLES[kind as SelectionKind]
  whenThere(() => {
    if (world.rows[table].has(id)) select({ kind: kind as SelectionKind, id })
  })
}

/** Where the rows of a selection's kind are. */
const TABLES: Readonly<Record<SelectionKind, keyof typeof world.rows>> = {
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
