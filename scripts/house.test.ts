/** The map of the house names every room that exists, and none that does not. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const foldersOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

const map = readFileSync('src/README.md', 'utf8')
const listed = [...map.matchAll(/^\| `([^`]+)\/` \| \S/gm)].map(([, room]) => room)

test('src/README.md lists exactly the rooms of src and of src/engine', () => {
  const rooms = [...foldersOf('src'), ...foldersOf('src/engine').map((name) => `engine/${name}`)]
  expect(rooms.length).toBeGreaterThan(15)
  expect([...listed].sort()).toEqual(rooms.sort())
})

test('README.md and CONTRIBUTING.md point at files and commands that exist', () => {
  const commands = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)
  for (const file of ['README.md', 'CONTRIBUTING.md']) {
    const text = readFileSync(file, 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect(() => readFileSync(target), target).not.toThrow()
    const named = [...text.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name]) => name)
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(commands, file).toContain(name)
  }
})
