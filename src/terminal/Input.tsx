/**
 * The line being typed, with completion and history. A text area, because what is pasted may have several lines; the list
 * of completions hangs on it as in other editors: focus stays in the text, `aria-activedescendant` names the item.
 */
import type { KeyboardEvent, RefObject } from 'react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Completion } from '../cli'
import { ui } from '../store'
import { theCli } from './cli'
import { worldNames } from './names'
import { clear, interrupt, setDraft, useSession, variablesNow } from './session'
import type { Recall, Typed } from './typing'
import { accept, completed, isWhole, recall } from './typing'

interface InputProps {
  inputRef: RefObject<HTMLTextAreaElement | null>
  history: readonly string[]
  running: boolean
  onRun: (text: string) => void
}

/** The list and the item chosen in it; −1 = none yet, Enter runs the line. */
interface Popup {
  completion: Completion
  active: number
}

const MOST_ROWS = 8

export function Input({ inputRef, history, running, onRun }: InputProps) {
  const id = useId()
  const text = useSession().draft
  const [popup, setPopup] = useState<Popup | null>(null)
  const recalled = useRef<Recall>({ at: 0, draft: '' })
  const cursorAfter = useRef<number | null>(null)
  const asked = useRef(0)
  /** Esc was pressed: the next Tab leaves the field (WCAG 2.1.2). */
  const leaving = useRef(false)

  const typed = (): Typed => ({ text, cursor: inputRef.current?.selectionStart ?? text.length })
  const close = () => {
    asked.current++
    setPopup(null)
  }
  const put = (next: Typed) => {
    cursorAfter.current = next.cursor
    setDraft(next.text)
  }
  useLayoutEffect(() => {
    if (cursorAfter.current === null) return
    inputRef.current?.setSelectionRange(cursorAfter.current, cursorAfter.current)
    cursorAfter.current = null
  })
  useEffect(() => () => void asked.current++, [])

  const ask = async (at: Typed): Promise<Completion | null> => {
    const mine = ++asked.current
    try {
      const cli = await theCli()
      const completion = await cli.complete(at.text, at.cursor, worldNames, variablesNow().keys())
      return mine === asked.current ? completion : null
    } catch {
      // Without the command line's parts or the worker there is nothing to offer.
      return null
    }
  }
  /** The list opens by itself while a word is being typed. */
  const offer = async (at: Typed) => {
    const completion = await ask(at)
    if (!completion) return
    const fits = completion.items.length > 0 && completion.to > completion.from
    setPopup(fits ? { completion, active: -1 } : null)
  }
  const take = (completion: Completion, at: number) => {
    const item = completion.items[at]
    if (!item) return
    const next = accept(typed(), completion, item)
    close()
    put(next)
    if (next.text[next.cursor - 1] === '=')
      void ask(next).then((more) => more?.items.length && setPopup({ completion: more, active: -1 }))
  }
  const tab = async () => {
    if (popup && popup.active >= 0) return take(popup.completion, popup.active)
    const at = typed()
    const completion = popup?.completion ?? (await ask(at))
    if (!completion || completion.items.length === 0) return
    const next = completed(at, completion)
    if (!next) return setPopup({ completion, active: 0 })
    close()
    put(next)
    if (completion.items.length > 1) void offer(next)
  }
  const fromHistory = (by: 1 | -1): boolean => {
    const found = recall(history, recalled.current, text, by)
    if (!found) return false
    recalled.current = found
    close()
    put({ text: found.text, cursor: found.text.length })
    return true
  }
  const submit = () => {
    close()
    recalled.current = { at: 0, draft: '' }
    if (text.trim() !== '') onRun(text.trimEnd())
  }

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const handled = () => event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.nativeEvent.isComposing) return
    const left = leaving.current
    if (event.key !== 'Shift') leaving.current = false
    if (event.key === 'Tab' && plain && !event.shiftKey && !left && text.trim() !== '') {
      handled()
      void tab()
    } else if (event.key === 'Enter' && plain && !event.shiftKey) {
      if (popup && popup.active >= 0) {
        handled()
        take(popup.completion, popup.active)
      } else if (running) handled()
      else if (isWhole(text)) {
        handled()
        submit()
      }
    } else if (event.key === 'Escape' && plain) {
      handled()
      event.stopPropagation()
      leaving.current = true
      if (popup) close()
      else if (left || text === '') returnFocus()
    } else if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && plain && !event.shiftKey) {
      const by = event.key === 'ArrowUp' ? 1 : -1
      const count = popup?.completion.items.length ?? 0
      if (popup && (popup.active >= 0 || by < 0)) {
        handled()
        setPopup({ ...popup, active: (popup.active - by + count) % count })
        return
      }
      const edge =
        by > 0
          ? text.lastIndexOf('\n', selectionStart - 1) < 0 || selectionStart === 0
          : !text.includes('\n', selectionEnd)
      if (edge && selectionStart === selectionEnd && fromHistory(by)) handled()
    } else if (event.ctrlKey && event.key === 'c' && selectionStart === selectionEnd) {
      handled()
      close()
      if (running) interrupt()
      else setDraft('')
    } else if (event.ctrlKey && event.key === 'l') {
      handled()
      clear()
    }
  }
  const items = popup?.completion.items ?? []
  return (
    <div className="relative flex min-w-0 flex-1 items-start gap-1.5">
      <span aria-hidden className="pt-1 font-mono text-13 text-ink-2">
        $
      </span>
      <textarea
        id="terminal-input"
        ref={inputRef}
        aria-label="Command line"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={popup ? `${id}-list` : undefined}
        aria-activedescendant={popup && popup.active >= 0 ? `${id}-${popup.active}` : undefined}
        aria-describedby={`${id}-hint`}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        placeholder="aws ecs list-services --cluster demo"
        rows={Math.min(MOST_ROWS, text.split('\n').length)}
        value={text}
        onChange={({ target: { value, selectionStart } }) => {
          recalled.current = { at: 0, draft: '' }
          setDraft(value)
          if (value.trim() === '' || value.includes('\r')) close()
          else void offer({ text: value, cursor: selectionStart })
        }}
        onKeyDown={keys}
        onBlur={close}
        className="min-h-7 min-w-0 flex-1 resize-none rounded-chip bg-transparent px-1 py-1 font-mono text-13 max-sm:text-16"
      />
      {/* After the text: neither Tab, which completes, nor Shift Tab comes here. */}
      {popup && <Suggestions id={id} popup={popup} onTake={(at) => take(popup.completion, at)} />}
      <span id={`${id}-hint`} className="sr-only">
        Enter runs, Shift Enter makes a new line, Tab completes, arrow up brings back earlier lines; Esc, then Tab
        leaves.
      </span>
      <span aria-live="polite" className="sr-only">
        {items.length > 0 ? `${items.length} ${items.length === 1 ? 'completion' : 'completions'}` : ''}
      </span>
    </div>
  )
}

