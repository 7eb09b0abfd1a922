/** What was done, as lines of the AWS CLI, with what each jump passed over between them. */
import { useMemo } from 'react'
import { cliLine, copyScript, perform } from '../../actions'
import { useCommandLog, useUi } from '../../store'
import { Button, CopyButton } from '../../ui'
import { timeText } from '../time'
import { passageText } from '../transport/passed'

const ROWS_SHOWN = 300

interface Row {
  key: string
  atMs: number
  line: string | null
  note: string | null
}

/** For a shell: calls of the playground are no AWS commands and become comments. */
const shellLine = (line: string): string => (line.startsWith('aws ') ? line : `# ${line}`)

export default function Commands() {
  const log = useCommandLog()
  const passages = useUi((state) => state.passages)
  const rows = useMemo(() => {
    const lines: Row[] = log.map((command, n) => ({
      key: `c${n}`,
      atMs: command.atMs,
      line: cliLine(command),
      note: null,
    }))
    const notes: Row[] = passages.map((passage, n) => ({
      key: `p${n}`,
      atMs: passage.toMs,
      line: null,
      note: passageText(passage),
    }))
    return [...lines, ...notes].sort((a, b) => a.atMs - b.atMs).reverse()
  }, [log, passages])
  const all = log.map((command) => shellLine(cliLine(command))).join('\n')
  if (rows.length === 0) return <p className="p-3 text-ink-2">No commands yet.</p>
  return (
    <div className="h-full overflow-y-auto px-2 py-1">
      <div className="float-right flex items-center">
        <Button size="small" variant="quiet" onClick={() => void perform(copyScript)}>
          {copyScript.label(undefined)}
        </Button>
        <CopyButton text={all} label={`Copy all ${log.length} lines`} />
      </div>
      <ol aria-label="Commands, newest first">
        {rows.slice(0, ROWS_SHOWN).map((row) => (
          <li key={row.key} className="flex items-center gap-2 text-13">
            <span className="w-24 flex-none text-right text-12 text-ink-2">{timeText(row.atMs)}</span>
            {row.line === null ? (
              <span className="min-w-0 flex-1 text-ink-2">{row.note}</span>
            ) : (
              <>
                <code className="min-w-0 flex-1 truncate font-mono text-12" title={row.line}>
                  $ {row.line}
                </code>
                <CopyButton text={row.line} label="Copy line" />
              </>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
