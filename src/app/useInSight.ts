/** A frame that nobody sees waits: scrolled away, or in a hidden tab; seen again it resumes only what was running. */
import type { RefObject } from 'react'
import { useEffect } from 'react'
import { perform, playPause } from '../actions'
import { ui, useUi } from '../store'

/** Follows whether the element is in sight, for as long as it is mounted. */
export function useInSight(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let onScreen = true
    let waiting = false
    const settle = () => {
      const seen = onScreen && document.visibilityState === 'visible'
      // A run that starts out of sight waits too.
      if (!seen && ui().playing) waiting = true
      else if (seen && waiting) waiting = false
      else return
      if (ui().playing === !seen) void perform(playPause)
    }
    const observer = new IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? true
      settle()
    })
    if (element.current) observer.observe(element.current)
    const stop = useUi.subscribe((state, before) => {
      // Whoever set it playing goes on with it first.
      if (state.playing && !before.playing) queueMicrotask(settle)
    })
    document.addEventListener('visibilitychange', settle)
    return () => {
      observer.disconnect()
      stop()
      document.removeEventListener('visibilitychange', settle)
    }
  }, [element])
}
