import { expect, it } from 'vitest'
import { operationModel } from './model'
import { RARE_FILES } from './model/rare'
import * as now from './rare'
import * as late from './rare-late'

it('the built worker knows the names of the rare operations before it has them', () => {
  expect(late.RARE_OPERATIONS).toEqual(now.RARE_OPERATIONS)
  expect(late.isMissing('ecs.TagResource')).toBe(true)
  expect(late.isMissing('ecs.RunTask')).toBe(false)
  expect(late.rareOperations()).toEqual({})
  late.provideRare(now.rareOperations())
  expect(late.isMissing('ecs.TagResource')).toBe(false)
  expect(late.rareOperations().ecs?.TagResource).toBe(now.rareOperations().ecs?.TagResource)
})

it('a service whose model comes late has rare operations only', () => {
  for (const [service, file] of Object.entries(RARE_FILES)) {
    for (const operation of Object.keys(file.operations)) {
      expect(now.RARE_OPERATIONS).toContain(`${service}.${operation}`)
      expect(operationModel(service, operation)).toBeDefined()
    }
  }
})
