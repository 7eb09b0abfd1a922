/**
 * A link's picture in somebody's page or on a wall: the stage, and for an embed a thin strip with play, clock and the way to
 * the whole page (interaction.md 28). It changes nothing of the run and keeps nothing; out of sight it waits.
 */
import { ExternalLink, OctagonAlert, Pause, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { perform, playPause } from '../actions'
import { Stage } from '../graph'
import { wholePage } from '../scenario'
import type { Bare } from '../store'
import { setUi, useClock, useIds, useRow, useUi } from '../store'
import { IconButton, Strip } from '../ui'
import { listenForBareKeys } from './bareKeys'
import { Question } from './Question'
import { useInSight } from './useInSight'

export default function BareFrame({ bare }: { bare: Bare }) {
  const frame = useRef<HTMLDivElement>(null)
  const name = useUi((state) => state.title) || 'ECS Playground'
  const ready = useUi((state) => state.ready)
  const trouble = useUi((state) => state.trouble)
  const empty = useIds('clusters').length === 0
  useInSight(frame)
  useEffect(() => listenForBareKeys(), [])
  return (
    <div ref={frame} className="flex h-dvh flex-col overflow-hidden">
      {trouble && (
        <Strip tone={trouble.tone} onClose={ready ? () => setUi({ trouble: null }) : undefined}>
          {trouble.text}
        </Strip>
      )}
      {/* The page around a frame has a main part of its own: this one has a name. */}
      <main
        id="stage"
        aria-label={name}
        tabIndex={-1}
        data-shortcuts
        className="relative min-h-0 flex-1 bg-bg outline-none"
      >
        <h1 className="sr-only">{name}</h1>
        <Stage />
        {ready && empty && <p className="absolute inset-0 grid place-items-center text-ink-2">No cluster yet</p>}
        <Question />
      </main>
      {bare === 'embed' && <EmbedStrip />}
    </div>
  )
}

function EmbedStrip() {
  const playing = useUi((state) => state.playing)
  const ready = useUi((state) => state.ready)
  return (
    <section
      data-shortcuts
      aria-label="Transport"
      className="flex min-h-10 flex-none flex-wrap items-center gap-x-2 border-line border-t bg-surface px-1 sm:flex-nowrap"
    >
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="Space"
        icon={playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
        disabledReason={ready ? undefined : 'There is no run to play.'}
        onClick={() => void perform(playPause)}
      />
      <Clock />
      <Why />
      <OpenFull />
    </section>
  )
}

function Clock() {
  const now = useClock()
  const seconds = Math.floor(now / 1_000)
  return (
    <time data-testid="clock" dateTime={`PT${now / 1_000}S`} className="flex-none whitespace-nowrap font-600 text-13">
      {Math.floor(seconds / 60)} min {seconds % 60} s
    </time>
  )
}

/** What the first service waits for, in the engine's own sentence: between the controls, or above them with room for two lines. */
function Why() {
  const service = useRow('services', useIds('services')[0])
  const { sentence = '', canProgress = true } = service?.why ?? {}
  return (
    <div className="flex min-w-0 flex-1 items-center justify-center px-1 max-sm:order-first max-sm:min-h-9 max-sm:basis-full max-sm:justify-start [@media(max-height:219px)]:hidden">
      <p
        title={sentence}
        className={`flex min-w-0 items-center gap-1.5 px-1.5 py-0.5 text-12 leading-tight ${canProgress ? 'text-ink-2' : 'rounded-chip bg-bad-tint'}`}
      >
        {!canProgress && <OctagonAlert size={16} aria-hidden className="flex-none text-bad" />}
        <span data-testid="why-line" className="line-clamp-3">
          {sentence}
        </span>
      </p>
    </div>
  )
}

/** Leads to the moment that the clock shows. */
function OpenFull() {
  const now = useClock()
  const playing = useUi((state) => state.playing)
  const ready = useUi((state) => state.ready)
  // After a refusal the link in the address leads nowhere: the page itself is opened.
  const fragment = ready ? wholePage(location.hash, now, playing) : ''
  return (
    <a
      href={`${location.pathname}${location.search}${fragment}`}
      target="_blank"
      rel="noopener"
      className="hit ml-auto inline-flex flex-none items-center gap-1 whitespace-nowrap rounded-card px-1.5 py-1 font-600 text-13 text-accent underline"
    >
      Open full
      <ExternalLink size={14} aria-hidden />
    </a>
  )
}
