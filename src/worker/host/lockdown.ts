/**
 * The worker's first module: takes the network and storage away before anything else is evaluated, because the page's
 * content security policy does not reach a module worker (design.md §9).
 */
const FORBIDDEN = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'WebTransport',
  'importScripts',
  'indexedDB',
  'caches',
] as const

/** Sets every forbidden name to undefined on `scope` and on all its prototypes, so that none can be reached again. */
export function lockDown(scope: object): void {
  for (
    let holder: object | null = scope;
    holder && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder)
  ) {
    for (const name of FORBIDDEN) {
      if (holder !== scope && !Object.hasOwn(holder, name)) continue
      Object.defineProperty(holder, name, { value: undefined, writable: false, configurable: false })
    }
  }
}

lockDown(globalThis)
