/** Integer mixing and seeded streams. Only imul, shifts and xor: the same numbers in every browser. */

/** Mixes a string and a seed to 32 bits (FNV-1a, then a murmur finaliser). */
export function hash32(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** One step of mulberry32: the next state and a 32-bit output. */
export function nextRandom(state: number): { state: number; value: number } {
  const next = (state + 0x6d2b79f5) >>> 0
  let t = next
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return { state: next, value: (t ^ (t >>> 14)) >>> 0 }
}

/** `length` lower-case hex characters determined by `text` and `seed`. */
export function hexOf(text: string, seed: number, length: number): string {
  let out = ''
  for (let i = 0; out.length < length; i++) out += hash32(`${text}#${i}`, seed).toString(16).padStart(8, '0')
  return out.slice(0, length)
}

/** `length` decimal digits, the first not 0. */
export function digitsOf(text: string, seed: number, length: number): string {
  let out = String(1 + (hash32(`${text}#d`, seed) % 9))
  for (let i = 0; out.length < length; i++) out += String(hash32(`${text}#${i}`, seed) % 1_000_000).padStart(6, '0')
  return out.slice(0, length)
}

const BASE64_URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** `length` URL-safe base64 characters. */
export function base64Of(text: string, seed: number, length: number): string {
  let out = ''
  for (let i = 0; i < length; i++) out += BASE64_URL[hash32(`${text}#b${i}`, seed) & 63]
  return out
}

/** A UUID-shaped string. */
export function uuidOf(text: string, seed: number): string {
  const h = hexOf(text, seed, 32)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
}
