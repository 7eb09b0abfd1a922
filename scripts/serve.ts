/** A small static server for the built site, on loopback and under a sub-path as on GitHub Pages. `npm run preview` starts it by hand. */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { isMain } from './common'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Serves `folder` under `base` (begins and ends with a slash) on 127.0.0.1; port 0 takes a free one. */
export async function serve(
  folder = 'dist',
  { base = '/ecs-playground/', port = 0 } = {},
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = fileFor(folder, base, pathname)
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
      return
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      'cache-control': 'no-cache',
    })
    if (request.method === 'HEAD') response.end()
    else createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, close }
}

/** The file of `folder` that a request's path names, if it exists and lies within. */
export function fileFor(folder: string, base: string, pathname: string): string | undefined {
  if (!pathname.startsWith(base)) return undefined
  let name: string
  try {
    name = decodeURIComponent(pathname.slice(base.length))
  } catch {
    return undefined
  }
  const path = normalize(`/${name.replaceAll('\\', '/')}`)
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined
}

if (isMain(import.meta.url)) {
  const { url } = await serve('dist', { port: Number(process.env.PORT ?? 4173) })
  console.log(`The built site: ${url}`)
}
