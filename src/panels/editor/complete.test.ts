import { CompletionContext } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { completeDefinition, membersLeft, typeAt, typeLabel, valuesOf } from './complete'

/** Labels offered at the bar in the text. */
function offered(text: string, explicit = true): string[] | null {
  const at = text.indexOf('¦')
  const state = EditorState.create({ doc: text.replace('¦', ''), extensions: [json()] })
  return completeDefinition(new CompletionContext(state, at, explicit))?.options.map((option) => option.label) ?? null
}

describe('typeAt', () => {
  it('follows members, lists and maps', () => {
    expect(typeAt([])).toBe('RegisterTaskDefinitionRequest')
    expect(typeAt(['containerDefinitions', 0, 'portMappings', 2])).toBe('PortMapping')
    expect(typeAt(['containerDefinitions', 0, 'dockerLabels', 'anything'])).toBe('string')
    expect(typeAt(['nothing', 'here'])).toBeNull()
  })
})

describe('valuesOf', () => {
  it('lists the values of enums and booleans only', () => {
    expect(valuesOf('awsvpc|bridge')).toEqual(['"awsvpc"', '"bridge"'])
    expect(valuesOf('memberOf')).toEqual(['"memberOf"'])
    expect(valuesOf('boolean')).toEqual(['true', 'false'])
    for (const type of ['string', 'integer', '[string]', 'PortMapping', null]) expect(valuesOf(type)).toEqual([])
  })
})

describe('typeLabel', () => {
  it('speaks plainly', () => {
    expect(typeLabel('[PortMapping]')).toBe('list of object')
    expect(typeLabel('awsvpc|bridge')).toBe('awsvpc · bridge')
    expect(typeLabel('integer')).toBe('integer')
  })
})

describe('completeDefinition', () => {
  it('offers the member names that are not there yet', () => {
    expect(membersLeft('KeyValuePair', ['name'])).toEqual([{ name: 'value', type: 'string' }])
    const names = offered('{ "family": "web", "c¦" }')
    expect(names).toContain('"cpu"')
    expect(names).not.toContain('"family"')
  })
  it('offers members of the object around the cursor', () => {
    expect(offered('{ "containerDefinitions": [{ "portMappings": [{ ¦ }] }] }')).toContain('"hostPort"')
  })
  it('offers the values of an enum', () => {
    expect(offered('{ "networkMode": "¦" }')).toEqual(['"awsvpc"', '"bridge"', '"host"', '"none"'])
    expect(offered('{ "requiresCompatibilities": [¦] }')).toContain('"FARGATE"')
    expect(offered('{ "containerDefinitions": [{ "essential": t¦ }] }')).toEqual(['true', 'false'])
  })
  it('is silent where anything goes', () => {
    expect(offered('{ "family": "¦" }')).toBeNull()
    expect(offered('{ ¦ }', false)).toBeNull()
    expect(offered('{ "containerDefinitions": [{ "environment": [{ "nme": "¦" }] }] }')).toBeNull()
  })
})
