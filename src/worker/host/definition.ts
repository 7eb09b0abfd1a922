/** Judges a task definition by ECS's own checks without registering it. */
import { checkTaskDefinition } from '../../engine'
import type { DefinitionCheck } from '../protocol'

/** `json` as typed or pasted. Never throws. */
export function checkDefinition(json: string): DefinitionCheck {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const problem = { path: [], teaching: 'This is not JSON yet.', name: 'SyntaxError', message, rule: 'T-155' }
    return { ok: false, stored: null, problems: [problem], dropped: [], unknown: [], notModelled: [] }
  }
  const check = checkTaskDefinition(value)
  return {
    ok: check.stored !== null,
    stored: check.stored,
    problems: check.problems.map(({ path, error, rule, hint }) => ({
      path,
      teaching: hint || null,
      name: error.name,
      message: error.message,
      rule,
    })),
    dropped: check.dropped,
    unknown: check.unknownMembers,
    notModelled: check.notModelled.map(({ path, note }) => ({ path, note })),
  }
}
