/** Tries a task definition against ECS's own checks on a copy of the world, so that nothing is registered. */
import type { Engine } from '../../engine'
import type { DefinitionCheck } from '../protocol'
import { asError } from './run'

/** Members of a DescribeTaskDefinition answer that RegisterTaskDefinition does not take. */
const READ_ONLY = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'deregisteredAt',
  'registeredBy',
]

/** `json` as typed or pasted; `scratch` makes an engine that may be thrown away. */
export function checkDefinition(json: string, scratch: () => Engine): DefinitionCheck {
  const nothing = { stored: null, problems: [], dropped: [], unknown: [], notModelled: [] }
  const refused = (name: string, message: string, teaching: string | null): DefinitionCheck => ({
    ...nothing,
    ok: false,
    problems: [{ path: [], teaching, name, message, rule: '' }],
  })
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    return refused('SyntaxError', asError(error).message, 'This is not JSON yet.')
  }
  if (!isObject(value)) return refused('SyntaxError', 'A task definition is a JSON object.', null)
  const within = isObject(value.taskDefinition) ? ['taskDefinition'] : []
  const whole = isObject(value.taskDefinition) ? value.taskDefinition : value
  const dropped = READ_ONLY.filter((member) => member in whole).map((member) => ({
    path: [...within, member],
    why: 'ECS sets it; it cannot be registered.',
  }))
  const input = Object.fromEntries(Object.entries(whole).filter(([member]) => !READ_ONLY.includes(member)))
  try {
    const answer = scratch().call('ecs', 'RegisterTaskDefinition', input) as { taskDefinition?: unknown }
    return { ...nothing, ok: true, stored: answer.taskDefinition ?? null, dropped }
  } catch (error) {
    const { name, message } = asError(error)
    return { ...refused(name, message, null), dropped }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
