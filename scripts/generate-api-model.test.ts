import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ModelledService } from './api-operations'
import { API_OPERATIONS } from './api-operations'
import { generateModel, inputsFile, modelText, outputsFile, splitModel } from './generate-api-model'

describe.each(Object.keys(API_OPERATIONS) as ModelledService[])('the API model of %s', (service) => {
  const model = generateModel(service)

  it('is committed as a fresh generation gives it', () => {
    const { inputs, outputs } = splitModel(model)
    expect(readFileSync(inputsFile(service), 'utf8')).toBe(modelText(inputs))
    expect(readFileSync(outputsFile(service), 'utf8')).toBe(modelText(outputs))
  })

  it('is whole in its two parts, and the inputs stand alone', () => {
    const { inputs, outputs } = splitModel(model)
    expect(Object.keys(inputs.shapes).length).toBeGreaterThan(0)
    expect({ ...inputs.shapes, ...outputs.shapes }).toEqual(model.shapes)
    expect({ ...inputs.enums, ...outputs.enums }).toEqual(model.enums)
    const own = new Set([...Object.keys(inputs.shapes), ...Object.keys(inputs.enums)])
    for (const types of Object.values(inputs.shapes))
      for (const type of Object.values(types)) {
        const name = type.replace(/[[\]{}!]/g, '').split(' ')[0] ?? ''
        expect(own.has(name) || !/^[A-Z]/.test(name), name).toBe(true)
      }
  })

  it('names only types that exist', () => {
    const simple = new Set(['string', 'boolean', 'timestamp', 'blob', 'document', 'integer', 'long', 'float'])
    for (const [shape, members] of Object.entries(model.shapes)) {
      for (const [member, type] of Object.entries(members)) {
        const name = type.replace(/[[\]{}!]/g, '').split(' ')[0] ?? ''
        const known = simple.has(name) || name in model.shapes || name in model.enums
        expect(known, `${shape}.${member}: ${type}`).toBe(true)
      }
    }
  })
})

it('takes enums, required members and lists from the packages', () => {
  const { shapes, enums } = generateModel('ecs')
  expect(shapes.RunTaskRequest).toMatchObject({ taskDefinition: 'string!', launchType: 'LaunchType', tags: '[Tag]' })
  expect(enums.SchedulingStrategy).toEqual(['DAEMON', 'REPLICA'])
})
