import type { CSSProperties, ReactNode } from 'react'
import { memo } from 'react'
import type { StatusWord } from './status'
import { statusStyle } from './status'

export interface StatusGlyphProps {
  word: StatusWord
  /** Side in px; 18 on chips. */
  size?: number
  /** 0…1: the pie's slice, the funnel's rest, the square's time to the kill. Or set `--p` on anything around it. */
  progress?: number
  /** Read aloud; leave it out where the word stands beside the glyph. */
  label?: string
  className?: string
}

/** A status as a shape (screens.md §5.1), drawn in a box of 18 in the colour of its token. */
export const StatusGlyph = memo(function StatusGlyph({
  word,
  size = 18,
  progress,
  label,
  className,
}: StatusGlyphProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by its label, or hidden beside the word
    <svg
      viewBox="0 0 18 18"
      width={size}
      height={size}
      className={className}
      style={glyphStyle(word, progress)}
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {shape[word]}
    </svg>
  )
})

function glyphStyle(word: StatusWord, progress: number | undefined): CSSProperties {
  const style: CSSProperties = { color: `var(--${statusStyle[word].colour})`, flex: 'none' }
  return progress === undefined ? style : { ...style, ['--p' as string]: progress }
}

const octagon = 'M6.1 2h5.8L16 6.1v5.8L11.9 16H6.1L2 11.9V6.1Z'

const shape: Record<StatusWord, ReactNode> = {
  preparing: <circle cx={9} cy={9} r={6.6} strokeWidth={2.6} strokeDasharray="0 5.18" />,
  pending: <circle cx={9} cy={9} r={6.6} strokeDasharray="3.2 3.71" strokeLinecap="butt" strokeWidth={2.2} />,
  registering: (
    <>
      <path d="M13.7 4.3a6.6 6.6 0 1 1-9.4 0" strokeDasharray="3 2.6" strokeLinecap="butt" strokeWidth={2.2} />
      <path d="M9 1v8.4M6 6.8l3 3 3-3" />
    </>
  ),
  running: (
    <>
      <circle cx={9} cy={9} r={7.2} strokeWidth={1.7} />
      {/* A slice: a stroke as wide as its circle, as long as the part. */}
      <circle
        cx={9}
        cy={9}
        r={2.5}
        strokeWidth={5}
        strokeLinecap="butt"
        pathLength={1}
        style={{ strokeDasharray: 'var(--p, 0.25) 1' }}
        transform="rotate(-90 9 9)"
      />
    </>
  ),
  healthy: (
    <>
      <circle cx={9} cy={9} r={8} fill="currentColor" stroke="none" />
      <path d="M5.2 9.4 7.9 12l4.9-5.6" stroke="var(--surface)" strokeWidth={2.2} />
    </>
  ),
  unhealthy: (
    <>
      <path d={octagon} fill="currentColor" strokeWidth={1.5} />
      <path d="M9 5v4.6M9 12.7v.1" stroke="var(--surface)" strokeWidth={2.3} />
    </>
  ),
  draining: (
    <>
      <path d="M2 3h14l-5 6v4.5L7 16V9Z" strokeWidth={1.8} />
      {/* What is left in the cone: a smaller cone on the same tip. */}
      <path
        d="M4.4 4.2h9.2L9 9.2Z"
        fill="currentColor"
        stroke="none"
        style={{ transform: 'scale(var(--p, 1))', transformOrigin: '9px 9.2px' }}
      />
    </>
  ),
  stopping: (
    <>
      <path d="M7 2.6H3.6a1 1 0 0 0-1 1v10.8a1 1 0 0 0 1 1h10.8a1 1 0 0 0 1-1V3.6a1 1 0 0 0-1-1H11" />
      <rect
        x={5}
        y={5}
        width={8}
        height={8}
        fill="currentColor"
        stroke="none"
        style={{ transform: 'scaleY(var(--p, 0.5))', transformOrigin: '9px 13px' }}
      />
    </>
  ),
  releasing: (
    <>
      <rect x={2.4} y={2.4} width={13.2} height={13.2} rx={1} strokeWidth={1.8} />
      <path d="M7 4.8v2.6M11 4.8v2.6M5.6 7.6h6.8v1.2a3.4 3.4 0 0 1-6.8 0ZM9 12.2v3" strokeWidth={1.6} />
    </>
  ),
  stopped: <path d="m4 4 10 10M14 4 4 14" strokeWidth={2.4} />,
  failed: (
    <>
      <path d={octagon} strokeWidth={1.8} />
      <path d="m6.3 6.3 5.4 5.4M11.7 6.3l-5.4 5.4" strokeWidth={2.2} />
    </>
  ),
  unused: <circle cx={9} cy={9} r={6.6} />,
}
