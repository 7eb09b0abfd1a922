import { useMemo } from 'react'
import { CopyButton } from '../../ui'
import { CodeBlock } from '../parts/CodeBlock'
import { definitionInput, isObject, storedLines } from './input'

interface StoredProps {
  /** What the check answered, or null when ECS would refuse. */
  stored: unknown
  /** What was written. */
  given: unknown
}

/** The definition as ECS would keep it; lines that ECS adds carry a plus. */
export function Stored({ stored, given }: StoredProps) {
  const lines = useMemo(() => storedLines(stored, given), [stored, given])
  if (!isObject(stored)) return <p className="text-13 text-ink-2">Nothing: ECS refuses this definition.</p>
  const added = lines.filter((line) => line.added).length
  return (
    <>
      <div className="flex items-center gap-2">
        <p className="flex-1 text-12 text-ink-2">
          {added === 0 ? 'Exactly what you wrote.' : `ECS adds the ${added} lines marked with +.`}
        </p>
        <CopyButton text={JSON.stringify(definitionInput(stored)?.input ?? stored, null, 2)} label="Copy as input" />
      </div>
      <CodeBlock label="Stored definition">
        {lines.map(({ text, added: isAdded }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
          <span key={n} className={`block ${isAdded ? 'text-ink-2' : 'font-600 text-ink'}`}>
            <span aria-hidden>{isAdded ? '+ ' : '  '}</span>
            {text}
          </span>
        ))}
      </CodeBlock>
    </>
  )
}
