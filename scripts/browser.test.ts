import { expect, test } from 'vitest'
import { findBrowser } from './browser'

test('a browser named in the environment wins, and is an error when missing', () => {
  expect(findBrowser({ CHROMIUM_PATH: process.execPath })).toEqual({
    source: 'CHROMIUM_PATH',
    executablePath: process.execPath,
  })
  expect(() => findBrowser({ CHROMIUM_PATH: '/nowhere/chromium' })).toThrow('/nowhere/chromium')
})
