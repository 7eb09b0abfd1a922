import { describe, expect, it } from 'vitest'
import type { ServiceEventView } from '../../worker'
import { rowsOf, taskIdsIn, toneOf } from './events'

const event = (n: number, message: string, serviceId = 'svc-1', serviceName = 'web'): ServiceEventView => ({
  id: `ev-${n}`,
  n,
  atMs: n * 1_000,
  serviceId,
  serviceName,
  message,
  rule: '',
  decisionId: null,
})
const steady = (n: number, serviceId?: string) => event(n, '(service web) has reached a steady state.', serviceId)

describe('rowsOf', () => {
  it('folds steady events that follow one another and shows the newest first', () => {
    const rows = rowsOf(
      [steady(1), steady(2), event(3, '(service web) has started 2 tasks: (task a).'), steady(4)],
      '',
      null,
    )
    expect(rows.map((row) => [row.text, row.folded])).toEqual([
      ['has reached a steady state.', 1],
      ['has started 2 tasks: (task a).', 1],
      ['has reached a steady state.', 2],
    ])
    expect(rows[2]?.atMs).toBe(2_000)
  })

  it('folds per service', () => {
    expect(rowsOf([steady(1), steady(2, 'svc-2'), steady(3)], '', null).map((row) => row.folded)).toEqual([1, 2])
  })

  it('filters by words and by service', () => {
    const events = [event(1, 'was unable to place a task'), event(2, 'has started 1 tasks', 'svc-2', 'api')]
    expect(rowsOf(events, 'UNABLE', null)).toHaveLength(1)
    expect(rowsOf(events, 'api', null)).toHaveLength(1)
    expect(rowsOf(events, '', 'svc-1').map((row) => row.id)).toEqual(['ev-1'])
  })
})

describe('toneOf', () => {
  it('marks what is out of the ordinary', () => {
    expect(
      toneOf('(service web) was unable to place a task because no container instance met all of its requirements.'),
    ).toBe('odd')
    expect(toneOf('(service web) registered 1 targets in (target-group x)')).toBe('normal')
    expect(toneOf('(service web) has reached a steady state.')).toBe('routine')
  })
})

describe('taskIdsIn', () => {
  it('finds full task ids only', () => {
    const id = '0123456789abcdef0123456789abcdef'
    expect(taskIdsIn(`has started 1 tasks: (task ${id}).`)).toEqual([id])
    expect(taskIdsIn('no 0123abcd')).toEqual([])
  })
})
