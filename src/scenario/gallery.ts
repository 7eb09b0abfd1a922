/** The list of the gallery (public/scenarios/index.json). */
import * as v from 'valibot'
import { placeOf, ScenarioError } from './error'
import type { GalleryEntry } from './format'
import { gallerySchema } from './format'

/** The gallery's list, checked. Throws ScenarioError naming the place. */
export function parseGallery(text: string): GalleryEntry[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ScenarioError('', 'the list of scenarios is not JSON')
  }
  const result = v.safeParse(gallerySchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const path = issue.path ?? []
  const place = path.reduce((before, { key }) => placeOf(before, key as string | number), '')
  throw new ScenarioError(place, issue.message)
}
