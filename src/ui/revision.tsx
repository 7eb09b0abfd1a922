import { memo } from 'react'

/** Style of a revision: its number modulo 4, where 4 stands for 0 (screens.md §5.2). */
export function revisionStyle(revision: number): 1 | 2 | 3 | 4 {
  return (((revision + 3) % 4) + 1) as 1 | 2 | 3 | 4
}

/** Classes that paint a box in a revision's style. */
export function revisionClass(revision: number): string {
  return `rev rev-${revisionStyle(revision)}`
}

interface RevisionPlateProps {
  revision: number
  width?: number
  height?: number
  /** Size of the numeral in px; three digits shrink to two thirds. */
  numeral?: number
  className?: string
}

/** The band of a revision: its pattern, and the number on a plain plate of the same fill. */
export const RevisionPlate = memo(function RevisionPlate(props: RevisionPlateProps) {
  const { revision, width = 32, height = 32, numeral = 22, className = '' } = props
  return (
    <span
      className={`${revisionClass(revision)} inline-flex flex-none items-center justify-center rounded-chip ${className}`}
      style={{ width, height }}
    >
      <span className="rev-numeral px-[3px]" style={{ fontSize: numeralSize(revision, numeral) }}>
        {revision}
      </span>
    </span>
  )
})

/** Size of the numeral in px: three digits have to fit the same plate. */
export function numeralSize(revision: number, size: number): number {
  return revision > 99 ? Math.max(11, Math.round((size * 2) / 3)) : size
}

/** The four styles as SVG patterns; put it once into an <svg> and fill with `url(#<prefix>-1)` … `-4`. */
export function RevisionPatterns({ prefix }: { prefix: string }) {
  return (
    <defs>
      <pattern id={`${prefix}-1`} width={8} height={8} patternUnits="userSpaceOnUse">
        <rect width={8} height={8} fill="var(--rev-1)" />
      </pattern>
      <pattern id={`${prefix}-2`} width={7} height={7} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={7} height={7} fill="var(--rev-2)" />
        <rect width={2.5} height={7} fill="var(--rev-2-mark)" />
      </pattern>
      <pattern id={`${prefix}-3`} width={8} height={8} patternUnits="userSpaceOnUse">
        <rect width={8} height={8} fill="var(--rev-3)" />
        <circle cx={4} cy={4} r={1.8} fill="var(--rev-3-mark)" />
      </pattern>
      <pattern id={`${prefix}-4`} width={7} height={7} patternUnits="userSpaceOnUse">
        <rect width={7} height={7} fill="var(--rev-4)" />
        <rect width={7} height={2} fill="var(--rev-4-mark)" />
      </pattern>
    </defs>
  )
}
