/** What the palette offers: every action that can be named without a form, and every object. */
import {
  activateInstance,
  badDeploys,
  crashTask,
  deploy,
  disconnectAgent,
  drainInstance,
  exhaustTask,
  faster,
  forceDeployment,
  nextLabel,
  openScenarioOf,
  openTerminal,
  perform,
  playPause,
  previousCause,
  redo,
  reset,
  runUntilSteady,
  setLaunchType,
  setTheme,
  showCompare,
  sickenTask,
  slower,
  stepBack,
  stepCause,
  stepEvent,
  stopInstance,
  stopTask,
  terminateInstance,
  toggleHelp,
  toggleList,
  togglePresenter,
  toggleXray,
  undo,
} from '../../actions'
import { KIND_WORDS, labelOf, TABLE_OF } from '../../panels'
import type { GalleryEntry } from '../../scenario'
import type { Selection, SelectionKind } from '../../store'
import { select, setUi, world } from '../../store'
import type { MenuEntry } from '../../ui'
import type { ServiceView } from '../../worker'

export interface PaletteItem {
  id: string
  /** Heading that it stands under. */
  section: string
  label: string
  hint?: string
  keys?: string
  /** Why it cannot be done now. */
  refusal?: string | null
  run: () => void
}

/** The part of an action that the palette reads. */
interface Doable<Args> {
  name: string
  label: (args: Args) => string
  refusal?: (args: Args) => string | null
  key?: { shown: string }
}

function item<Args>(section: string, action: Doable<Args>, args: Args): PaletteItem {
  return {
    id: action.name,
    section,
    label: action.label(args),
    refusal: action.refusal?.(args) ?? null,
    ...(action.key ? { keys: action.key.shown } : {}),
    run: () => void perform(action as Parameters<typeof perform<Args>>[0], args),
  }
}

const plain = (section: string, ...actions: Doable<undefined>[]): PaletteItem[] =>
  actions.map((action) => item(section, action, undefined))

/** Entries of a menu; headings and lines are left out. */
export const ofMenu = (section: string, entries: readonly MenuEntry[]): PaletteItem[] =>
  entries.flatMap((entry) =>
    typeof entry === 'object' && 'id' in entry && typeof entry.label === 'string'
      ? [
          {
            id: `${section} ${entry.id}`,
            section,
            label: entry.label,
            ...(entry.keys ? { keys: entry.keys } : {}),
            refusal: entry.disabledReason ?? null,
            run: entry.onSelect,
          },
        ]
      : [],
  )

function ofService(service: ServiceView): PaletteItem[] {
  const section = `Service ${service.name}`
  const args = { serviceId: service.id }
  const launchType = service.launchType === 'EC2' ? 'FARGATE' : 'EC2'
  return [
    { ...item(section, deploy, args), label: `Deploy ${nextLabel(service)}` },
    ...badDeploys.map((action) => item(section, action, args)),
    item(section, forceDeployment, args),
    item(section, setLaunchType, { ...args, launchType } as const),
  ]
}

function ofSelection({ kind, id }: Selection): PaletteItem[] {
  const row = world.rows[TABLE_OF[kind]].get(id)
  if (!row) return []
  const section = `${KIND_WORDS[kind]} ${labelOf(kind, row).name}`
  if (kind === 'task') {
    return [stopTask, crashTask, exhaustTask, sickenTask].map((action) => item(section, action, { taskId: id }))
  }
  if (kind !== 'instance') return []
  return [drainInstance, activateInstance, terminateInstance, stopInstance, disconnectAgent].map((action) =>
    item(section, action, { instanceId: id }),
  )
}

/**
 * What can be done to objects that are not selected, named with their object: "Drain i-2". At most `most`, and only where
 * the first word begins the action: who types an object's name wants to look at it.
 */
export function objectActions(words: readonly string[], selection: Selection | null, most: number): PaletteItem[] {
  const out: PaletteItem[] = []
  for (const kind of ['instance', 'task'] as const) {
    for (const row of world.rows[TABLE_OF[kind]].values()) {
      if (selection?.kind === kind && selection.id === row.id) continue
      const { name } = labelOf(kind, row)
      for (const found of ofSelection({ kind, id: row.id })) {
        if (found.refusal || !found.label.toLowerCase().startsWith(words[0] ?? '')) continue
        if (!holds(`${found.section} ${found.label}`, words)) continue
        if (out.length === most) return out
        out.push({ ...found, id: `${found.id} ${row.id}`, section: KIND_WORDS[kind], label: `${found.label} ${name}` })
      }
    }
  }
  return out
}

/** Actions, by how near they are to what is on the screen. */
export function actionItems(service: ServiceView | undefined, selection: Selection | null): PaletteItem[] {
  return [
    ...(selection ? ofSelection(selection) : []),
    ...(service ? ofService(service) : []),
    ...plain('Time', playPause, stepEvent, stepBack, stepCause, previousCause, runUntilSteady, undo, redo, faster),
    ...plain('Time', slower, reset),
    ...plain('View', toggleXray, showCompare, togglePresenter, toggleList, openTerminal, toggleHelp),
    ...(['traffic', 'placement'] as const).map((lens) => ({
      id: `lens ${lens}`,
      section: 'View',
      label: `Lens: ${lens}`,
      run: () => setUi({ lens }),
    })),
    ...(['light', 'dark', 'auto'] as const).map((theme) => ({
      ...item('View', setTheme, theme),
      id: `theme ${theme}`,
      label: `Theme: ${setTheme.label(theme).toLowerCase()}`,
    })),
  ]
}

export const scenarioItems = (entries: readonly GalleryEntry[]): PaletteItem[] =>
  entries.map((entry) => ({
    ...item('Scenarios', openScenarioOf, entry),
    id: `scenario ${entry.file}`,
    hint: entry.question,
    ...(entry.digit ? { keys: String(entry.digit) } : {}),
  }))

const GO_TO: SelectionKind[] = ['service', 'instance', 'task', 'loadBalancer', 'targetGroup', 'cluster', 'rule']

/** Objects whose words hold every word asked for; at most `most`. */
export function objectItems(words: readonly string[], most: number): PaletteItem[] {
  const out: PaletteItem[] = []
  for (const kind of GO_TO) {
    for (const row of world.rows[TABLE_OF[kind]].values()) {
      const { name, status } = labelOf(kind, row)
      if (!holds(`${KIND_WORDS[kind]} ${name} ${status}`, words)) continue
      if (out.length === most) return out
      out.push({
        id: `go ${kind} ${row.id}`,
        section: 'Go to',
        label: `${KIND_WORDS[kind]} ${name}`,
        hint: status,
        run: () => {
          setUi({ comparing: false })
          select({ kind, id: row.id })
        },
      })
    }
  }
  return out
}

export const wordsOf = (query: string): string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

const holds = (text: string, words: readonly string[]): boolean => {
  const low = text.toLowerCase()
  return words.every((word) => low.includes(word))
}

/** Those that hold every word, what begins with the first word in front, what only its hint holds last. */
export function search(items: readonly PaletteItem[], words: readonly string[]): PaletteItem[] {
  const found = items.filter(({ section, label, hint }) => holds(`${section} ${label} ${hint ?? ''}`, words))
  const [first = ''] = words
  const begins = ({ section, label }: PaletteItem) =>
    label.toLowerCase().startsWith(first) ? 0 : holds(`${section} ${label}`, words) ? 1 : 2
  return first === '' ? found : found.sort((a, b) => begins(a) - begins(b))
}
