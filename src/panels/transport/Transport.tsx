/** The transport: step, play, speed, clock, and the last command as a line (screens.md §2). */
import {
  ChevronFirst,
  ChevronLast,
  ChevronsRight,
  Ellipsis,
  Pause,
  Play,
  Redo2,
  RotateCcw,
  StepBack,
  StepForward,
  Undo2,
} from 'lucide-react'
import type { Action } from '../../actions'
import {
  perform,
  playPause,
  previousCause,
  redo,
  reset,
  runUntilSteady,
  setSpeed,
  stepBack,
  stepCause,
  stepEvent,
  undo,
} from '../../actions'
import { useClock, useHolding, useTimeline, useUi } from '../../store'
import { CopyButton, IconButton, Menu, MenuButton } from '../../ui'
import type { Speed } from '../../worker'
import { SPEEDS } from '../../worker'
import { shortTime, timeText } from '../time'
import { BranchChip } from './BranchChip'
import { Passed } from './Passed'
import { Timeline } from './Timeline'

export const speedText = (speed: Speed): string => (speed === 0.25 ? '¼×' : `${speed}×`)

export function Transport({ phone }: { phone: boolean }) {
  return (
    <section
      data-shortcuts
      aria-label="Transport"
      className="border-line border-t bg-surface px-2 pb-[env(safe-area-inset-bottom)]"
    >
      {phone && (
        <div className="relative mt-2">
          <Timeline className="h-11! w-full" />
          <Passed />
        </div>
      )}
      <div className={`flex items-center gap-1 ${phone ? 'min-h-14' : 'min-h-[52px]'}`}>
        <Buttons phone={phone} />
        <SpeedMenu />
        <Clock phone={phone} />
        {!phone && <Timeline className="min-w-20 flex-1" />}
        {!phone && <BranchChip />}
        {phone ? (
          <MoreMenu />
        ) : (
          // Of one width, so that the track does not move under a finger.
          <div className="relative flex min-h-12 w-[26%] min-w-0 flex-none flex-col justify-center max-lg:w-[18%]">
            <Passed />
            <LastLine />
          </div>
        )}
      </div>
      {phone && <PhoneBranch />}
    </section>
  )
}

function Buttons({ phone }: { phone: boolean }) {
  const playing = useUi((state) => state.playing)
  const { redo: redoes } = useTimeline()
  return (
    <>
      {!phone && <Act action={undo} icon={<Undo2 size={16} aria-hidden />} />}
      {!phone && redoes !== null && <Act action={redo} icon={<Redo2 size={16} aria-hidden />} />}
      {!phone && (
        <span className="contents max-md:hidden">
          <Act action={previousCause} icon={<ChevronFirst size={20} aria-hidden />} />
        </span>
      )}
      <Act action={stepBack} icon={<StepBack size={18} aria-hidden />} />
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys="Space"
        icon={playing ? <Pause size={20} aria-hidden /> : <Play size={20} aria-hidden />}
        onClick={() => void perform(playPause)}
      />
      <Act action={stepEvent} icon={<StepForward size={18} aria-hidden />} />
      <Act action={stepCause} icon={<ChevronLast size={20} aria-hidden />} />
      {!phone && <Act action={runUntilSteady} icon={<ChevronsRight size={20} aria-hidden />} />}
      {!phone && (
        <span className="contents max-md:hidden">
          <Act action={reset} icon={<RotateCcw size={16} aria-hidden />} />
        </span>
      )}
    </>
  )
}

/** The button of an action without arguments: its label, its key, and why it cannot be done now. */
function Act({ action, icon }: { action: Action<undefined>; icon: React.ReactNode }) {
  return (
    <IconButton
      label={action.label(undefined)}
      keys={action.key?.shown ?? ''}
      icon={icon}
      disabledReason={action.refusal?.(undefined) ?? undefined}
      onClick={() => void perform(action)}
    />
  )
}

/** What has no room on a phone. */
function MoreMenu() {
  useTimeline()
  const items = [undo, redo, previousCause, runUntilSteady, reset].map((action) => ({
    id: action.name,
    label: action.label(undefined),
    disabledReason: action.refusal?.(undefined) ?? undefined,
    onSelect: () => void perform(action),
  }))
  return (
    <Menu
      align="end"
      items={items}
      trigger={<IconButton label="More time" icon={<Ellipsis size={20} aria-hidden />} />}
    />
  )
}

function PhoneBranch() {
  const { branches } = useTimeline()
  return branches.length > 1 ? (
    <div className="flex min-h-11 items-center">
      <BranchChip />
    </div>
  ) : null
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
    <span className="flex min-w-0 items-center gap-1 max-lg:hidden">
      <code className="min-w-0 truncate font-mono text-12 text-ink-2" title={lines.join('\n')}>
        $ {last}
      </code>
      <CopyButton text={lines.join('\n')} label={lines.length > 1 ? `Copy ${lines.length} lines` : 'Copy line'} />
    </span>
  )
}
