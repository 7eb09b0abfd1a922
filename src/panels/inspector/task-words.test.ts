import { describe, expect, it } from 'vitest'
import type { TaskView } from '../../worker'
import { streakWords, taskSentence } from './task-words'

const task = (part: Partial<TaskView>): TaskView => ({ span: null, streak: null, failure: null, ...part }) as TaskView

describe('taskSentence', () => {
  it('counts down against the simulated clock, in whole seconds rounded up', () => {
    const draining = task({ word: 'draining', span: { kind: 'drain', fromMs: 0, untilMs: 20_000 } })
    expect(taskSentence(draining, 5_400)).toContain('for 15 s more')
    expect(taskSentence(draining, 20_000)).not.toContain(' s more')
  })
  it('tells the reason for waiting', () => {
    expect(taskSentence(task({ word: 'pending', span: { kind: 'pull', fromMs: 0, untilMs: 9_000 } }), 0)).toBe(
      'Its image is being pulled; 9 s to go.',
    )
    expect(taskSentence(task({ word: 'running', span: { kind: 'wait40', fromMs: 0, untilMs: 40_000 } }), 28_000)).toBe(
      'It runs but does not count as healthy yet. Without checks it counts after 40 s: 12 s to go.',
    )
    expect(taskSentence(task({ word: 'running', streak: { passed: 2, failed: 0, needed: 5 } }), 0)).toContain(
      '2 of 5 checks passed.',
    )
  })
  it('names the failure', () => {
    expect(taskSentence(task({ word: 'failed', failure: 'exit 1' }), 0)).toBe('It has stopped: exit 1.')
  })
})

describe('streakWords', () => {
  it('speaks of failures before passes', () => {
    expect(streakWords({ streak: { passed: 0, failed: 1, needed: 2 } })).toBe('1 of 2 checks failed in a row.')
    expect(streakWords({ streak: { passed: 0, failed: 0, needed: 1 } })).toBe('0 of 1 check passed.')
    expect(streakWords({ streak: null })).toBeNull()
  })
})
