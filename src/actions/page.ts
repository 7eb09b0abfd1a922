/** Time and view: what changes the page or the pace, not the run. */
import { closeXray, openXrayOfTask, openXrayOfTray, select, setUi, tellPassage, ui, world } from '../store'
import type { Speed } from '../worker'
import { client, SPEEDS } from '../worker'
import { action } from './types'

export const playPause = action({
  name: 'time.playPause',
  group: 'time',
  label: () => (ui().playing ? 'Pause' : 'Play'),
  key: { press: ' ', shown: 'Space' },
  effect: () => {
    const playing = !ui().playing
    setUi({ playing })
    if (playing) client.play()
    else client.pause()
  },
})

export const stepBack = action({
  name: 'time.stepBack',
  group: 'time',
  label: () => 'Back one event',
  key: { press: 'ArrowLeft', shown: '←' },
  refusal: () => 'Going back comes with the timeline.',
})

export const stepEvent = action({
  name: 'time.stepEvent',
  group: 'time',
  label: () => 'On one event',
  key: { press: 'ArrowRight', shown: '→' },
  effect: async () => {
    const fromMs = world.nowMs
    setUi({ playing: false })
    const { nowMs } = await client.stepEvent()
    tellPassage({ fromMs, toMs: nowMs, items: [] })
  },
})

export const stepCause = action({
  name: 'time.stepCause',
  group: 'time',
  label: () => 'Next cause',
  key: { press: 'n', shown: 'N' },
  effect: async () => {
    const fromMs = world.nowMs
    setUi({ playing: false })
    const { nowMs, skipped } = await client.stepCause()
    tellPassage({ fromMs, toMs: nowMs, items: skipped })
  },
})

export const setSpeed = action<Speed>({
  name: 'time.speed',
  group: 'time',
  label: (speed) => `${speed === 0.25 ? '¼' : speed}×`,
  effect: (speed) => {
    setUi({ speed })
    client.setSpeed(speed)
  },
})

const shift = (by: 1 | -1) => () => {
  const speed = SPEEDS[SPEEDS.indexOf(ui().speed) + by]
  if (speed === undefined) return
  setUi({ speed })
  client.setSpeed(speed)
}

export const faster = action({
  name: 'time.faster',
  group: 'time',
  label: () => 'Faster',
  key: { press: '+', shown: '+' },
  effect: shift(1),
})
export const slower = action({
  name: 'time.slower',
  group: 'time',
  label: () => 'Slower',
  key: { press: '-', shown: '-' },
  effect: shift(-1),
})

export const reset = action({
  name: 'time.reset',
  group: 'time',
  label: () => 'Start over',
  key: { press: 'r', shown: 'R' },
  effect: async () => {
    setUi({ selection: null, guess: null, skipped: null, passages: [], lastLines: [], refusal: null, xray: null })
    await client.reset()
  },
})

export const setTheme = action<'auto' | 'light' | 'dark'>({
  name: 'view.theme',
  group: 'view',
  label: (theme) => ({ auto: 'As the system', light: 'Light', dark: 'Dark' })[theme],
  effect: (theme) => setUi({ theme }),
})

export const toggleList = action({
  name: 'view.list',
  group: 'view',
  label: () => (ui().stageView === 'graph' ? 'Show as list' : 'Show as graph'),
  effect: () => setUi({ stageView: ui().stageView === 'graph' ? 'list' : 'graph' }),
})

export const toggleHelp = action({
  name: 'view.help',
  group: 'view',
  label: () => 'Help',
  key: { press: '?', shown: '?' },
  effect: () => setUi({ helpOpen: !ui().helpOpen }),
})

/** What an X-ray would be of: the selected task, else the tray of the selected or shown service, else any tray. */
function xraySubject(): { task: string } | { tray: string } | null {
  const { selection, serviceId } = ui()
  if (selection?.kind === 'task' && world.rows.tasks.has(selection.id)) return { task: selection.id }
  const wanted = selection?.kind === 'service' ? selection.id : serviceId
  const trays = [...world.rows.services.values()].filter((service) => service.tray?.decisionId)
  const service = trays.find((candidate) => candidate.id === wanted) ?? trays[0]
  return service ? { tray: service.id } : null
}

export const toggleXray = action({
  name: 'view.xray',
  group: 'view',
  label: () => 'X-ray',
  key: { press: 'x', shown: 'X' },
  refusal: () =>
    ui().xray || xraySubject() ? null : 'Select a task first: the X-ray shows why it stands where it does.',
  effect: async () => {
    const subject = xraySubject()
    if (ui().xray || !subject) closeXray()
    else if ('task' in subject) await openXrayOfTask(subject.task)
    else await openXrayOfTray(subject.tray)
  },
})

/** Esc on stage or body: the X-ray first, then the inspector. */
export const back = action({
  name: 'view.back',
  group: 'view',
  label: () => 'Back',
  key: { press: 'Escape', shown: 'Esc' },
  effect: () => {
    if (ui().xray) closeXray()
    else select(null)
  },
})
