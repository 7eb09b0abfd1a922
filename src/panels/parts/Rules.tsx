/** Numbers of the rules that something follows, small and out of the way. */
export function Rules({ rules }: { rules: readonly string[] }) {
  if (rules.length === 0) return null
  return (
    <span className="flex flex-wrap gap-1">
      <span className="sr-only">Rules: </span>
      {[...new Set(rules)].map((rule) => (
        <span key={rule} className="rounded border border-line px-1 font-mono text-11 text-ink-2">
          {rule}
        </span>
      ))}
    </span>
  )
}
