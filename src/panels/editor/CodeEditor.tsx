/** CodeMirror 6 for JSON, in the page's colours. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput, syntaxTree } from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import type { RefObject } from 'react'
import { useEffect, useImperativeHandle, useRef } from 'react'
import { completeDefinition } from './complete'
import type { PathPart } from './place'
import { placeOf } from './place'
import { colours, highlighting } from './theme'

/** A remark at a place of the text: `at` an offset, or a path that is looked up in the syntax tree. */
export interface Mark {
  place: { at: number } | { path: readonly PathPart[] }
  severity: 'error' | 'warning' | 'info'
  message: string
}

/** What the drawer can ask of the editor. */
export interface EditorHandle {
  /** Replaces the whole text as one step that can be undone. */
  setText(text: string): void
  setMarks(marks: readonly Mark[]): void
  /** Puts the cursor where a mark is and shows it. */
  goTo(place: Mark['place']): void
  /** Closes an open completion list; true when there was one. */
  closeInner(): boolean
  focus(): void
}

interface CodeEditorProps {
  initial: string
  label: string
  onChange: (text: string) => void
  /** A paste that replaces everything; a returned text is put in instead. */
  onPasteAll: (text: string) => string | null
  handle: RefObject<EditorHandle | null>
}

export function CodeEditor({ initial, label, onChange, onPasteAll, handle }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const latest = useRef({ onChange, onPasteAll })
  latest.current = { onChange, onPasteAll }
  const start = useRef({ initial, label })

  useEffect(() => {
    const made = new EditorView({
      parent: host.current as HTMLElement,
      state: EditorState.create({
        doc: start.current.initial,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ override: [completeDefinition], icons: false }),
          highlightActiveLine(),
          json(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': start.current.label, spellcheck: 'false', tabindex: '0' }),
          colours,
          highlighting,
          // Tab keeps moving the focus (WCAG 2.1.2) except in an open completion list.
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
          EditorView.domEventHandlers({
            paste: (event, target) => {
              const text = event.clipboardData?.getData('text/plain') ?? ''
              const { from, to } = target.state.selection.main
              const all = to - from === target.state.doc.length || target.state.doc.toString().trim() === ''
              const instead = all ? latest.current.onPasteAll(text) : null
              if (instead === null) return false
              event.preventDefault()
              replaceAll(target, instead)
              return true
            },
          }),
        ],
      }),
    })
    view.current = made
    made.focus()
    return () => {
      view.current = null
      made.destroy()
    }
  }, [])

  useImperativeHandle(
    handle,
    (): EditorHandle => ({
      setText: (text) => view.current && replaceAll(view.current, text),
      setMarks: (marks) => {
        const { current } = view
        if (current)
          current.dispatch(
            setDiagnostics(
              current.state,
              marks.map((mark) => diagnosticOf(current, mark)),
            ),
          )
      },
      goTo: (place) => {
        const { current } = view
        if (!current) return
        const { from, to } = rangeOf(current, place)
        current.dispatch({
          selection: { anchor: from, head: to },
          effects: EditorView.scrollIntoView(from, { y: 'center' }),
        })
        current.focus()
      },
      closeInner: () => {
        const { current } = view
        if (!current) return false
        return completionStatus(current.state) !== null && closeCompletion(current)
      },
      focus: () => view.current?.focus(),
    }),
    [],
  )

  return (
    <div
      ref={host}
      className="h-full min-h-0 overflow-hidden rounded-card border border-edge focus-within:outline-3 focus-within:outline-accent"
    />
  )
}

function replaceAll(view: EditorView, insert: string): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert },
    selection: { anchor: 0 },
    scrollIntoView: true,
    userEvent: 'input.paste',
  })
}

function rangeOf(view: EditorView, place: Mark['place']): { from: number; to: number } {
  const { doc } = view.state
  if ('path' in place) return placeOf(syntaxTree(view.state), doc.toString(), place.path)
  const from = Math.min(place.at, doc.length)
  return { from, to: Math.min(from + 1, doc.length) }
}

const diagnosticOf = (view: EditorView, { place, severity, message }: Mark): Diagnostic => ({
  ...rangeOf(view, place),
  severity,
  message,
})
