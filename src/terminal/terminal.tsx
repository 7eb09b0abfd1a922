/** The Terminal tab: a log, and a line to type on. No terminal emulator: text that one can read, select and copy. */
import { Eraser, Square } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { setUi, useUi } from '../store'
import { Button, IconButton } from '../ui'
import { theCli } from './cli'
import { Input } from './Input'
import { Log } from './Log'
import { clear, interrupt, run, useSession } from './session'

/** Width of a character of the log's type, px: close enough for the width of tables. */
const CHARACTER = 7.3
const LEAST_COLUMNS = 40

export default function Terminal() {
  const session = useSession()
  const log = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLTextAreaElement>(null)
  const wanted = useUi((state) => state.terminalWanted)

  // Asked for by its key: focus goes in.
  useEffect(() => {
    if (!wanted) return
    input.current?.focus()
    setUi({ terminalWanted: false })
  }, [wanted])
  useEffect(() => void theCli().catch(() => undefined), [])

  // What is newest is in sight, unless someone reads further up.
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the log has grown
  useLayoutEffect(() => {
    if (atEnd.current && log.current) log.current.scrollTop = log.current.scrollHeight
  }, [session.entries])

  const submit = (text: string) => {
    atEnd.current = true
    const width = log.current?.clientWidth ?? 0
    void run(text, Math.max(LEAST_COLUMNS, Math.floor(width / CHARACTER)))
  }
  return (
    <section aria-label="Terminal" className="flex h-full min-h-0 flex-col">
      <div
        ref={log}
        role="log"
        aria-label="Output"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 24
        }}
        className="min-h-0 flex-1 overflow-y-auto px-2 py-1 font-mono text-12 outline-offset-[-3px]!"
      >
        <Log entries={session.entries} />
      </div>
      <div className="flex flex-none items-end gap-1 border-line border-t px-2 py-1">
        <Input inputRef={input} history={session.history} running={session.running} onRun={submit} />
        {session.running ? (
          <Button size="small" icon={<Square size={12} aria-hidden />} onClick={interrupt}>
            Stop
          </Button>
        ) : (
          <IconButton
            label="Clear"
            keys="Ctrl L"
            icon={<Eraser size={16} aria-hidden />}
            onClick={() => {
              clear()
              input.current?.focus()
            }}
            className="size-7!"
          />
        )}
      </div>
    </section>
  )
}
