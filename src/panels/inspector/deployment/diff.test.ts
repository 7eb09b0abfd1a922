import { expect, it } from 'vitest'
import { differencesOf } from './diff'

const definition = (more: object, container: object = {}) => ({
  family: 'web',
  revision: 1,
  containerDefinitions: [
    { name: 'web', image: 'shop:1', cpu: 256, portMappings: [{ containerPort: 80 }], ...container },
  ],
  ...more,
})

it('names the members that differ, lists with names by name', () => {
  const before = definition({})
  const after = definition({ revision: 2, networkMode: 'awsvpc' }, { image: 'shop:2', portMappings: [] })
  expect(differencesOf(before, after)).toEqual([
    { path: 'containerDefinitions[web].image', before: '"shop:1"', after: '"shop:2"' },
    { path: 'containerDefinitions[web].portMappings[0]', before: '{"containerPort":80}', after: null },
    { path: 'networkMode', before: null, after: '"awsvpc"' },
  ])
})

it('finds containers again in another order, and says nothing of what ECS numbers itself', () => {
  const side = { name: 'side', image: 'log:1' }
  const web = { name: 'web', image: 'shop:1' }
  expect(
    differencesOf(
      { containerDefinitions: [web, side], revision: 1, status: 'ACTIVE' },
      { containerDefinitions: [side, web], revision: 2, status: 'INACTIVE' },
    ),
  ).toEqual([])
  expect(differencesOf({ containerDefinitions: [web] }, { containerDefinitions: [web, side] })).toEqual([
    { path: 'containerDefinitions[side]', before: null, after: JSON.stringify(side) },
  ])
})
