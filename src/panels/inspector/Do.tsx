/** Buttons of registered actions: label, reason and CLI line come from the registry. */
import { useEffect, useState } from 'react'
import type { Action } from '../../actions'
import { perform, previewLines } from '../../actions'
import { useUi } from '../../store'
import { Button } from '../../ui'

interface DoProps<Args> {
  action: Action<Args>
  args: Args
  /** Instead of the action's own label. */
  label?: string
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Called with the lines while the button is focused or pointed at, with none after. */
  onLines?: (lines: readonly string[]) => void
  onDone?: () => void
}

export function Do<Args>({ action, args, label, variant = 'plain', onLines, onDone }: DoProps<Args>) {
  const show = async () => {
    try {
      onLines?.(await previewLines(action, args))
    } catch {
      onLines?.([])
    }
  }
  const hide = () => onLines?.([])
  const press = async () => {
    // Both are checked by the compiler at the call of <Do>; the tuple type of `perform` cannot see that.
    const outcome = await (perform as (action: Action<Args>, args: Args) => ReturnType<typeof perform>)(action, args)
    if (outcome.ok) onDone?.()
  }
  return (
    <Button
      size="small"
      variant={variant}
      disabledReason={action.refusal?.(args) ?? undefined}
      onMouseEnter={() => void show()}
      onMouseLeave={hide}
      onFocus={() => void show()}
      onBlur={hide}
      onClick={() => void press()}
    >
      {label ?? action.label(args)}
    </Button>
  )
}

const refusedText = (done: number): string =>
  done === 0
    ? 'This was refused; nothing changed.'
    : `This was refused. ${done === 1 ? 'The command' : `The ${done} commands`} before it stand; undo takes them back.`

/** The refusal of one of these actions, teaching line first; nothing when none was refused. */
export function Refusal({ of }: { of: readonly { name: string }[] }) {
  const refusal = useUi((state) => state.refusal)
  if (!refusal || !of.some((action) => action.name === refusal.where)) return null
  return (
    <p role="alert" className="rounded-card bg-bad-tint px-2 py-1 text-13">
      {refusal.name === '' ? refusal.message : refusedText(refusal.done ?? 0)}
      {refusal.name !== '' && (
        <span className="block break-words text-12">
          ECS says: {refusal.name}: {refusal.message}
        </span>
      )}
    </p>
  )
}

/** The lines an action would send with these arguments, renewed when they change. */
export function useLines<Args>(action: Action<Args>, args: Args, on: boolean): readonly string[] {
  const [lines, setLines] = useState<readonly string[]>([])
  const key = JSON.stringify(args)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the arguments
  useEffect(() => {
    if (!on) return
    let stale = false
    previewLines(action, args).then(
      (next) => !stale && setLines(next),
      () => !stale && setLines([]),
    )
    return () => {
      stale = true
    }
  }, [action, key, on])
  return lines
}
