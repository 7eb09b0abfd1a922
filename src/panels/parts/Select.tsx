import { useId } from 'react'

interface SelectProps {
  label: string
  value: string
  options: { value: string; label: string }[]
  hint?: string | undefined
  onChange: (value: string) => void
}

/** A native choice list: every keyboard and phone knows it. */
export function Select({ label, value, options, hint, onChange }: SelectProps) {
  const id = useId()
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className="text-13 text-ink-2">
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
        className="hit min-h-8 max-w-full rounded-card border border-edge bg-surface px-2 text-ink"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <span id={`${id}-note`} className="text-12 text-ink-2">
        {hint}
      </span>
    </div>
  )
}
