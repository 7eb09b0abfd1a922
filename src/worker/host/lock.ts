/** What a worker must not reach (design.md §9), and how it is taken away. Has no effect by being imported. */
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
