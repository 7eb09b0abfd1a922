/**
 * The one frame loop: apply what the worker answered, tell the listeners, ask for the next frame. At most one frame
 * is unanswered, so a slow worker slows the clock and never queues work; a hidden tab gets no frames and so is paused.
 */
import { client } from '../worker'
import { speak } from './speak'
import { followBatch } from './ui'
import { flush, receive } from './world'

/** Longest frame that counts: after a pause of the page the clock does not jump. */
const LONGEST_FRAME_WALL_MS = 100

let started = false

/** Starts the loop; further calls do nothing. */
export function startLoop(): void {
  if (started) return
  started = true
  let lastWallMs = performance.now()
  let owedMs = 0
  let unanswered = false
  client.onBatch((batch) => {
    unanswered = false
    receive(batch)
    followBatch(batch)
  })
  client.onRestart(() => {
    unanswered = false
  })
  const frame = (wallMs: number) => {
    requestAnimationFrame(frame)
    owedMs = Math.min(LONGEST_FRAME_WALL_MS, owedMs + Math.max(0, wallMs - lastWallMs))
    lastWallMs = wallMs
    speak(flush())
    if (unanswered || !client.ready) return
    unanswered = true
    client.frame(owedMs)
    owedMs = 0
  }
  requestAnimationFrame(frame)
}
