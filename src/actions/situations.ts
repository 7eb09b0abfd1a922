/** For the room: famous situations on the digits, and what a presentation remote sends (interaction.md 23). */
import { loadSituations, setUi, ui, world } from '../store'
import { client } from '../worker'
import { perform } from './perform'
import { previousCause, stepCause } from './time'
import { action } from './types'

export const stageSituation = action<number>({
  name: 'room.situation',
  group: 'time',
  label: () => 'Stage a famous situation, paused',
  effect: async (digit) => {
    await (await loadSituations()).stageSituation(digit)
  },
})

export const togglePresenter = action({
  name: 'view.present',
  group: 'view',
  label: () => (ui().presenting ? 'Leave presenter mode' : 'Present'),
  effect: () => setUi({ presenting: !ui().presenting, selection: null, dockTab: 'envelope', presentDock: false }),
})

export const showCompare = action({
  name: 'view.compare',
  group: 'view',
  label: () => 'Compare two settings',
  effect: () => {
    // The comparison wants the dock's room.
    setUi({ comparing: true, dockOpen: false, selection: null, xray: null })
  },
})

/** On: away with the question, then cause by cause; when nothing more happens, the next situation. */
export const presentNext = action({
  name: 'room.next',
  group: 'time',
  label: () => 'Presenter: next cause or situation',
  effect: async () => {
    if (ui().asking) return setUi({ asking: false })
    const beforeMs = world.nowMs
    await perform(stepCause)
    if (ui().skipped?.toMs === beforeMs) await (await loadSituations()).stageBeside(1)
  },
})

/** Back: cause by cause; from where a situation opens, the situation before. */
export const presentPrevious = action({
  name: 'room.previous',
  group: 'time',
  label: () => 'Presenter: previous cause or situation',
  effect: async () => {
    const { situation, asking } = ui()
    if (situation && (asking || world.nowMs <= situation.atMs)) await (await loadSituations()).stageBeside(-1)
    else {
      await perform(previousCause)
      // Not past where the situation opens.
      if (situation && (await client.snapshot()).nowMs < situation.atMs) await client.goTo(situation.atMs)
    }
  },
})
