/** The question of a staged situation, large in the middle of the stage until the first key or click. */
import { useEffect } from 'react'
import { setUi, useUi } from '../store'

export function Question() {
  const asking = useUi((state) => state.asking)
  const situation = useUi((state) => state.situation)
  useEffect(() => {
    if (!asking) return
    const away = () => setUi({ asking: false })
    // The key or click does what it does anyhow; presenter keys look at `asking` themselves, so they come first.
    window.addEventListener('keydown', away)
    window.addEventListener('pointerdown', away)
    return () => {
      window.removeEventListener('keydown', away)
      window.removeEventListener('pointerdown', away)
    }
  }, [asking])
  if (!asking || !situation) return null
  return (
    <div className="pointer-events-none absolute inset-0 z-10 grid place-items-center p-4">
      <section
        aria-label="Question"
        className="max-w-[44rem] rounded-lane border-2 border-accent bg-surface px-6 py-5 text-center shadow-lg max-sm:px-4"
      >
        <h2 className="mb-2 text-16 text-ink-2">
          {situation.digit}. {situation.title}
        </h2>
        <p className="text-balance font-600 text-28 max-sm:text-20">{situation.question}</p>
      </section>
    </div>
  )
}
