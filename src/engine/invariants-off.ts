/** Stands in for invariants.ts in the built page (vite.config.ts): the same exports, no checks. */
import { EngineError } from './kernel'

const OFF = 'invariants are checked in tests and in development, not in the built page'

export function checkTouched(): never {
  throw new EngineError(OFF)
}

export function checkEverything(): never {
  throw new EngineError(OFF)
}
