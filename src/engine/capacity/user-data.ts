/** What an instance's user data tells the ECS agent: the `ECS_…` lines that land in /etc/ecs/ecs.config. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 to text, one character per byte; null when it is not base64 or gives unprintable bytes. */
function decodeBase64(text: string): string | null {
  const clean = text.replaceAll(/\s/g, '').replace(/=+$/, '')
  let out = ''
  let bits = 0
  let held = 0
  for (const char of clean) {
    const value = ALPHABET.indexOf(char)
    if (value < 0) return null
    bits = bits * 64 + value
    held += 6
    if (held < 8) continue
    held -= 8
    let unit = 1
    for (let i = 0; i < held; i++) unit *= 2
    const byte = Math.floor(bits / unit)
    bits -= byte * unit
    if (byte < 9) return null
    out += String.fromCharCode(byte)
  }
  return out
}

/** Plain text of user data that may be plain or base64 (the CLI sends base64, people write plain). */
function plainUserData(userData: string): string {
  if (userData.includes('ECS_') || userData.startsWith('#!')) return userData
  return decodeBase64(userData) ?? userData
}

const ASSIGNMENT = /\b(ECS_[A-Z0-9_]+)=(\{[^}]*\}|\[[^\]]*\]|"[^"\n]*"|'[^'\n]*'|[^\s"'>;&]*)/g

/** The agent's settings, last assignment of each name wins. */
export function parseAgentConfig(userData: string | null | undefined): Record<string, string> {
  const config: Record<string, string> = {}
  for (const [, name, value] of plainUserData(userData ?? '').matchAll(ASSIGNMENT)) {
    config[name as string] = (value as string).replace(/^(['"])(.*)\1$/, '$2')
  }
  return config
}

const UNIT_MS: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 0.001, ns: 0.000_001 }

/** N-97: the agent's stop timeout in ms, a Go duration of at least 1 s; 30 s without one, or when it cannot be read. */
export function agentStopTimeoutMs(config: Record<string, string> | undefined): number {
  const text = config?.ECS_CONTAINER_STOP_TIMEOUT ?? ''
  const parts = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:[hms]|ms|us|ns))+)$/.exec(text)
  let ms = 0
  for (const [, n, unit] of (parts?.[2] ?? '').matchAll(/([\d.]+)([a-z]+)/g))
    ms += Number(n) * (UNIT_MS[unit ?? ''] ?? 0)
  if (ms === 0) return 30_000
  return parts?.[1] === '-' ? 1000 : Math.max(1000, Math.round(ms))
}
