import type { Candidate, Filter, PlacementContext } from '../types'
import { agent } from './agent'
import { attributes } from './attributes'
import { cpu } from './cpu'
import { distinctInstance } from './distinct-instance'
import { eni } from './eni'
import { gpu } from './gpu'
import { location } from './location'
import { memberOf } from './member-of'
import { memory } from './memory'
import { platform } from './platform'
import { ports } from './ports'
import { vpc } from './vpc'

/** Ranks 1–8 of S-17: what the instance itself must offer; all that StartTask asks (S-43). */
export const INSTANCE_FILTERS: readonly Filter[] = [
  cpu,
  gpu,
  memory,
  ports,
  eni,
  attributes,
  vpc,
  platform,
  location,
  agent,
]

/** Ranks 9–10: the constraints. */
export const CONSTRAINT_FILTERS: readonly Filter[] = [memberOf, distinctInstance]

export const FILTERS: readonly Filter[] = [...INSTANCE_FILTERS, ...CONSTRAINT_FILTERS]

/** A check that the request does not ask for accepts everything. */
export const accepts = (filter: Filter, context: PlacementContext, candidate: Candidate): boolean =>
  filter.applies?.(context) === false || filter.accepts(context, candidate)
