import { Check, Copy } from 'lucide-react'
import type { InputHTMLAttributes, ReactNode } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { IconButton } from './Button'

interface ToggleProps {
  label: ReactNode
  on: boolean
  onChange: (on: boolean) => void
  hint?: ReactNode
}

/** A switch with its words; on is also said by the knob's place and a tick. */
export function Toggle({ label, on, onChange, hint }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      onClick={() => onChange(!on)}
      className="hit inline-flex items-center gap-2 rounded-card px-1 py-0.5 text-left"
    >
      <span
        className={`flex h-5 w-9 flex-none items-center rounded-full border p-0.5 ${on ? 'justify-end border-accent bg-accent' : 'border-edge bg-sunken'}`}
      >
        <span
          className={`flex size-3.5 items-center justify-center rounded-full ${on ? 'bg-on-accent text-accent' : 'bg-edge'}`}
        >
          {on && <Check size={10} strokeWidth={4} aria-hidden />}
        </span>
      </span>
      <span>
        {label}
        {hint && <span className="block text-12 text-ink-2">{hint}</span>}
      </span>
    </button>
  )
}

interface SegmentedProps<Id extends string> {
  label: string
  options: { id: Id; label: ReactNode }[]
  value: Id
  onChange: (id: Id) => void
}

/** Two to five choices side by side (Graph | List). */
export function Segmented<Id extends string>({ label, options, value, onChange }: SegmentedProps<Id>) {
  return (
    <fieldset aria-label={label} className="inline-flex flex-none overflow-visible rounded-card border border-edge">
      {options.map((option) => (
        <button
          key={option.id}
          type="button"
          aria-pressed={option.id === value}
          onClick={() => onChange(option.id)}
          className={`hit min-h-[26px] px-2.5 text-13 first:rounded-l-[7px] last:rounded-r-[7px] ${
            option.id === value ? 'bg-accent/12 font-600 text-accent' : 'text-ink-2 hover:text-ink'
          }`}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  )
}

interface FieldProps {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong; read aloud with the field. */
  error?: string | undefined
}

const inputLook = 'hit min-h-8 rounded-card border bg-surface px-2 text-ink'

interface NumberFieldProps extends FieldProps {
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  step?: number
  unit?: string
  autoFocus?: boolean
  /** Enter was pressed with a valid number. */
  onEnter?: () => void
}

/** A whole number within bounds. What is half typed stays in the field and is not reported. */
export function NumberField(props: NumberFieldProps) {
  const { label, hint, error, value, onChange, min, max, step = 1, unit, autoFocus, onEnter } = props
  const id = useId()
  const [text, setText] = useState(String(value))
  useEffect(() => setText((old) => (Number(old) === value && old !== '' ? old : String(value))), [value])
  const problem = error ?? rangeProblem(text, min, max)
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="text-13 text-ink-2">
        {label}
      </label>
      <span className="flex items-center gap-1.5">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          // biome-ignore lint/a11y/noAutofocus: only where the field is what was opened
          autoFocus={autoFocus}
          value={text}
          min={min}
          max={max}
          step={step}
          aria-invalid={Boolean(problem)}
          aria-describedby={`${id}-note`}
          onChange={(event) => {
            setText(event.target.value)
            if (!rangeProblem(event.target.value, min, max)) onChange(Number(event.target.value))
          }}
          onKeyDown={(event) => event.key === 'Enter' && !problem && onEnter?.()}
          className={`${inputLook} w-24 text-right ${problem ? 'border-bad' : 'border-edge'}`}
        />
        {unit && <span className="text-ink-2">{unit}</span>}
      </span>
      <span id={`${id}-note`} className={`text-12 ${problem ? 'text-bad' : 'text-ink-2'}`}>
        {problem ?? hint}
      </span>
    </div>
  )
}

function rangeProblem(text: string, min?: number, max?: number): string | undefined {
  const number = Number(text)
  if (text.trim() === '' || !Number.isInteger(number)) return 'A whole number is needed.'
  if (min !== undefined && number < min) return `At least ${min}.`
  if (max !== undefined && number > max) return `At most ${max}.`
  return undefined
}

interface TextFieldProps extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  value: string
  onChange: (value: string) => void
}

/** One line of text. */
export function TextField({ label, hint, error, value, onChange, className = '', ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-0.5">
      <label htmlFor={id} className="text-13 text-ink-2">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        value={value}
        aria-invalid={Boolean(error)}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
        className={`${inputLook} ${error ? 'border-bad' : 'border-edge'} ${className}`}
      />
      <span id={`${id}-note`} className={`text-12 ${error ? 'text-bad' : 'text-ink-2'}`}>
        {error ?? hint}
      </span>
    </div>
  )
}

/** Copies `text`; the tick that follows is also said. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setDone(true)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setDone(false), 1500)
  }
  return (
    <>
      <IconButton
        label={label}
        icon={done ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        onClick={() => void copy()}
      />
      <span aria-live="polite" className="sr-only">
        {done ? 'Copied' : ''}
      </span>
    </>
  )
}