function Suggestions({ id, popup, onTake }: { id: string; popup: Popup; onTake: (at: number) => void }) {
  const { completion, active } = popup
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={list}
      id={`${id}-list`}
      role="listbox"
      aria-label="Completions"
      tabIndex={0}
      onMouseDown={(event) => event.preventDefault()}
      className="floating absolute bottom-full left-0 z-30 mb-1 max-h-44 w-max min-w-56 max-w-full overflow-y-auto p-1"
    >
      {completion.items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the text, which has the focus
        // biome-ignore lint/a11y/useFocusableInteractive: as above
        <div
          key={item.text}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          onClick={() => onTake(at)}
          className={`flex cursor-pointer gap-3 rounded-chip px-2 py-0.5 max-sm:py-2 ${at === active ? 'bg-accent text-on-accent' : 'hover:bg-sunken'}`}
        >
          <span className="min-w-0 break-all font-mono text-12">{item.text}</span>
          <span className={`ml-auto min-w-0 truncate text-12 ${at === active ? '' : 'text-ink-2'}`}>{item.detail}</span>
        </div>
      ))}
    </div>
  )
}

/** Esc leads back to where the key was pressed. */
function returnFocus(): void {
  const before = ui().terminalFrom
  if (before?.isConnected && before !== document.body) before.focus()
  else document.getElementById('stage')?.focus()
}
