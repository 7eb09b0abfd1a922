import { describe, expect, it } from 'vitest'
import { freeName } from './autosave'
import { keptRun } from './database'
import { setRecord } from './state'
import { fileName } from './write'

const run = {
  ...{ version: 1, name: 'Mine', engine: '0.1.0', digest: null, nowMs: 5 },
  record: { seed: 7, timings: {}, startTime: null, commands: [] },
}

describe('what the database holds', () => {
  it('is a kept run of this version, or nothing', () => {
    expect(keptRun(structuredClone(run))).toEqual(run)
    for (const other of [undefined, null, 5, 'x', [], {}, { ...run, version: 2 }, { ...run, record: null }])
      expect(keptRun(other)).toBeNull()
    expect(keptRun({ ...run, record: { ...run.record, commands: 'none' } })).toBeNull()
    expect(keptRun({ ...run, nowMs: '5' })).toBeNull()
  })
})

describe('names', () => {
  it('of workspaces are told apart by a number', () => {
    setRecord({ workspaces: ['Mine', 'Mine 2'].map((name) => ({ id: name, name, keptAt: 0 })) })
    expect(freeName('Mine')).toBe('Mine 3')
    expect(freeName('Yours')).toBe('Yours')
    setRecord({ workspaces: [] })
  })

  it('of files hold nothing that a file system minds', () => {
    expect(fileName('Desired 6, 50/200 %', '.sh')).toBe('Desired-6-50-200.sh')
    expect(fileName('../../etc', '.json')).toBe('etc.json')
    expect(fileName('Größe', '.svg')).toBe('Größe.svg')
    expect(fileName('///', '.png')).toBe('run.png')
  })
})
