/** What was typed and what came back. */
import { memo } from 'react'
import { useClock } from '../store'
import { CopyButton } from '../ui'
import type { Answer, Entry } from './session'

/** Longer output is cut on screen; copying gives all of it. */
const SHOWN = 60_000

export function Log({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0)
    return (
      <p className="font-sans text-13 text-ink-2">
        Type a command of the AWS CLI, or paste a script of several lines; <code className="font-mono">help</code> lists
        what there is. Tab completes; Esc, then Tab leaves.
      </p>
    )
  return entries.map((entry) => <Row key={entry.id} entry={entry} />)
}

const Row = memo(function Row({ entry }: { entry: Entry }) {
  const { answers, refusal, running, wait } = entry
  const open = answers.findIndex(({ result }) => result === null)
  const ran = open < 0 ? answers : answers.slice(0, running ? open + 1 : open)
  const left = answers.length - ran.length
  return (
    <div className="group relative pb-1.5">
      <div className="absolute top-0 right-0 flex opacity-0 focus-within:opacity-100 group-hover:opacity-100 max-sm:opacity-100">
        <CopyButton text={entryText(entry)} label="Copy command and output" />
      </div>
      {refusal ? <Refused entry={entry} /> : ran.map((answer) => <Statement key={answer.index} answer={answer} />)}
      {answers.length === 0 && !refusal && <Prompt text={entry.text} />}
      {wait && <Waiting {...wait} />}
      {!running && left > 0 && (
        <p className="font-sans text-13 text-ink-2">
          {left === 1 ? '1 statement after this was not run.' : `${left} statements after this were not run.`}
        </p>
      )}
    </div>
  )
})

function Prompt({ text }: { text: string }) {
  return (
    <pre className="m-0 whitespace-pre-wrap break-words pr-9 font-600">
      <span aria-hidden className="select-none text-ink-2">
        ${' '}
      </span>
      {text}
    </pre>
  )
}

function Statement({ answer: { source, result } }: { answer: Answer }) {
  return (
    <>
      <Prompt text={source} />
      {result?.stdout && <Output text={result.stdout} />}
      {result?.stderr && <Problem text={result.stderr} />}
    </>
  )
}

function Output({ text }: { text: string }) {
  const cut = text.length > SHOWN
  return (
    <pre className="m-0 overflow-x-auto whitespace-pre">
      {(cut ? text.slice(0, SHOWN) : text).replace(/\n$/, '')}
      {cut && `\n… ${text.length - SHOWN} characters more: copy them.`}
    </pre>
  )
}

const Problem = ({ text }: { text: string }) => (
  <pre className="m-0 whitespace-pre-wrap break-words text-bad">{text.replace(/\n$/, '')}</pre>
)

/** Refused before anything ran: the line at fault with a mark under the place. */
function Refused({ entry: { text, refusal } }: { entry: Entry }) {
  const lines = text.split('\n')
  const { message = '', place = null } = refusal ?? {}
  return (
    <>
      <Prompt text={text} />
      {place && lines[place.line - 1] !== undefined && (
        <pre aria-hidden className="m-0 overflow-x-auto whitespace-pre text-ink-2">
          {`${lines[place.line - 1]}\n${' '.repeat(place.column - 1)}^`}
        </pre>
      )}
      <Problem text={place ? `line ${place.line}, column ${place.column}: ${message}` : message} />
      <p className="font-sans text-13 text-ink-2">Nothing was run.</p>
    </>
  )
}

function Waiting({ reason, untilMs }: { reason: string; untilMs: number }) {
  const left = Math.max(0, Math.ceil((untilMs - useClock()) / 1_000))
  return (
    <p className="font-sans text-13 text-ink-2" aria-live="off">
      {reason === 'sleep' ? 'Sleeping' : `Waiting: ${reason}, asks again`}
      {reason === 'sleep' ? ', ' : ' in '}
      <span className="tabular-nums">{left} s</span>
      {reason === 'sleep' ? ' left' : ''}
    </p>
  )
}

function entryText({ text, answers, refusal }: Entry): string {
  if (refusal) return `$ ${text}\n${refusal.message}\n`
  return answers
    .flatMap(({ source, result }) => (result ? [`$ ${source}\n${result.stdout}${result.stderr}`] : []))
    .join('')
}
