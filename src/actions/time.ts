/** Time: pace, steps, jumps, undo and branches. */
import { scrubTo, setUi, tellPassage, timeline, ui, world } from '../store'
import type { JumpResult, Speed } from '../worker'
import { client, SPEEDS } from '../worker'
import { action } from './types'

/** A jump that stops the clock; what belonged to the instant that was left goes. */
async function travel(go: () => Promise<JumpResult>): Promise<void> {
  setUi({ playing: false, refusal: null, xray: null })
  const { nowMs } = await go()
  const { guess, passages } = ui()
  // A question asked later than now is not asked yet.
  if (guess?.forMs != null && guess.forMs > nowMs) setUi({ guess: null })
  setUi({ skipped: null, passages: passages.filter((passage) => passage.toMs <= nowMs) })
}

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
  refusal: () => (world.nowMs > 0 ? null : 'This is the beginning.'),
  effect: () => travel(() => client.stepBack()),
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

export const previousCause = action({
  name: 'time.previousCause',
  group: 'time',
  label: () => 'Previous cause',
  refusal: () => (world.nowMs > 0 ? null : 'This is the beginning.'),
  effect: () => travel(() => client.previousCause()),
})

export const runUntilSteady = action({
  name: 'time.runUntilSteady',
  group: 'time',
  label: () => 'Run until steady',
  effect: async () => {
    const fromMs = world.nowMs
    setUi({ playing: false })
    const { found, nowMs, skipped } = await client.runUntilSteady()
    if (found && nowMs === fromMs) return tellPassage({ fromMs, toMs: nowMs, items: [], note: 'Steady already' })
    const note = found ? null : 'Not steady yet'
    tellPassage({ fromMs, toMs: nowMs, items: skipped, ...(note ? { note } : {}) })
  },
})

/** "UpdateService" → "update service". */
const verb = (operation: string): string => operation.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase()

export const undo = action({
  name: 'time.undo',
  group: 'time',
  label: () => {
    const operation = timeline().undo
    return operation ? `Undo ${verb(operation)}` : 'Undo'
  },
  key: { press: 'u', shown: 'U' },
  refusal: () => (timeline().undo ? null : 'Nothing to undo.'),
  effect: async () => {
    setUi({ lastLines: [] })
    await travel(() => client.undo())
  },
})

export const redo = action({
  name: 'time.redo',
  group: 'time',
  label: () => {
    const operation = timeline().redo
    return operation ? `Redo ${verb(operation)}` : 'Redo'
  },
  refusal: () => (timeline().redo ? null : 'Nothing to redo.'),
  effect: () => travel(() => client.redo()),
})

export const goTo = action<number>({
  name: 'time.goTo',
  group: 'time',
  label: () => 'Go to',
  effect: (ms) =>
    travel(async () => {
      await scrubTo(ms)
      return { found: true, nowMs: Math.round(ms), skipped: [] }
    }),
})

export const reopenBranch = action<string>({
  name: 'time.reopenBranch',
  group: 'time',
  label: () => 'Reopen',
  effect: (id) => travel(() => client.reopenBranch(id)),
})

export const renameBranch = action<{ id: string; name: string }>({
  name: 'time.renameBranch',
  group: 'time',
  label: () => 'Rename',
  refusal: ({ name }) => (name.trim() === '' ? 'A name has at least one letter.' : null),
  effect: async ({ id, name }) => {
    await client.renameBranch(id, name)
  },
})

export const deleteBranch = action<string>({
  name: 'time.deleteBranch',
  group: 'time',
  label: () => 'Delete',
  refusal: (id) => (timeline().branches.find((branch) => branch.id === id)?.current ? 'It is being played.' : null),
  effect: async (id) => {
    await client.deleteBranch(id)
  },
})
