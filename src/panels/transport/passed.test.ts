import { describe, expect, it } from 'vitest'
import { passedText } from './passed'

describe('passedText', () => {
  it('counts what was passed over in plain words', () => {
    const items = [
      { kind: 'loadbalancing.probe', count: 5, spanMs: 150_000 },
      { kind: 'services.tick', count: 1, spanMs: 0 },
      { kind: 'task.pulled', count: 2, spanMs: 0 },
    ]
    expect(passedText('2 min 30 s', items)).toBe('2 min 30 s passed: 5 health checks, 1 scheduler tick, 2 task steps')
  })

  it('adds up kinds of the same word and stays short', () => {
    const items = ['task.pulled', 'task.exit', 'capacity.running', 'traffic.x', 'something.else'].map((kind) => ({
      kind,
      count: 1,
      spanMs: 0,
    }))
    expect(passedText('4 s', items)).toBe('4 s passed: 2 task steps, 1 capacity step, 1 traffic change')
    expect(passedText('0 s', [])).toBe('0 s passed')
  })
})
