/**
 * The share link (design.md §10): `#f=1` and then what to open. A scenario travels in `s` as base64url of deflate-raw of its JSON;
 * deflate-raw has no checksum, so `c` carries one (older readers ignore it) and a cut or altered link is refused.
 */
import { hash32 } from '../engine'
import { MAX_TIME_MS } from './duration'
import { LIMITS } from './format'

/** What a link opens; every member may be absent. */
export interface ShareLink {
  /** Text of a scenario file; not yet checked: give it to `parseScenario`. */
  scenarioText?: string
  /** A file of the gallery, without `.json`. */
  scenario?: string
  lesson?: string
  atMs?: number
  play?: boolean
  speed?: number
  lens?: string
  selection?: string
  panel?: string
  embed?: boolean
  hideInterface?: boolean
  presenter?: boolean
}

/** A link that is not opened; the message says why, for people. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

const MAX_CHARACTERS = 32_000
const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/

/** The fragment, `#` included. Throws LinkError when the scenario is too large for a link. */
export async function encodeLink(link: ShareLink): Promise<string> {
  const parts = ['f=1']
  const add = (key: string, value: string | undefined) => {
    if (value !== undefined) parts.push(`${key}=${encodeURIComponent(value)}`)
  }
  const flag = (key: string, value: boolean | undefined, word = '1') => add(key, value ? word : undefined)
  add('scenario', link.scenario)
  add('lesson', link.lesson)
  add('t', link.atMs === undefined ? undefined : String(link.atMs))
  flag('play', link.play)
  add('speed', link.speed === undefined ? undefined : String(link.speed))
  add('lens', link.lens)
  add('sel', link.selection)
  add('panel', link.panel)
  flag('embed', link.embed)
  flag('ui', link.hideInterface, 'none')
  flag('present', link.presenter)
  if (link.scenarioText !== undefined) {
    const bytes = new TextEncoder().encode(link.scenarioText)
    if (bytes.length > LIMITS.bytes) throw new LinkError('The scenario is larger than 1 MiB.')
    const packed = toBase64Url(await through(bytes, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY))
    parts.push(`c=${checksum(packed)}`, `s=${packed}`)
  }
  const fragment = `#${parts.join('&')}`
  if (fragment.length > MAX_CHARACTERS) {
    throw new LinkError(
      `The scenario needs a link of ${fragment.length} characters; the limit is ${MAX_CHARACTERS}. Save it as a file.`,
    )
  }
  return fragment
}

/** What a fragment (with or without `#`) opens. Throws LinkError for a version, size or value that is not understood; unknown keys are ignored. */
export async function decodeLink(fragment: string): Promise<ShareLink> {
  if (fragment.length > MAX_CHARACTERS) throw new LinkError('The link is too long.')
  const given = readPairs(fragment.replace(/^#/, ''))
  const version = given.get('f')
  if (version === undefined) throw new LinkError('This is not a link to a scenario.')
  if (version !== '1') throw new LinkError('The link was made by a newer version of the playground.')
  const link: ShareLink = {}
  const text = (key: string, pattern: RegExp) => {
    const value = given.get(key)
    if (value !== undefined && !pattern.test(value)) throw new LinkError(`The link is damaged (${key}).`)
    return value
  }
  const set = <K extends keyof ShareLink>(key: K, value: ShareLink[K] | undefined) => {
    if (value !== undefined) link[key] = value
  }
  set('scenario', text('scenario', SLUG))
  set('lesson', text('lesson', SLUG))
  const at = text('t', /^\d{1,11}$/)
  if (at !== undefined && Number(at) > MAX_TIME_MS) throw new LinkError('The link is damaged (t).')
  set('atMs', at === undefined ? undefined : Number(at))
  const speed = text('speed', /^\d{1,4}(\.\d{1,3})?$/)
  set('speed', speed === undefined ? undefined : Number(speed))
  set('lens', text('lens', /^[\w-]{1,40}$/))
  set('selection', text('sel', /^[^<>"'`\s]{1,300}$/))
  set('panel', text('panel', /^[\w-]{1,40}$/))
  set('play', text('play', /^[01]$/) === '1' || undefined)
  set('embed', text('embed', /^[01]$/) === '1' || undefined)
  set('presenter', text('present', /^[01]$/) === '1' || undefined)
  set('hideInterface', given.get('ui') === 'none' || undefined)
  const packed = text('s', /^[A-Za-z0-9_-]+$/)
  const sum = given.get('c')
  if (packed !== undefined) {
    if (sum !== undefined && sum !== checksum(packed)) throw new LinkError('The link is damaged or was cut off.')
    link.scenarioText = await unpack(packed)
  } else if (sum !== undefined) throw new LinkError('The link was cut off.')
  return link
}

/** The first value of each key. */
function readPairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const part of text.split('&')) {
    const equals = part.indexOf('=')
    if (equals < 1) continue
    const key = part.slice(0, equals)
    try {
      if (!pairs.has(key)) pairs.set(key, decodeURIComponent(part.slice(equals + 1)))
    } catch {
      throw new LinkError(`The link is damaged (${key.slice(0, 20)}).`)
    }
  }
  return pairs
}

async function unpack(packed: string): Promise<string> {
  try {
    const bytes = await through(fromBase64Url(packed), new DecompressionStream('deflate-raw'), LIMITS.bytes)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (error instanceof LinkError) throw error
    throw new LinkError('The link is damaged or was cut off.')
  }
}

/** The bytes through a platform stream; reading stops at `limit` bytes. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > limit) {
      await reader.cancel()
      throw new LinkError('The scenario in the link is larger than 1 MiB.')
    }
    chunks.push(value)
  }
  const out = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    out.set(chunk, offset)
    offset += chunk.length
  }
  return out
}

function checksum(text: string): string {
  return hash32(text).toString(16).padStart(8, '0')
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
