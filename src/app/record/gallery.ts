/** Reads the list of the gallery. */
import type { GalleryEntry } from '../../scenario'
import { parseGallery } from '../../scenario'

/** Throws Error when it cannot be had, ScenarioError when it is malformed. */
export async function fetchGallery(): Promise<GalleryEntry[]> {
  const answer = await fetch('./scenarios/index.json')
  if (!answer.ok) throw new Error(`the list answered ${answer.status}`)
  return parseGallery(await answer.text())
}
