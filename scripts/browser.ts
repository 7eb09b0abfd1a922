/** Finds the browser that the browser tests and benches run in. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { isMain } from './common'

/** Switches for every start: no GPU and no calls home; no sandbox only where Chromium refuses one (root). */
export const browserArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

const help = `No browser for the browser tests. One of these helps:
  npx playwright install chromium      (Playwright's own build)
  apt-get install chromium             (Debian, Ubuntu; or install Chrome or Edge)
  CHROMIUM_PATH=/path/to/chrome npm test`

/** Where the browser is: Playwright's own build has no path of ours (undefined), as Playwright finds it by itself. */
export interface Browser {
  source: string
  executablePath?: string
}

/** The browser at hand: CHROMIUM_PATH (an error if missing), Playwright's own build, or one of the system. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): Browser | undefined {
  const named = env.CHROMIUM_PATH
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`)
    return { source: 'CHROMIUM_PATH', executablePath: named }
  }
  if (existsSync(chromium.executablePath())) return { source: "Playwright's own build" }
  const executablePath = systemPaths(env).find((path) => existsSync(path))
  return executablePath ? { source: 'system', executablePath } : undefined
}

/** The browser at hand, or an error that says how to get one. */
export function browserOrHelp(): Browser {
  const browser = findBrowser()
  if (!browser) throw new Error(help)
  return browser
}

/** The browser at hand, installed if there is none. Only the test command does this. */
export function installBrowser(): Browser {
  const attempts = [['npx playwright install chromium']]
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version'))
    attempts.push(['apt-get update', 'apt-get install -y --no-install-recommends chromium'])
  for (const commands of attempts) {
    const browser = findBrowser()
    if (browser) return browser
    for (const command of commands) {
      console.log(`No browser found: ${command}`)
      if (spawnSync(command, { shell: true, stdio: 'inherit', timeout: 300_000 }).status !== 0) break
    }
  }
  return browserOrHelp()
}

function systemPaths(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    )
  if (process.platform === 'win32')
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
      folder
        ? ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map((app) =>
            join(folder, app),
          )
        : [],
    )
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
  const folders = (env.PATH ?? '').split(':').filter(Boolean)
  return names.flatMap((name) =>
    [...new Set([...folders, '/usr/bin', '/snap/bin'])].map((folder) => join(folder, name)),
  )
}

if (isMain(import.meta.url)) {
  const { source, executablePath } = browserOrHelp()
  console.log(`${source}: ${executablePath ?? chromium.executablePath()}`)
}
