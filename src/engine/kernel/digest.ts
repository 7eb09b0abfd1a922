/** A digest of plain data: the same run gives the same 16 hex characters in every browser. */
import { hash32 } from './random'

/** Two independent 32-bit hashes over the text. */
export function digestOfText(text: string): string {
  const a = hash32(text, 0x5eed)
  const b = hash32(text, 0xc0de)
  return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0')
}
