import { describe, expect, it } from 'vitest'
import { phasesOf, waitingShares } from './phases'

const times = { pullFromMs: null, pulledMs: null, healthyMs: null, stoppingMs: null, signalMs: null, exitedMs: null }
const life = {
  createdAtMs: 0,
  startedAtMs: 6_000,
  stoppedAtMs: 60_000,
  times: {
    pullFromMs: 1_000,
    pulledMs: 4_000,
    healthyMs: 16_000,
    stoppingMs: 30_000,
    signalMs: 50_000,
    exitedMs: 52_000,
  },
}

describe('phasesOf', () => {
  it('cuts a whole life at its timestamps, without gaps', () => {
    expect(phasesOf(life, 99_000).map(({ kind, fromMs, untilMs }) => [kind, fromMs, untilMs])).toEqual([
      ['before', 0, 1_000],
      ['pull', 1_000, 4_000],
      ['start', 4_000, 6_000],
      ['health', 6_000, 16_000],
      ['healthy', 16_000, 30_000],
      ['drain', 30_000, 50_000],
      ['sigterm', 50_000, 52_000],
      ['release', 52_000, 60_000],
    ])
  })

  it('leaves the last phase of a living task open until now', () => {
    const task = { createdAtMs: 0, startedAtMs: null, stoppedAtMs: null, times: { ...times, pullFromMs: 2_000 } }
    expect(phasesOf(task, 5_000)).toEqual([
      { kind: 'before', fromMs: 0, untilMs: 2_000, open: false },
      { kind: 'pull', fromMs: 2_000, untilMs: 5_000, open: true },
    ])
  })

  it('gives a task that crashed neither drain nor signal', () => {
    const crashed = { ...life, times: { ...life.times, stoppingMs: 30_000, signalMs: null, exitedMs: 30_000 } }
    expect(phasesOf(crashed, 99_000).map(({ kind }) => kind)).not.toContain('drain')
    expect(phasesOf(crashed, 99_000).at(-1)).toMatchObject({ kind: 'release', fromMs: 30_000, untilMs: 60_000 })
  })
})

describe('waitingShares', () => {
  it('counts overlapping waits of a kind once, within the window, longest first', () => {
    const phases = [
      { kind: 'drain', fromMs: 0, untilMs: 20_000, open: false },
      { kind: 'drain', fromMs: 10_000, untilMs: 30_000, open: false },
      { kind: 'health', fromMs: 25_000, untilMs: 60_000, open: false },
      { kind: 'healthy', fromMs: 0, untilMs: 60_000, open: false },
    ] as const
    expect(waitingShares(phases, 5_000, 40_000)).toEqual([
      { kind: 'drain', ms: 25_000 },
      { kind: 'health', ms: 15_000 },
    ])
  })
})
