import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import type { ApiError } from '../../../kernel'
import { clientException } from '../../../kernel'

export type Path = readonly (string | number)[]

/** One thing that is wrong with a definition. */
export interface Problem {
  /** Where, in the JSON as given. */
  path: Path
  /** What RegisterTaskDefinition answers when this is the first problem. */
  error: ApiError
  rule: string
  /** One plain teaching sentence, or its key in hints.ts. */
  hint: string
}

export type Problems = Generator<Problem, void, undefined>

/** A definition of which every member has the right JSON form; nulls and unknown members are gone. */
export type CleanInput = Partial<RegisterTaskDefinitionCommandInput>

/** What the checks look at. */
export interface Context {
  input: CleanInput
  containers: ContainerDefinition[]
  /** Index of the first container of each name. */
  byName: ReadonlyMap<string, number>
  volumeNames: ReadonlySet<string>
  /** N-2, T-35: what the network mode acts as. */
  mode: 'awsvpc' | 'bridge' | 'host' | 'none' | 'default'
  windows: boolean
  /** Fargate's rules apply: FARGATE is listed (T-91), or compatibilities are being worked out (T-99). */
  fargate: boolean
  /** Listed in requiresCompatibilities. */
  external: boolean
  managedInstances: boolean
  /** CPU units and MiB; undefined when absent or unreadable. */
  taskCpu: number | undefined
  taskMemory: number | undefined
}

/** A problem whose exception is ClientException, as nearly all of RegisterTaskDefinition's are. */
export function problem(rule: string, path: Path, message: string, hint: string): Problem {
  return { path, error: clientException(message), rule, hint }
}

export const container = (index: number, ...rest: (string | number)[]): Path => ['containerDefinitions', index, ...rest]

/** The name shown in texts; an unnamed container has a problem of its own. */
export const nameOf = (c: ContainerDefinition): string => c.name ?? ''

export const count = (list: readonly unknown[] | undefined): number => list?.length ?? 0
