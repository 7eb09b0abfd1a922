import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ROOT_SHAPE, shapes } from './members'

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const inputs = read('src/engine/api/model/ecs.generated.json')
const rest = read('src/cli/model/ecs.outputs.generated.json')
const model = { shapes: { ...inputs.shapes, ...rest.shapes }, enums: { ...inputs.enums, ...rest.enums } }

describe('members of a task definition', () => {
  it('are those of the API model, with the values of each enum', () => {
    const expected: Record<string, Record<string, string>> = {}
    const visit = (shape: string) => {
      if (expected[shape]) return
      const members: Record<string, string> = {}
      expected[shape] = members
      for (const [member, text] of Object.entries<string>(model.shapes[shape])) {
        const type = text.replace(/!$/, '')
        const inner = type.replace(/[[\]{}]/g, '')
        members[member] = type.replace(inner, model.enums[inner]?.join('|') ?? inner)
        if (model.shapes[inner]) visit(inner)
      }
    }
    visit(ROOT_SHAPE)
    expect(shapes).toEqual(expected)
  })
})
