import * as Radix from '@radix-ui/react-dropdown-menu'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button } from './Button'
import { Kbd } from './Kbd'

export interface MenuItem {
  id: string
  label: ReactNode
  /** Second line, smaller. */
  hint?: ReactNode
  icon?: ReactNode
  keys?: string
  /** A tick, for choices. */
  checked?: boolean
  disabledReason?: string | undefined
  danger?: boolean
  onSelect: () => void
}

/** A heading or a line between items. */
export type MenuEntry = MenuItem | { heading: string } | 'line'

interface MenuProps {
  trigger: ReactElement
  items: MenuEntry[]
  align?: 'start' | 'end'
}

/** A menu under its trigger; arrow keys, letters and Esc work. */
export function Menu({ trigger, items, align = 'start' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="floating max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-96 overflow-y-auto p-1"
        >
          {items.map((item, at) => (
            <Entry key={typeof item === 'object' && 'id' in item ? item.id : at} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Entry({ item }: { item: MenuEntry }) {
  if (item === 'line') return <Radix.Separator className="my-1 h-px bg-line" />
  if ('heading' in item)
    return <Radix.Label className="px-2 pt-1.5 pb-0.5 text-12 text-ink-2">{item.heading}</Radix.Label>
  const { label, hint, icon, keys, checked, disabledReason, danger, onSelect } = item
  const look = disabledReason ? 'text-ink-2' : danger ? 'text-bad' : 'text-ink'
  const inside = (
    <>
      <span className="flex size-4 flex-none items-center justify-center">{checked ? <Check size={16} /> : icon}</span>
      <span className="min-w-0 flex-1">
        {label}
        {(disabledReason ?? hint) && <span className="block text-12 text-ink-2">{disabledReason ?? hint}</span>}
      </span>
      {keys && <Kbd keys={keys} />}
    </>
  )
  const className = `hit flex cursor-pointer items-center gap-2 rounded-chip px-2 py-1.5 outline-none data-highlighted:bg-accent/12 ${look}`
  if (checked !== undefined)
    return (
      <Radix.CheckboxItem
        checked={checked}
        onSelect={onSelect}
        disabled={Boolean(disabledReason)}
        className={className}
      >
        {inside}
      </Radix.CheckboxItem>
    )
  return (
    <Radix.Item onSelect={onSelect} disabled={Boolean(disabledReason)} className={className}>
      {inside}
    </Radix.Item>
  )
}

interface SplitButtonProps {
  label: ReactNode
  onPress: () => void
  /** Names the arrow: "Other ways to deploy". */
  menuLabel: string
  items: MenuEntry[]
  variant?: 'primary' | 'plain'
  size?: 'normal' | 'large'
  disabledReason?: string | undefined
  hint?: ReactNode
  className?: string
}

/** One obvious verb, and a menu of its variations. */
export function SplitButton(props: SplitButtonProps) {
  const { label, onPress, menuLabel, items, variant = 'primary', size = 'normal', disabledReason, hint } = props
  return (
    <span className={`inline-flex flex-none ${props.className ?? ''}`}>
      <Button
        variant={variant}
        size={size}
        disabledReason={disabledReason}
        hint={hint}
        onClick={onPress}
        className="grow rounded-r-none"
      >
        {label}
      </Button>
      <Menu
        align="end"
        items={items}
        trigger={
          <Button
            variant={disabledReason ? 'plain' : variant}
            size={size}
            aria-label={menuLabel}
            icon={<ChevronDown size={16} aria-hidden />}
            className="rounded-l-none border-l-on-accent/50 px-1.5!"
          />
        }
      />
    </span>
  )
}

/** A button that opens a menu, with its arrow. */
export const MenuButton = (props: { label: ReactNode; items: MenuEntry[]; hint?: string; align?: 'start' | 'end' }) => (
  <Menu
    items={props.items}
    align={props.align ?? 'start'}
    trigger={
      <Button variant="quiet" className="px-2!" {...(props.hint ? { 'aria-label': props.hint } : {})}>
        {props.label}
        <ChevronDown size={14} aria-hidden className="text-ink-2" />
      </Button>
    }
  />
)
