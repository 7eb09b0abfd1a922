import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawPicture, gallery, pictureFile } from './gallery-pictures'

describe('the pictures of the gallery', () => {
  it.each(gallery())('$file is drawn from its own run as it stands (else: npm run pictures)', (entry) => {
    const drawn = drawPicture(entry)
    expect(readFileSync(pictureFile(entry), 'utf8')).toBe(drawn)
    // Instances and tasks are on it, and nothing that could run.
    expect(drawn.match(/<rect/g)?.length).toBeGreaterThan(8)
    expect(drawn).not.toMatch(/script|href|on\w+=/)
  })
})
