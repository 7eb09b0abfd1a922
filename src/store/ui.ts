/** The page's own state: what is selected, shown and how fast. Nothing here is part of a run. */
import { create } from 'zustand'
import type { Batch, DecisionDetail, PlacesAhead, Skipped, Speed } from '../worker'

export type SelectionKind =
  | 'task'
  | 'instance'
  | 'service'
  | 'deployment'
  | 'cluster'
  | 'zone'
  | 'loadBalancer'
  | 'listener'
  | 'rule'
  | 'targetGroup'
  | 'target'

export interface Selection {
  kind: SelectionKind
  id: string
}

export type Theme = 'auto' | 'light' | 'dark'
export type Lens = 'traffic' | 'placement'
export type DockTab = 'envelope' | 'events' | 'tasks' | 'metrics' | 'cost' | 'commands' | 'terminal'
export type NewKind = 'cluster' | 'instances' | 'balancer' | 'service' | 'task' | 'traffic'
export type StageView = 'graph' | 'list'
/** A frame of the picture alone: with an embed's strip, or with nothing at all. */
export type Bare = 'embed' | 'picture'

/** A guess for the running or next deployment: a number, or skipped. */
export interface Guess {
  serviceId: string
  value: number | 'skipped' | null
  /** Instant of the deployment it belongs to; null while that one is still to come. */
  forMs: number | null
}

/** What a jump passed over. */
export interface Passage {
  fromMs: number
  toMs: number
  items: readonly Skipped[]
  /** Said first: "Not steady yet". */
  note?: string
}

export interface Situation {
  digit: number
  title: string
  question: string
  /** Where it opens. */
  atMs: number
}

export interface Trouble {
  tone: 'warn' | 'bad'
  text: string
  /** For "Copy report". */
  report: string | null
}

export interface UiState {
  selection: Selection | null
  /** Ids lit from the event log or the target group (and the other way round). */
  lit: ReadonlySet<string>
  /** Service of the service bar; null = the first. */
  serviceId: string | null
  theme: Theme
  lens: Lens
  stageView: StageView
  dockTab: DockTab
  dockHeight: number
  dockOpen: boolean
  sheet: 'peek' | 'half' | 'full'
  playing: boolean
  speed: Speed
  /** What the last jump passed over; shown for some seconds. */
  skipped: Passage | null
  /** All of them, oldest first: the Commands tab lists them. */
  passages: readonly Passage[]
  /** The sentence of the polite live region. */
  spoken: string
  guess: Guess | null
  trouble: Trouble | null
  /** A refusal at its place: key of the control, teaching line first; how many commands of the click were done before. */
  refusal: { where: string; name: string; message: string; done?: number } | null
  helpOpen: boolean
  paletteOpen: boolean
  shortcutsOn: boolean
  /** Task definition in the editor: an ARN, 'new', or null when closed. */
  editing: string | null
  /** Form of "New" that is open. */
  creating: NewKind | null
  /** The command line was asked for by its key and takes the focus once it is there. */
  terminalWanted: boolean
  /** What had the focus before: Esc leads back. */
  terminalFrom: HTMLElement | null
  /** CLI lines of the last action, newest last. */
  lastLines: readonly string[]
  /** The placement laid over the stage, in full; null = none (store/xray.ts). */
  xray: DecisionDetail | null
  /** With the placement lens: where the next tasks would go (app/ahead.ts). */
  ahead: PlacesAhead | null
  title: string
  ready: boolean
  /** Two settings side by side take the place of the stage. */
  comparing: boolean
  /** The page is only a frame for a link's run: nothing of it is kept (interaction.md 28). */
  bare: Bare | null
  /** Large type for a room; bars and dock fold into the edges. */
  presenting: boolean
  /** Presenter mode: the dock was asked for. */
  presentDock: boolean
  /** The famous situation that was staged last in this run. */
  situation: Situation | null
  /** Its question stands in the middle of the stage until the first key or click. */
  asking: boolean
}

