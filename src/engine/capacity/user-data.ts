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
