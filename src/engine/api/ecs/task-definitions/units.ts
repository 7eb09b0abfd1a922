/** Task-level sizes as ECS reads them, and the length of a text in bytes. */

/** `units` × a decimal like "1", ".25" or "2.5", if that is a whole number above 0; else undefined. */
function wholeTimes(decimal: string, units: number): number | undefined {
  const [whole = '', fraction = ''] = decimal.split('.')
  const digits = fraction.replace(/0+$/, '')
  if (whole.length + digits.length > 12) return undefined
  // Integers only: 12 digits × 1024 stays below 2^53.
  const scaled = Number(whole + digits) * units
  const divisor = Number(`1${'0'.repeat(digits.length)}`)
  return scaled > 0 && scaled % divisor === 0 ? scaled / divisor : undefined
}

const decimal = '(\\d+|\\d+\\.\\d*|\\.\\d+)'
const vcpu = new RegExp(`^${decimal} ?vcpu$`, 'i')
const gigabytes = new RegExp(`^${decimal} ?gb$`, 'i')

/** T-22: task `cpu` in CPU units ("256", "1 vCPU", ".25 vcpu"); undefined when it cannot be read. */
export function parseTaskCpu(text: string): number | undefined {
  if (/^\d+$/.test(text)) return wholeTimes(text, 1)
  const match = vcpu.exec(text)
  return match ? wholeTimes(match[1] as string, 1024) : undefined
}

/** T-23: task `memory` in MiB ("512", "3GB", ".5 gb"); undefined when it cannot be read. */
export function parseTaskMemory(text: string): number | undefined {
  if (/^\d+$/.test(text)) return wholeTimes(text, 1)
  const match = gigabytes.exec(text)
  return match ? wholeTimes(match[1] as string, 1024) : undefined
}

/** Bytes of `text` in UTF-8 (T-7). A lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00 && text.charCodeAt(i + 1) >= 0xdc00 && text.charCodeAt(i + 1) < 0xe000) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}
