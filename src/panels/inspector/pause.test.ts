import { expect, it } from 'vitest'
import type { ViewTable, ViewTables } from '../../worker'
import { changesSoon } from './pause'

const task = (untilMs: number | null) =>
  ({ id: 'task-1', span: untilMs === null ? null : { kind: 'pull', fromMs: 0, untilMs } }) as ViewTables[ViewTable]

it('pauses for what changes within two seconds on the wall, at any speed', () => {
  expect(changesSoon('task', task(10_000), 0, 5)).toBe(true)
  expect(changesSoon('task', task(10_001), 0, 5)).toBe(false)
  expect(changesSoon('task', task(100_000), 0, 60)).toBe(true)
})

it('does not pause for what is past, unknown or never changes by a clock', () => {
  expect(changesSoon('task', task(10_000), 10_000, 5)).toBe(false)
  expect(changesSoon('task', task(null), 0, 5)).toBe(false)
  expect(changesSoon('service', { id: 'svc-1' } as ViewTables[ViewTable], 0, 5)).toBe(false)
})
