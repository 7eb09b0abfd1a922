/** Who may speak to the endpoint, and how much: programs of this machine, not pages in its browser. */
import type { IncomingMessage } from 'node:http'
import { ApiError } from '../../engine'

export const MAX_BODY_BYTES = 1_048_576

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/**
 * Throws 403 for a Host that is not loopback (a name that was re-bound to this address) and for a POST with an Origin (a page's
 * request). design.md §7
 */
export function checkSender({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): void {
  if (!LOOPBACK.test(headers.host ?? ''))
    throw refused(403, 'The endpoint answers on 127.0.0.1, localhost and [::1] only.')
  if (method === 'POST' && headers.origin !== undefined) throw refused(403, 'Requests of web pages are refused.')
}

/** The body, at most 1 MiB; what is more is read and thrown away, so that the refusal (413) reaches its sender. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY_BYTES) {
      chunks.length = 0
      if (bytes > 64 * MAX_BODY_BYTES) break
    } else chunks.push(chunk)
  }
  if (bytes > MAX_BODY_BYTES) throw refused(413, `A request's body has at most ${MAX_BODY_BYTES} bytes.`)
  return Buffer.concat(chunks)
}

/** The JSON object of a body; an empty one counts as `{}`. Throws SerializationException (T-155). */
export function objectOf(body: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = body.length === 0 ? {} : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new ApiError('SerializationException', `The body is not JSON: ${(error as Error).message}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ApiError('SerializationException', 'The body is not a JSON object.')
  return value as Record<string, unknown>
}

function refused(status: number, message: string): ApiError {
  return new ApiError(status === 413 ? 'RequestEntityTooLarge' : 'AccessDeniedException', message, {
    httpStatus: status,
  })
}
