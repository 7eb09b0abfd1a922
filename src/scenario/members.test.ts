import { describe, expect, it } from 'vitest'
import { parseScenario } from './index'

const file = (step: object) => JSON.stringify({ format: 'ecs-playground/1', steps: [{ at: '0s', ...step }] })
const reason = (step: object) => {
  try {
    parseScenario(file(step))
  } catch (error) {
    return (error as Error).message
  }
  return null
}

describe('unknown members of a command', () => {
  it('are refused at their place with the nearest known name', () => {
    expect(reason({ do: 'ecs.RunTask', with: { taskDefinition: 'a', cont: 1 } })).toBe(
      'steps[0].with.cont: unknown member. Did you mean count?',
    )
    expect(reason({ do: 'ecs.RegisterTaskDefinition', with: { famly: 'a' } })).toBe(
      'steps[0].with.famly: unknown member. Did you mean family?',
    )
    expect(
      reason({ do: 'ecs.UpdateService', with: { service: 'a', deploymentConfiguration: { maxPercent: 1 } } }),
    ).toMatch(/^steps\[0\]\.with\.deploymentConfiguration\.maxPercent: unknown member/)
    expect(reason({ do: 'playground.PutImage', with: { image: 'a', sizeMib: 1 } })).toMatch(
      /sizeMib: unknown member. Did you mean sizeMiB/,
    )
  })

  it('are not looked for in $, in $literal, or where the step wants a refusal', () => {
    expect(
      reason({ do: 'ecs.RunTask', with: { taskDefinition: { $: 'taskDefinitions[0].taskDefinitionArn' } } }),
    ).toBeNull()
    expect(
      reason({ do: 'ecs.RunTask', with: { taskDefinition: 'a', overrides: { $literal: { nonsense: 1 } } } }),
    ).toBeNull()
    expect(reason({ do: 'ecs.RunTask', with: { cont: 1 }, fails: 'ClientException' })).toBeNull()
  })
})
