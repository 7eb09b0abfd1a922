import { expect, test } from 'vitest'
import { countPlaywright, countVitest } from './test'

test('a test file that could not be loaded counts as failed', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }
  const testResults = [
    { status: 'passed', assertionResults: [1, 2, 3] },
    { status: 'failed', assertionResults: [] },
  ]
  expect(countVitest({ ...report, testResults })).toEqual({ passed: 3, failed: 1, skipped: 2 })
})

test('a flaky browser test and an error outside any test count as failed', () => {
  const stats = { expected: 4, unexpected: 0, flaky: 1, skipped: 0 }
  expect(countPlaywright({ stats, errors: ['set-up'] })).toEqual({ passed: 4, failed: 2, skipped: 0 })
})
