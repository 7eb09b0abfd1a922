/** Answers as they go over the wire. */
import type { ServerResponse } from 'node:http'
import { ApiError, hash32 } from '../../engine'

/** What a handler answers; the body is JSON text unless the headers say otherwise. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body: string
}

export const AWS_JSON = 'application/x-amz-json-1.1'
export const AWS_JSON_1_0 = 'application/x-amz-json-1.0'

export const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value)}\n`,
})

/** JSON of an AWS answer: times are seconds since 1970 with up to three decimals (T-154), absent members are left out. */
export function wireText(value: unknown): string {
  return JSON.stringify(value ?? {}, function (this: Record<string, unknown>, key, item) {
    // A Date has become text by the time it is passed here; its holder still has it.
    const held = this[key]
    if (held instanceof Date) return held.getTime() / 1000
    return item === null ? undefined : item
  })
}

/** The n-th request's id: in the form of a UUID, the same in every run. */
export function requestId(n: number): string {
  const hex = [1, 2, 3, 4].map((part) => hash32(`request ${n} ${part}`).toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** A refusal, or a defect of ours as ServerException: HTTP 500 (T-155). */
export const asApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError('ServerException', error instanceof Error ? error.message : String(error), { httpStatus: 500 })

/** The error of awsJson: body and header (T-155). */
export function errorAnswer(error: ApiError, contentType = AWS_JSON): Answer {
  const { name, message, resourceIds, httpStatus } = error
  return {
    status: httpStatus,
    headers: { 'content-type': contentType, 'x-amzn-errortype': name },
    body: JSON.stringify({ __type: name, message, ...(resourceIds ? { resourceIds } : {}) }),
  }
}

export function send(response: ServerResponse, answer: Answer, id: string): void {
  const body = Buffer.from(answer.body)
  response.writeHead(answer.status, { 'x-amzn-requestid': id, ...answer.headers, 'content-length': body.length })
  response.end(body)
}
