/**
 * The scenario file `ecs-playground/1` (design.md §5): the one definition of its members, as a schema and as types. Lessons, saved
 * work, share links, tests and benches are such files; `parse.ts` reads them, `run.ts` runs them.
 */
import * as v from 'valibot'
import { parseDuration } from './duration'

export const FORMAT = 'ecs-playground/1'

/** 1 MiB of UTF-8, 5,000 steps, values nested 64 deep (design.md §5). */
export const LIMITS = { bytes: 1_048_576, steps: 5_000, depth: 64, expression: 10_000, text: 20_000 } as const

const duration = v.custom<string | number>(
  (value) => parseDuration(value) !== undefined,
  'a time is text such as "90s", "5m" or "1h30m", or whole milliseconds, up to 400 days',
)
const shortText = v.pipe(v.string(), v.maxLength(LIMITS.text))
const expression = v.pipe(v.string(), v.maxLength(LIMITS.expression))
const exceptionName = v.pipe(v.string(), v.regex(/^[A-Z]\w{2,99}$/, 'the name of an exception'))

const refusal = v.strictObject({ name: exceptionName, message: v.optional(shortText) })
const fails = v.lazy((input: unknown) => (typeof input === 'object' ? refusal : exceptionName)) as v.GenericSchema<
  string | v.InferOutput<typeof refusal>
>

/** `service.Operation` at a time; with `fails`, exactly this refusal is wanted. */
const doStep = v.strictObject({
  at: duration,
  do: v.pipe(v.string(), v.regex(/^[a-z0-9]+\.[A-Z][A-Za-z0-9]+$/, 'an operation is written service.Operation')),
  with: v.optional(v.record(v.string(), v.unknown())),
  fails: v.optional(fails),
  returns: v.optional(expression),
  save: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z_]\w{0,63}$/, 'a name of letters, digits and _'))),
})
const expectStep = v.strictObject({ at: duration, expect: expression })
const alwaysStep = v.strictObject({ from: v.optional(duration), to: v.optional(duration), always: expression })
const eventuallyStep = v.strictObject({ from: v.optional(duration), to: v.optional(duration), eventually: expression })

const STEP_KINDS = { do: doStep, expect: expectStep, always: alwaysStep, eventually: eventuallyStep } as const
const unknownStep = v.custom<never>(() => false, 'a step has one of do, expect, always, eventually')

const step = v.lazy((input: unknown) => {
  const kinds = Object.keys(STEP_KINDS).filter(
    (kind) => typeof input === 'object' && input !== null && Object.hasOwn(input, kind),
  )
  return kinds.length === 1 ? STEP_KINDS[kinds[0] as keyof typeof STEP_KINDS] : unknownStep
}) as v.GenericSchema<Step>

export const scenarioSchema = v.strictObject({
  format: v.literal(FORMAT),
  title: v.optional(shortText),
  /** 32 bits, as the engine's streams take it. */
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295))),
  steps: v.pipe(v.array(step), v.maxLength(LIMITS.steps, `at most ${LIMITS.steps} steps`)),
  /** The version that wrote the file, and the digest of its run: a run that differs is told so, not refused. */
  engine: v.optional(shortText),
  digest: v.optional(shortText),
  /** The run goes on at least this long. */
  until: v.optional(duration),
  timings: v.optional(v.record(v.string(), v.unknown())),
  startTime: v.optional(
    v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/, 'a time such as 2026-01-05T09:00:00Z')),
  ),
  /** What the page offers beside the picture; the engine does not read it. */
  controls: v.optional(v.unknown()),
  notes: v.optional(v.union([shortText, v.array(shortText)])),
})

export type DoStep = v.InferOutput<typeof doStep>
export type ExpectStep = v.InferOutput<typeof expectStep>
export type AlwaysStep = v.InferOutput<typeof alwaysStep>
export type EventuallyStep = v.InferOutput<typeof eventuallyStep>
export type Step = DoStep | ExpectStep | AlwaysStep | EventuallyStep
export type Scenario = Omit<v.InferOutput<typeof scenarioSchema>, 'steps'> & { steps: Step[] }

/** Groups of the gallery, in the order shown. */
export const GALLERY_GROUPS = ['start', 'situations', 'lessons'] as const
export type GalleryGroup = (typeof GALLERY_GROUPS)[number]

/** `public/scenarios/index.json`: the gallery, in the order shown. `file` stands beside it, and its picture as `.svg`. */
export const gallerySchema = v.array(
  v.strictObject({
    group: v.picklist(GALLERY_GROUPS),
    title: v.pipe(v.string(), v.nonEmpty()),
    question: v.pipe(v.string(), v.nonEmpty()),
    file: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*\.json$/, 'the name of a JSON file in this folder')),
    /** Where it opens; default the beginning. */
    at: v.optional(duration),
    /** How long it goes on from there. */
    length: duration,
    /** The key that stages it, for the nine most famous situations. */
    digit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9))),
  }),
)
export type GalleryEntry = v.InferOutput<typeof gallerySchema>[number]
