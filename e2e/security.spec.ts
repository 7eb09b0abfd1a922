import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from './fixtures'

/** What the browser says of an attempt that the policy refused. */
test.use({
  expectedErrors: /Content Security Policy|Content-Security-Policy|Refused to|violates|^request to http:\/\/localhost:/,
})

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"

let elsewhere: { server: Server; url: string; heard: string[] }

test.beforeAll(async () => {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(request.url ?? '')
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/javascript' }).end('0')
  })
  server.on('upgrade', (request, socket) => {
    heard.push(`upgrade ${request.url}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  elsewhere = { server, heard, url: `http://localhost:${(server.address() as AddressInfo).port}` }
})
test.afterAll(() => elsewhere.server.close())
test.beforeEach(() => {
  elsewhere.heard.length = 0
})

test.describe('content security policy', () => {
  test('the page carries the whole policy before anything else', async ({ page, playground }) => {
    await playground.open()
    const meta = page.locator('head > meta[http-equiv="Content-Security-Policy"]')
    await expect(meta).toHaveAttribute('content', POLICY)
    expect(await meta.evaluate((element) => element.compareDocumentPosition(document.scripts[0] as Node))).toBe(
      Node_FOLLOWING,
    )
  })

  test('the page reaches nobody and runs no text', async ({ page, playground }) => {
    await playground.open()
    const outcome = await page.evaluate(async (url) => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', (event) => violated.push(event.effectiveDirective))
      const tries: Record<string, () => unknown> = {
        fetch: () => fetch(`${url}/fetch`),
        XMLHttpRequest: () =>
          new Promise((resolve, reject) => {
            const request = new XMLHttpRequest()
            request.open('GET', `${url}/xhr`)
            request.onload = resolve
            request.onerror = () => reject(new Error('error'))
            request.send()
          }),
        WebSocket: () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`)
            socket.onopen = resolve
            socket.onerror = () => reject(new Error('error'))
          }),
        EventSource: () =>
          new Promise((resolve, reject) => {
            const source = new EventSource(`${url}/events`)
            source.onopen = resolve
            source.onerror = () => {
              source.close()
              reject(new Error('error'))
            }
          }),
        // biome-ignore lint/security/noGlobalEval: it must be refused
        eval: () => eval('1'),
        Function: () => new Function('return 1')(),
        'inline script': () => {
          const script = document.createElement('script')
          script.textContent = 'window.inlineScriptRan = true'
          document.head.append(script)
          if (!('inlineScriptRan' in window)) throw new Error('refused')
        },
        'inline handler': () => {
          const button = document.createElement('button')
          button.setAttribute('onclick', 'window.handlerRan = true')
          button.click()
          if (!('handlerRan' in window)) throw new Error('refused')
        },
        'foreign script': () =>
          new Promise((resolve, reject) => {
            const script = document.createElement('script')
            script.src = `${url}/script.js`
            script.onload = resolve
            script.onerror = () => reject(new Error('error'))
            document.head.append(script)
          }),
        'foreign image': () =>
          new Promise((resolve, reject) => {
            const image = new Image()
            image.onload = resolve
            image.onerror = () => reject(new Error('error'))
            image.src = `${url}/image.png`
          }),
        'worker from a blob': () =>
          new Promise((resolve, reject) => {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
            worker.onmessage = resolve
            worker.onerror = () => reject(new Error('error'))
          }),
      }
      const done: Record<string, 'refused' | 'went through'> = {}
      for (const [name, attempt] of Object.entries(tries)) {
        try {
          await attempt()
          done[name] = 'went through'
        } catch {
          done[name] = 'refused'
        }
      }
      return { done, violated: [...new Set(violated)] }
    }, elsewhere.url)
    expect([...new Set(Object.values(outcome.done))], JSON.stringify(outcome.done)).toEqual(['refused'])
    expect(outcome.violated).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'worker-src']))
    expect(elsewhere.heard).toEqual([])
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
  })

  test('the worker has nothing to reach anybody with', async ({ page, playground }) => {
    await playground.open()
    const [worker] = page.workers()
    const left = await worker?.evaluate(() =>
      [
        'fetch',
        'XMLHttpRequest',
        'WebSocket',
        'EventSource',
        'WebTransport',
        'importScripts',
        'indexedDB',
        'caches',
      ].map((name) => {
        const own = (self as unknown as Record<string, unknown>)[name]
        const holders: object[] = []
        for (let at: object | null = self; at; at = Object.getPrototypeOf(at)) holders.push(at)
        const reachable = holders.some(
          (holder) =>
            Object.getOwnPropertyDescriptor(holder, name)?.value ?? Object.getOwnPropertyDescriptor(holder, name)?.get,
        )
        return own === undefined && !reachable ? 'gone' : name
      }),
    )
    expect(left).toEqual(Array(8).fill('gone'))
  })
})

/** Node.DOCUMENT_POSITION_FOLLOWING: the script comes after the policy. */
const Node_FOLLOWING = 4
