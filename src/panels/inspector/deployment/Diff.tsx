/** What the new revision changes: members of the task definition's JSON that differ. */
import { client } from '../../../worker'
import { CodeBlock } from '../../parts/CodeBlock'
import { Part } from '../../parts/Facts'
import { useAsked } from '../useAsked'
import { differencesOf } from './diff'

type Definition = Record<string, unknown>

async function definitions(names: readonly string[]): Promise<(Definition | undefined)[]> {
  const world = (await client.world(['taskDefinitions'])) as { taskDefinitions?: Definition[] } | null
  const all = world?.taskDefinitions ?? []
  return names.map((name) => all.find(({ family, revision }) => `${family}:${revision}` === name))
}

/** `before` and `after` as "web:1". */
export function Diff({ before, after }: { before: string; after: string }) {
  const key = `${before} ${after}`
  const both = useAsked(key, key, () => definitions([before, after]))
  const title = `${before} → ${after}`
  if (before === after)
    return (
      <Part title={title}>
        <p className="text-13 text-ink-2">The same task definition again.</p>
      </Part>
    )
  if (!both) return null
  const [old, next] = both
  if (!old || !next) return null
  const differences = differencesOf(old, next)
  return (
    <Part title={title}>
      {differences.length === 0 && <p className="text-13 text-ink-2">Both say the same.</p>}
      <ul aria-label="Differences" className="flex flex-col gap-1.5">
        {differences.map(({ path, before: was, after: is }) => (
          <li key={path} className="text-13">
            <code className="break-all text-12">{path}</code>
            <CodeBlock label={`Change of ${path}`} className="text-12">
              {`- ${was ?? '(not there)'}\n+ ${is ?? '(not there)'}`}
            </CodeBlock>
          </li>
        ))}
      </ul>
    </Part>
  )
}
