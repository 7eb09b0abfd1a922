import { existsSync } from 'node:fs'
import { serve } from '../scripts/serve'

/** Serves the built site under a sub-path for the whole run; returns how to stop it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (!existsSync('dist/index.html')) throw new Error('No built site: npm run build first.')
  const site = await serve()
  process.env.E2E_BASE_URL = site.url
  return site.close
}
