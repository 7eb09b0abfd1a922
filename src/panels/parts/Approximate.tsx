/** "≈" beside what the simulator simplifies: opens what its ledger says of the rules behind it (interaction rule 17). */
import { Popover } from '../../ui'
import { useShortcuts } from './ledger'

const WORDS = { approximate: 'approximate', notModelled: 'not modelled', exact: 'exact' }

/** Nothing where every rule is followed to the letter. */
export function Approximate({ rules }: { rules: readonly string[] }) {
  const entries = useShortcuts(rules)
  if (entries.length === 0) return null
  return (
    <Popover
      label="What is approximate here"
      trigger={
        <button
          type="button"
          aria-label="Approximate: what the simulator simplifies here"
          className="hit h-5 flex-none rounded border border-transparent px-1.5 text-13 text-ink-2 leading-none hover:border-edge hover:bg-sunken"
        >
          ≈
        </button>
      }
    >
      <dl className="flex flex-col gap-2 text-13">
        {entries.map(({ rule, status, how }) => (
          <div key={rule}>
            <dt className="text-12 text-ink-2">
              <span className="font-mono">{rule}</span> · {WORDS[status]}
            </dt>
            <dd className="m-0">{how}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  )
}
