/** The gauge as data (screens.md "Gauge"): what stands in each box, and the same as a sentence. Pure. */
import type { GaugeState, ServiceView } from '../../worker'

export type BoxState = GaugeState | 'empty'

export interface GaugeBox {
  state: BoxState
  /** Revision whose style fills it; 0 for an empty one. */
  revision: number
  /** Between the healthy ones and L, or beyond U. */
  forbidden: boolean
}

export interface GaugeModel {
  /** Empty when there would be more than 24: then a bar is drawn from `parts`. */
  boxes: GaugeBox[]
  parts: ServiceView['boxes']
  healthy: number
  /** Length of the scale in tasks: upper bound + 1, or more when more exist. */
  scale: number
  lower: number
  upper: number
  desired: number
  text: string
}

const MOST_BOXES = 24

type Input = Pick<ServiceView, 'boxes' | 'lowerBound' | 'upperBound' | 'desired'>

export function gaugeOf(service: Input): GaugeModel {
  const { boxes: parts, lowerBound: lower, upperBound: upper, desired } = service
  const count = (some: typeof parts) => some.reduce((sum, part) => sum + part.count, 0)
  const healthy = count(parts.filter((part) => part.state === 'healthy'))
  const existing = count(parts)
  const scale = Math.max(upper + 1, existing)
  const flat = parts.flatMap((part) => Array.from({ length: part.count }, () => part))
  const boxes =
    scale > MOST_BOXES
      ? []
      : Array.from({ length: scale }, (_, at): GaugeBox => {
          const part = flat[at]
          const forbidden = at >= upper || (at >= healthy && at < lower)
          return { state: part?.state ?? 'empty', revision: part?.revision ?? 0, forbidden }
        })
  const text = `${healthy} healthy of at least ${lower}; ${existing} exist of at most ${upper}; desired ${desired}.`
  return { boxes, parts, healthy, scale, lower, upper, desired, text }
}
