import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serve } from '../scripts/serve'

/** Serves the built site (E2E_SITE, else `dist`) under a sub-path for the whole run; returns how to stop it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const folder = process.env.E2E_SITE ?? 'dist'
  if (!existsSync(join(folder, 'index.html'))) throw new Error('No built site: npm run build first.')
  const site = await serve(folder)
  process.env.E2E_BASE_URL = site.url
  return site.close
}
