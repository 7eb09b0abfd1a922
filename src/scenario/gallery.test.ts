import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseGallery, parseScenario } from './parse'

const folder = 'public/scenarios'
const gallery = parseGallery(readFileSync(`${folder}/index.json`, 'utf8'))

describe('the gallery', () => {
  it('lists every scenario file of its folder once, and no other', () => {
    const files = readdirSync(folder).filter((name) => name !== 'index.json')
    expect(gallery.map(({ file }) => file).sort()).toEqual(files.sort())
  })

  it('holds only scenarios that the parser takes', () => {
    for (const { file } of gallery) {
      expect(() => parseScenario(readFileSync(`${folder}/${file}`, 'utf8')), file).not.toThrow()
    }
  })
})
