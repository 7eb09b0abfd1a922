/** IPv4 addresses as whole numbers. Multiplication instead of shifts: addresses above 127.255.255.255 stay positive. */

export interface Cidr {
  /** First address. */
  base: number
  /** Number of addresses. */
  size: number
  prefix: number
}

/** The number of an address like `172.31.0.4`, or null. */
export function parseIp(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let value = 0
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part)) return null
    const octet = Number(part)
    if (octet > 255) return null
    value = value * 256 + octet
  }
  return value
}

export function formatIp(value: number): string {
  const octets: number[] = []
  for (let i = 0, rest = value; i < 4; i++) {
    octets.unshift(rest % 256)
    rest = Math.floor(rest / 256)
  }
  return octets.join('.')
}

/** A block like `10.0.1.0/28` whose address is its first one, or null. */
export function parseCidr(text: string): Cidr | null {
  const [address, length, more] = text.split('/')
  const base = parseIp(address ?? '')
  if (base === null || more !== undefined || !/^(0|[1-9]\d?)$/.test(length ?? '')) return null
  const prefix = Number(length)
  if (prefix > 32) return null
  let size = 1
  for (let i = prefix; i < 32; i++) size *= 2
  return base % size === 0 ? { base, size, prefix } : null
}

export function overlap(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + b.size && b.base < a.base + a.size
}

/** Whether a block holds an address or all of another block. */
export function contains(outer: Cidr, inner: Cidr | number): boolean {
  const { base, size } = typeof inner === 'number' ? { base: inner, size: 1 } : inner
  return outer.base <= base && base + size <= outer.base + outer.size
}
