/** Helpers of the endpoint's tests: an endpoint in this process and a client that may send any header. */
import { request } from 'node:http'
import { onTestFinished } from 'vitest'
import type { EndpointOptions } from './server'
import { startEndpoint } from './server'

// biome-ignore lint/suspicious/noExplicitAny: tests read answers freely
export type Any = any

export interface Reply {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: Any
}

export interface Wire {
  url: string
  /** Lines for the person who started it: none, unless a test says so. */
  reports: string[]
  send(method: string, path: string, body?: string | Buffer, headers?: Record<string, string>): Promise<Reply>
  /** An ECS operation by awsJson1_1, in a Region. */
  ecs(operation: string, input?: unknown, region?: string): Promise<Reply>
  /** `call('playground.PutImage', {...})` by /_playground/call; throws when it is refused. */
  call(operation: string, input?: unknown): Promise<Any>
  advance(seconds: number): Promise<void>
}

/** Time stands still unless asked otherwise; closed when the test is over. */
export async function endpoint(options: Partial<EndpointOptions> = {}): Promise<Wire> {
  const reports: string[] = []
  const { url, close } = await startEndpoint({ port: 0, speed: 0, report: (line) => reports.push(line), ...options })
  onTestFinished(close)
  const post = async (path: string, body: unknown) => {
    const reply = await sendTo(url, 'POST', path, JSON.stringify(body))
    if (reply.status !== 200) throw new Error(reply.text)
    return reply.json
  }
  return {
    url,
    reports,
    send: (...args) => sendTo(url, ...args),
    ecs: (operation, input = {}, region = 'us-east-1') =>
      sendTo(url, 'POST', '/', JSON.stringify(input), {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerServiceV20141113.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=KEY/20261120/${region}/ecs/aws4_request, SignedHeaders=host, Signature=0`,
      }),
    call(name, input = {}) {
      const [service, operation] = name.split('.')
      return post('/_playground/call', { service, operation, input })
    },
    advance: (seconds) => post('/_playground/advance', { ms: seconds * 1000 }),
  }
}

function sendTo(
  url: string,
  method: string,
  path: string,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): Promise<Reply> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

function parsed(text: string): Any {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
