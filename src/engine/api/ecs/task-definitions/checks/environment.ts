/** Secrets and environment files (T-52 … T-55) and roles (T-87). */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Context, Path, Problems } from '../problem'
import { container, count, problem } from '../problem'

const S3_OBJECT = /^arn:aws[a-z-]*:s3:::[^/]+\/.+$/
const ROLE_ARN = /^arn:[^:]*:iam::[^:]*:role\/.+$/

/** T-54: for every launch type. */
export function* needsExecutionRole({ input }: Context, path: Path): Problems {
  if (input.executionRoleArn) return
  yield problem(
    'T-54',
    path,
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    'environment-1',
  )
}

export function* secrets(context: Context, c: ContainerDefinition, i: number): Problems {
  if (count(c.secrets) > 0) yield* needsExecutionRole(context, container(i, 'secrets'))
  // T-51: twice in `environment` alone is accepted.
  const taken = new Set((c.environment ?? []).map(({ name }) => name))
  for (const [k, { name }] of (c.secrets ?? []).entries()) {
    if (name !== undefined && taken.has(name)) {
      yield problem(
        'T-52',
        container(i, 'secrets', k, 'name'),
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${name}'.`,
        'environment-2',
      )
    }
    taken.add(name)
  }
}

export function* environmentFiles(c: ContainerDefinition, i: number): Problems {
  const files = c.environmentFiles ?? []
  if (files.length > 10) {
    yield problem(
      'T-55',
      container(i, 'environmentFiles'),
      'The maximum number of environment files was exceeded. Specify ten or less and try again.',
      'environment-3',
    )
  }
  for (const [k, { value }] of files.entries()) {
    if (value === undefined) continue
    const path = container(i, 'environmentFiles', k, 'value')
    if (!S3_OBJECT.test(value)) {
      const hint = 'environment-4'
      yield problem('T-55', path, 'Invalid arn syntax.', hint)
    } else if (!value.endsWith('.env')) {
      // ASSUMPTION on text
      const text = `The environment file '${value}' must have the .env file extension.`
      yield problem('T-55', path, text, 'environment-5')
    }
  }
}

export function* roles({ input }: Context): Problems {
  for (const member of ['taskRoleArn', 'executionRoleArn'] as const) {
    const role = input[member]
    // T-87: the name alone is fine, and nobody looks yet whether the role exists.
    if (role === undefined || !role.startsWith('arn:') || ROLE_ARN.test(role)) continue
    yield problem('T-87', [member], 'Role is not valid', 'environment-6')
  }
}
