/** The scenario gallery: three groups of cards, each with a picture of its own run, one question and its length. */
import { useEffect, useState } from 'react'
import { openScenarioOf, perform } from '../../actions'
import type { GalleryEntry, GalleryGroup } from '../../scenario'
import { parseDuration } from '../../scenario'
import { Dialog } from '../../ui'
import type { RecordDialogProps } from './Dialogs'
import { fetchGallery } from './gallery'

const GROUPS: { id: GalleryGroup; title: string }[] = [
  { id: 'start', title: 'Start here' },
  { id: 'situations', title: 'Famous situations' },
  { id: 'lessons', title: 'Lessons' },
]

/** `2 min 10 s` of simulated time. */
function lengthText(length: string | number): string {
  const seconds = Math.round((parseDuration(length) ?? 0) / 1_000)
  const [whole, rest] = [Math.floor(seconds / 60), seconds % 60]
  return rest === 0 ? `${whole} min` : `${whole} min ${rest} s`
}

export default function Gallery({ onClose }: RecordDialogProps) {
  const [entries, setEntries] = useState<GalleryEntry[] | null>(null)
  const [problem, setProblem] = useState('')
  useEffect(() => {
    fetchGallery().then(setEntries, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error))
    })
  }, [])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Scenario gallery"
      description="A scenario opens as a new workspace; your own stay as they are."
      width={860}
    >
      {problem && <p role="alert">The gallery could not be read: {problem}</p>}
      {GROUPS.map(({ id, title }) => {
        const cards = entries?.filter(({ group }) => group === id) ?? []
        if (cards.length === 0) return null
        return (
          <section key={id} aria-label={title} className="mb-4">
            <h3 className="mb-2 font-600 text-16">{title}</h3>
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
              {cards.map((entry) => (
                <Card key={entry.file} entry={entry} />
              ))}
            </ul>
          </section>
        )
      })}
    </Dialog>
  )
}

function Card({ entry }: { entry: GalleryEntry }) {
  const { title, question, file, length } = entry
  return (
    <li>
      <button
        type="button"
        onClick={() => void perform(openScenarioOf, entry)}
        className="flex h-full w-full flex-col gap-1 rounded-card border border-edge bg-surface p-2 text-left hover:bg-sunken"
      >
        <img
          src={`./scenarios/${file.replace(/json$/, 'svg')}`}
          alt=""
          width={240}
          height={120}
          className="w-full rounded-chip border border-line"
        />
        <span className="font-600">{title}</span>
        <span className="text-13">{question}</span>
        <span className="mt-auto text-12 text-ink-2">{lengthText(length)}</span>
      </button>
    </li>
  )
}
