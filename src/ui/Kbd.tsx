/** Keys of a shortcut, parts joined by "+": `Ctrl+K`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="rounded border border-edge bg-sunken px-1 font-mono text-11 text-ink-2">
      {keys.replace('+', ' + ')}
    </kbd>
  )
}
