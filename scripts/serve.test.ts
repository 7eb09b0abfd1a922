import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileFor, serve } from './serve'

let site: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  site = await serve('public', { base: '/sub/' })
})
afterAll(() => site.close())

test('serves a file under its sub-path on loopback', async () => {
  const response = await fetch(`${site.url}favicon.svg`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/svg+xml')
  expect(new URL(site.url).hostname).toBe('127.0.0.1')
})

test('serves nothing outside its folder or sub-path', async () => {
  expect((await fetch(new URL('/favicon.svg', site.url))).status).toBe(404)
  for (const path of ['/sub/../package.json', '/sub/%2e%2e/package.json', '/sub/..%5cpackage.json', '/sub/%zz'])
    expect(fileFor('public', '/sub/', path)).toBeUndefined()
})