interface Remembered {
  theme: Theme
  speed: Speed
  dockTab: DockTab
  dockHeight: number
  shortcutsOn: boolean
}

const STORAGE_KEY = 'ecs-playground/ui'

/** Reads what the browser remembers; storage may be forbidden or hold anything. */
function remembered(): Partial<Remembered> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const { theme, speed, dockTab, dockHeight, shortcutsOn } = value as Record<string, unknown>
    const out: Partial<Remembered> = {}
    if (theme === 'light' || theme === 'dark' || theme === 'auto') out.theme = theme
    if ([0.25, 1, 5, 10, 60, 600].includes(speed as number)) out.speed = speed as Speed
    if (['envelope', 'events', 'tasks', 'commands', 'terminal'].includes(dockTab as string))
      out.dockTab = dockTab as DockTab
    if (typeof dockHeight === 'number' && dockHeight >= 100 && dockHeight <= 900) out.dockHeight = dockHeight
    if (typeof shortcutsOn === 'boolean') out.shortcutsOn = shortcutsOn
    return out
  } catch {
    return {}
  }
}

/** What the link in the address asks for, told before it is read so that nothing else is drawn first. */
function bareAsked(): Bare | null {
  const [, asked] = /[#&](ui=none|embed=1)(&|$)/.exec(globalThis.location?.hash ?? '') ?? []
  return asked ? (asked === 'embed=1' ? 'embed' : 'picture') : null
}

export const useUi = create<UiState>()(() => ({
  selection: null,
  lit: new Set<string>(),
  serviceId: null,
  theme: 'auto',
  lens: 'traffic',
  stageView: 'graph',
  dockTab: 'envelope',
  dockHeight: 124,
  dockOpen: true,
  sheet: 'peek',
  playing: false,
  speed: 5,
  skipped: null,
  passages: [],
  spoken: '',
  guess: null,
  trouble: null,
  refusal: null,
  helpOpen: false,
  paletteOpen: false,
  ahead: null,
  shortcutsOn: true,
  editing: null,
  creating: null,
  terminalWanted: false,
  terminalFrom: null,
  lastLines: [],
  xray: null,
  title: '',
  ready: false,
  comparing: false,
  bare: bareAsked(),
  presenting: false,
  presentDock: false,
  situation: null,
  asking: false,
  ...remembered(),
}))

useUi.subscribe((state, before) => {
  const keys = ['theme', 'speed', 'dockTab', 'dockHeight', 'shortcutsOn'] as const
  // Choices made in a frame, or by its link, are not the reader's own.
  if (state.bare || keys.every((key) => state[key] === before[key])) return
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(keys.map((key) => [key, state[key]]))))
  } catch {
    // Storage is not available: the choice lasts as long as the page.
  }
})

/** Changes the page's state from anywhere. */
export const setUi = useUi.setState
export const ui = (): UiState => useUi.getState()

/** Selects an object, or nothing. */
export function select(selection: Selection | null): void {
  const now = ui().selection
  if (now?.id === selection?.id && now?.kind === selection?.kind) return
  setUi({ selection })
}

const NOBODY: ReadonlySet<string> = new Set()

/** Lights objects (row ids) on stage, list and log; none given puts all out. */
export function light(ids: Iterable<string> = []): void {
  const lit = new Set(ids)
  if (lit.size === 0 && ui().lit.size === 0) return
  setUi({ lit: lit.size === 0 ? NOBODY : lit })
}

const PASSAGES_KEPT = 200

/** Tells what a jump passed over: in the transport for some seconds, and in the Commands tab. */
export function tellPassage(passage: Passage): void {
  setUi({ skipped: passage, passages: [...ui().passages, passage].slice(-PASSAGES_KEPT) })
}

/** Takes over what the run itself stopped. Playing is the user's: a batch from before the last press must not undo it. */
export function followBatch(batch: Batch): void {
  if (!batch.refused) return
  const text = `The scenario stopped at ${batch.refused.place}: ${batch.refused.message}`
  setUi({ playing: false, trouble: { tone: 'bad', text, report: null } })
}
