import { describe, expect, it } from 'vitest'
import { lockDown } from './lock'

describe('lockDown', () => {
  it('takes network and storage from a scope and from its prototypes, for good', () => {
    class WorkerScope {
      fetch() {
        return 'reached'
      }
      get caches() {
        return 'reached'
      }
    }
    class Dedicated extends WorkerScope {
      importScripts() {
        return 'reached'
      }
    }
    const scope = new Dedicated() as Dedicated & Record<string, unknown>
    Object.assign(scope, { XMLHttpRequest: 1, WebSocket: 1, EventSource: 1, WebTransport: 1, indexedDB: 1 })
    lockDown(scope)
    const names = [
      'fetch',
      'caches',
      'importScripts',
      'XMLHttpRequest',
      'WebSocket',
      'EventSource',
      'WebTransport',
      'indexedDB',
    ]
    for (const name of names) {
      expect(scope[name], name).toBeUndefined()
      expect((WorkerScope.prototype as unknown as Record<string, unknown>)[name], name).toBeUndefined()
      expect((Dedicated.prototype as unknown as Record<string, unknown>)[name], name).toBeUndefined()
      // Modules are strict: writing to it throws.
      expect(() => Object.assign(scope, { [name]: () => 'back' }), name).toThrow(TypeError)
    }
  })
})
