import { describe, expect, it } from 'vitest'
import { definitionInput, pretty, storedLines, tidyInput } from './input'

const described = {
  taskDefinition: {
    taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:7',
    family: 'web',
    revision: 7,
    status: 'ACTIVE',
    containerDefinitions: [{ name: 'app', image: 'shop:1', portMappings: [{ containerPort: 80 }] }],
    requiresAttributes: [{ name: 'x' }],
    compatibilities: ['EC2'],
    registeredAt: '2026-01-05T09:00:00Z',
    registeredBy: 'arn:aws:iam::123456789012:user/me',
  },
  tags: [{ key: 'team', value: 'shop' }],
}

describe('definitionInput', () => {
  it('T-97 takes a whole describe answer and leaves out what ECS added', () => {
    const result = definitionInput(described)
    expect(result?.unwrapped).toBe(true)
    expect(Object.keys(result?.input ?? {})).toEqual(['family', 'containerDefinitions', 'tags'])
    expect(result?.dropped).toHaveLength(7)
  })
  it('T-9 does not carry an empty tag list over', () => {
    expect(definitionInput({ ...described, tags: [] })?.input).not.toHaveProperty('tags')
  })
  it('leaves a plain definition as it is', () => {
    const plain = { family: 'web', containerDefinitions: [] }
    expect(definitionInput(plain)).toEqual({ input: plain, dropped: [], unwrapped: false })
  })
  it('refuses what is no object', () => {
    expect(definitionInput([])).toBeNull()
    expect(definitionInput('web')).toBeNull()
  })
})

describe('tidyInput', () => {
  it('puts the family first and leaves empty tags out', () => {
    expect(pretty(tidyInput({ containerDefinitions: [], family: 'web', tags: [] }))).toBe(
      pretty({ family: 'web', containerDefinitions: [] }),
    )
    expect(tidyInput({ tags: [{ key: 'a' }] })).toEqual({ tags: [{ key: 'a' }] })
  })
})

describe('storedLines', () => {
  const input = { family: 'web', containerDefinitions: [{ name: 'app', portMappings: [{ containerPort: 80 }] }] }
  const stored = {
    family: 'web',
    containerDefinitions: [{ name: 'app', cpu: 0, portMappings: [{ containerPort: 80, protocol: 'tcp' }] }],
    volumes: [],
  }
  const lines = storedLines(stored, input)
  it('is the JSON text of what is stored', () => {
    expect(`${lines.map((line) => line.text).join('\n')}\n`).toBe(pretty(stored))
  })
  it('marks what the input does not have', () => {
    expect(lines.filter((line) => line.added).map((line) => line.text.trim())).toEqual([
      '"cpu": 0,',
      '"protocol": "tcp"',
      '"volumes": []',
    ])
  })
})
