import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDuration } from './duration'
import { parseGallery } from './gallery'
import { parseScenario } from './parse'

const folder = 'public/scenarios'
const gallery = parseGallery(readFileSync(`${folder}/index.json`, 'utf8'))

describe('the gallery', () => {
  it('lists every scenario file of its folder once, and no other', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'index.json')
    expect(gallery.map(({ file }) => file).sort()).toEqual(files.sort())
  })

  it('holds only scenarios that the parser takes', () => {
    for (const { file } of gallery) {
      expect(() => parseScenario(readFileSync(`${folder}/${file}`, 'utf8')), file).not.toThrow()
    }
  })

  it('has a picture for every scenario, and no other', () => {
    const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg'))
    expect(gallery.map(({ file }) => file.replace(/json$/, 'svg')).sort()).toEqual(pictures.sort())
  })

  it('says where each opens and how long it goes on: to its end, or as long as the update that one makes oneself', () => {
    for (const { file, at = 0, length } of gallery) {
      const { steps } = parseScenario(readFileSync(`${folder}/${file}`, 'utf8'))
      const ends = steps.map((step) => parseDuration(('at' in step ? step.at : step.to) ?? 0) ?? 0)
      const [atMs, lengthMs, endMs] = [parseDuration(at) ?? 0, parseDuration(length) ?? 0, Math.max(...ends)]
      expect(lengthMs, file).toBeGreaterThan(0)
      expect(atMs, file).toBeLessThanOrEqual(endMs)
      if (atMs < endMs) expect(atMs + lengthMs, file).toBe(endMs)
    }
  })

  it('has one famous situation for each of the keys 1 to 9, opening paused before its command', () => {
    const famous = gallery.filter(({ digit }) => digit !== undefined)
    expect(famous.map(({ digit }) => digit)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const { file, group, at } of famous) {
      const { steps } = parseScenario(readFileSync(`${folder}/${file}`, 'utf8'))
      const atMs = parseDuration(at ?? 0) ?? 0
      expect(group).toBe('situations')
      expect(
        steps.some((step) => 'do' in step && (parseDuration(step.at) ?? 0) > atMs),
        file,
      ).toBe(true)
    }
  })

  it('is refused with its place when it is damaged', () => {
    const [entry] = gallery
    expect(parseGallery(JSON.stringify([entry]))).toEqual([entry])
    expect(() => parseGallery(JSON.stringify([{ ...entry, file: '../x.json' }]))).toThrow('[0].file')
    expect(() => parseGallery(JSON.stringify([{ ...entry, titel: 'x' }]))).toThrow('[0].titel')
    expect(() => parseGallery('[')).toThrow('not JSON')
  })
})
