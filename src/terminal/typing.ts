/** What keys do to the text being typed: no DOM, so that it is tested alone. */
import type { Completion, CompletionItem } from '../cli'

export interface Typed {
  text: string
  cursor: number
}

/** Puts an item in its place; a blank follows where the word ends with it. */
export function accept({ text }: Typed, { from, to }: Completion, item: CompletionItem): Typed {
  const rest = text.slice(to)
  // Inside a word (shorthand, a variable) more of the word may follow; so it may after `name=`.
  const insideWord = from > 0 && !/\s/.test(text[from - 1] ?? '')
  const gap = insideWord || item.text.endsWith('=') || /^\s/.test(rest) ? '' : ' '
  const before = text.slice(0, from) + item.text + gap
  return { text: before + rest, cursor: before.length }
}

/** What all items begin with. */
function commonStart(items: readonly CompletionItem[]): string {
  let start = items[0]?.text ?? ''
  for (const { text } of items) while (!text.startsWith(start)) start = start.slice(0, -1)
  return start
}

/** What Tab does, as in a shell: the only item, or what all have in common; null when the list has to be looked at. */
export function completed(typed: Typed, completion: Completion): Typed | null {
  const { items, from, to } = completion
  const [first] = items
  if (!first) return null
  if (items.length === 1) return accept(typed, completion, first)
  const start = commonStart(items)
  if (start.length <= to - from || !start.startsWith(typed.text.slice(from, to))) return null
  return { text: typed.text.slice(0, from) + start + typed.text.slice(to), cursor: from + start.length }
}

/** False while a line is to be continued: `\` at the end, or a quotation mark without its partner. */
export function isWhole(text: string): boolean {
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (quote === "'") quote = char === "'" ? '' : quote
    else if (char === '\\') {
      if (i === text.length - 1) return false
      i++
    } else if (quote === '"') quote = char === '"' ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '#' && (i === 0 || /\s/.test(text[i - 1] ?? ''))) {
      const end = text.indexOf('\n', i)
      if (end < 0) return true
      i = end
    }
  }
  return quote === ''
}

/** Lines typed before, and the one being typed; `at` counts back from the end, 0 = the draft. */
export interface Recall {
  at: number
  draft: string
}

/** One line back (1) or on (−1) in the history; null when there is none. */
export function recall(
  history: readonly string[],
  { at, draft }: Recall,
  text: string,
  by: 1 | -1,
): (Recall & { text: string }) | null {
  const to = at + by
  if (to < 0 || to > history.length) return null
  const kept = at === 0 ? text : draft
  return { at: to, draft: kept, text: to === 0 ? kept : (history[history.length - to] ?? '') }
}
