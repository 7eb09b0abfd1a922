import { jsonLanguage } from '@codemirror/lang-json'
import { describe, expect, it } from 'vitest'
import { pathAt, pathParts, placeOf } from './place'

const text = `{
  "family": "web",
  "containerDefinitions": [
    { "name": "app", "portMappings": [{ "containerPort": 80 }, { "containerPort": 81 }] },
    { "name": "log", "name": "logs" }
  ]
}`
const tree = jsonLanguage.parser.parse(text)
const textAt = (path: string) => {
  const { from, to } = placeOf(tree, text, pathParts(path))
  return text.slice(from, to)
}

describe('pathParts', () => {
  it('reads dots, brackets, quotes and pointers', () => {
    expect(pathParts('containerDefinitions[0].portMappings[1].hostPort')).toEqual([
      'containerDefinitions',
      0,
      'portMappings',
      1,
      'hostPort',
    ])
    expect(pathParts('$.family')).toEqual(['family'])
    expect(pathParts('logConfiguration.options["awslogs.x"]')).toEqual(['logConfiguration', 'options', 'awslogs.x'])
    expect(pathParts('/containerDefinitions/0/name')).toEqual(['containerDefinitions', 0, 'name'])
    expect(pathParts('')).toEqual([])
  })
})

describe('placeOf', () => {
  it('finds scalars', () => {
    expect(textAt('family')).toBe('"web"')
    expect(textAt('containerDefinitions[0].portMappings[1].containerPort')).toBe('81')
  })
  it('marks the name of an object or list, the bracket of an item', () => {
    expect(textAt('containerDefinitions')).toBe('"containerDefinitions"')
    expect(textAt('containerDefinitions[1]')).toBe('{')
  })
  it('takes the last of two equal names, as JSON.parse does', () => {
    expect(textAt('containerDefinitions[1].name')).toBe('"logs"')
  })
  it('shows what is missing at the nearest thing around it', () => {
    expect(placeOf(tree, text, pathParts('containerDefinitions[0].image'))).toMatchObject({ found: 2 })
    expect(textAt('containerDefinitions[0].image')).toBe('{')
    expect(textAt('cpu')).toBe('{')
    expect(textAt('family.nested')).toBe('"web"')
  })
  it('survives broken and empty text', () => {
    const broken = '{ "family": "web", "containerDefinitions": [ { "name": '
    expect(placeOf(jsonLanguage.parser.parse(broken), broken, ['family'])).toMatchObject({ found: 1 })
    expect(placeOf(jsonLanguage.parser.parse(''), '', ['family'])).toEqual({ from: 0, to: 0, found: 0 })
  })
})

describe('pathAt', () => {
  const at = (needle: string, plus = 1) => pathAt(tree, text, text.indexOf(needle) + plus)
  it('leads to a value', () => {
    expect(at('81')).toEqual({ parts: ['containerDefinitions', 0, 'portMappings', 1, 'containerPort'], inName: false })
  })
  it('stops before the name that is being typed', () => {
    expect(at('"portMappings"', 3)).toEqual({ parts: ['containerDefinitions', 0], inName: true })
  })
})
