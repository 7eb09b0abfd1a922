import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { forwardRef } from 'react'
import { Tooltip } from './Tooltip'

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'title'>

export interface ButtonProps extends Native {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger'
  size?: 'small' | 'normal' | 'large'
  icon?: ReactNode
  /** Why it cannot be pressed now; it stays focusable and says so (screens.md §5.4). */
  disabledReason?: string | undefined
  /** More than the label says, e.g. the CLI line. */
  hint?: ReactNode
}

const looks = {
  primary: 'border-accent bg-accent text-on-accent font-600 hover:brightness-110',
  plain: 'border-edge bg-surface text-ink hover:bg-sunken',
  quiet: 'border-transparent bg-transparent text-ink hover:bg-sunken',
  danger: 'border-bad bg-surface text-bad hover:bg-bad-tint',
}
const disabledLook = 'border-line bg-sunken text-ink-2 cursor-not-allowed'
const sizes = {
  small: 'min-h-[26px] px-2 text-12',
  normal: 'min-h-8 px-3 text-14',
  large: 'min-h-10 px-4 text-16',
}

/** A verb that can be pressed. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { variant = 'plain', size = 'normal', icon, disabledReason, hint, className = '', children, ...rest } = props
  const button = (
    <button
      ref={ref}
      type="button"
      {...rest}
      {...pressable(disabledReason)}
      className={`hit inline-flex flex-none items-center justify-center gap-1.5 whitespace-nowrap rounded-card border ${
        disabledReason ? disabledLook : looks[variant]
      } ${sizes[size]} ${className}`}
    >
      {icon}
      {children}
    </button>
  )
  const tip = disabledReason ?? hint
  return tip ? <Tooltip content={tip}>{button}</Tooltip> : button
})

export interface IconButtonProps extends Native {
  /** What it does, in the tooltip and for screen readers. */
  label: string
  icon: ReactNode
  keys?: string
  pressed?: boolean
  disabledReason?: string | undefined
}

/** A square button with an icon. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(props, ref) {
  const { label, icon, keys, pressed, disabledReason, className = '', ...rest } = props
  const state = disabledReason
    ? 'text-off cursor-not-allowed'
    : pressed
      ? 'bg-accent/12 text-accent'
      : 'text-ink hover:bg-sunken'
  return (
    <Tooltip content={disabledReason ?? label} keys={keys}>
      <button
        ref={ref}
        type="button"
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        {...rest}
        {...pressable(disabledReason)}
        className={`hit inline-flex size-8 flex-none items-center justify-center rounded-card ${state} ${className}`}
      >
        {icon}
      </button>
    </Tooltip>
  )
})

/** aria-disabled instead of disabled: the reason stays reachable by keyboard. */
function pressable(disabledReason: string | undefined): Native {
  return disabledReason ? { 'aria-disabled': true, onClick: (event) => event.preventDefault() } : {}
}
