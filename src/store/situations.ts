/** Famous situations: staged paused, with their question in the middle of the stage. Loaded on demand. */
import type { GalleryEntry } from '../scenario'
import { parseDuration, parseGallery } from '../scenario'
import { messageOf, openScenario, tellRefusal } from './record/open'
import { setUi, ui } from './ui'

let list: readonly GalleryEntry[] | null = null

async function textOf(file: string): Promise<string> {
  const answer = await fetch(`./scenarios/${file}`)
  if (!answer.ok) throw new Error(`there is no scenario ${file}`)
  return answer.text()
}

/** Opens the situation of a key, 1–9, paused before its command. False when it was refused, which is then told. */
export async function stageSituation(digit: number): Promise<boolean> {
  let entry: GalleryEntry | undefined
  let text: string
  try {
    list ??= parseGallery(await textOf('index.json'))
    entry = list.find((candidate) => candidate.digit === digit)
    if (!entry) throw new Error(`no situation has the key ${digit}`)
    text = await textOf(entry.file)
  } catch (error) {
    tellRefusal(`Situation ${digit}`, messageOf(error))
    return false
  }
  const { title, question, at } = entry
  const untilMs = parseDuration(at ?? 0) ?? 0
  if (!(await openScenario(text, { what: title, title, untilMs, play: false }))) return false
  setUi({ situation: { digit, title, question, atMs: untilMs }, asking: true, spoken: `${title}. ${question}` })
  return true
}

/** The next situation or the one before, round the nine; without one staged, the first or the last. */
export function stageBeside(by: 1 | -1): Promise<boolean> {
  const at = ui().situation?.digit ?? (by === 1 ? 9 : 1)
  return stageSituation(((at - 1 + by + 9) % 9) + 1)
}
