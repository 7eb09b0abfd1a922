import { CircleAlert, Info, OctagonAlert } from 'lucide-react'
import type { Mark } from './CodeEditor'
import type { Finding } from './marks'

const looks = {
  error: { icon: OctagonAlert, colour: 'text-bad', word: 'Problem' },
  warning: { icon: CircleAlert, colour: 'text-warn', word: 'Unknown member' },
  info: { icon: Info, colour: 'text-ink-2', word: 'Kept, without effect here' },
}

interface FindingsProps {
  findings: readonly Finding[]
  goTo: (place: Mark['place']) => void
}

/** The list of what is wrong: plain words, then ECS's; pressing one goes to its place in the text. */
export function Findings({ findings, goTo }: FindingsProps) {
  if (findings.length === 0) return null
  return (
    <ul aria-label="Problems and notes" className="flex flex-col gap-1">
      {findings.map((finding) => {
        const { icon: Icon, colour, word } = looks[finding.severity]
        return (
          <li key={finding.id}>
            <button
              type="button"
              onClick={() => goTo(finding.place)}
              className="hit flex w-full items-start gap-2 rounded-card border border-line px-2 py-1.5 text-left text-13 hover:bg-sunken"
            >
              <Icon size={16} aria-label={word} role="img" className={`mt-0.5 flex-none ${colour}`} />
              <span className="min-w-0 flex-1">
                {finding.severity === 'info' && <span aria-hidden>≈ </span>}
                {finding.teaching}
                <span className="block break-words font-mono text-11 text-ink-2">{finding.where}</span>
                {finding.ecsSays && (
                  <span className="block break-words text-12 text-ink-2">ECS says: {finding.ecsSays}</span>
                )}
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
