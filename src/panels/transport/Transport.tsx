/** The transport: step, play, speed, clock, and the last command as a line (screens.md §2). */
import { ChevronLast, Pause, Play, RotateCcw, StepBack, StepForward } from 'lucide-react'
import { perform, playPause, reset, setSpeed, stepBack, stepCause, stepEvent } from '../../actions'
import { useClock, useHolding, useUi } from '../../store'
import { CopyButton, IconButton, MenuButton } from '../../ui'
import type { Speed } from '../../worker'
import { SPEEDS } from '../../worker'
import { shortTime, timeText } from '../time'
import { Passed } from './Passed'

export const speedText = (speed: Speed): string => (speed === 0.25 ? '¼×' : `${speed}×`)

export function Transport({ phone }: { phone: boolean }) {
  const playing = useUi((state) => state.playing)
  return (
    <section
      data-shortcuts
      aria-label="Transport"
      className={`flex items-center gap-1 border-line border-t bg-surface px-2 pb-[env(safe-area-inset-bottom)] ${
        phone ? 'min-h-14' : 'min-h-[52px]'
      }`}
    >
      <IconButton
        label="Back one event"
        keys={stepBack.key?.shown ?? ''}
        icon={<StepBack size={18} aria-hidden />}
        disabledReason={stepBack.refusal?.(undefined) ?? undefined}
      />
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="Space"
        icon={playing ? <Pause size={20} aria-hidden /> : <Play size={20} aria-hidden />}
        onClick={() => void perform(playPause)}
      />
      <IconButton
        label="On one event"
        keys="→"
        icon={<StepForward size={18} aria-hidden />}
        onClick={() => void perform(stepEvent)}
      />
      <IconButton
        label="Next cause"
        keys="N"
        icon={<ChevronLast size={20} aria-hidden />}
        onClick={() => void perform(stepCause)}
      />
      <SpeedMenu />
      <Clock phone={phone} />
      {!phone && (
        <IconButton
          label="Start over"
          keys="R"
          icon={<RotateCcw size={16} aria-hidden />}
          onClick={() => void perform(reset)}
        />
      )}
      <Passed />
      {!phone && <LastLine />}
    </section>
  )
}

function SpeedMenu() {
  const speed = useUi((state) => state.speed)
  const holding = useHolding()
  return (
    <span className="relative flex-none">
      <MenuButton
        hint={`Speed ${speedText(speed)}${holding ? ', holding' : ''}`}
        label={<span className="inline-block min-w-8 text-right">{speedText(speed)}</span>}
        items={[
          { heading: 'Simulated seconds per second' },
          ...SPEEDS.map((choice) => ({
            id: String(choice),
            label: speedText(choice),
            checked: choice === speed,
            onSelect: () => void perform(setSpeed, choice),
          })),
        ]}
      />
      {holding && (
        <span aria-hidden className="pointer-events-none absolute inset-x-0 -bottom-1.5 text-center text-11 text-ink-2">
          hold
        </span>
      )}
    </span>
  )
}

function Clock({ phone }: { phone: boolean }) {
  const now = useClock()
  return (
    <time
      data-testid="clock"
      dateTime={`PT${now / 1_000}S`}
      className="min-w-24 flex-none whitespace-nowrap px-2 text-right font-600 text-14 max-sm:ml-auto max-sm:min-w-0"
    >
      {phone ? shortTime(now) : timeText(now)}
    </time>
  )
}

/** The last command's line, with a copy button. */
function LastLine() {
  const lines = useUi((state) => state.lastLines)
  const last = lines.at(-1)
  if (!last) return null
  return (
    <span className="ml-auto flex min-w-0 items-center gap-1">
      <code className="min-w-0 truncate font-mono text-12 text-ink-2" title={lines.join('\n')}>
        $ {last}
      </code>
      <CopyButton text={lines.join('\n')} label={lines.length > 1 ? `Copy ${lines.length} lines` : 'Copy line'} />
    </span>
  )
}
