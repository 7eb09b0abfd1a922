import type { CleanInput, Context } from './problem'
import { nameOf } from './problem'
import { parseTaskCpu, parseTaskMemory } from './units'

/** N-2; absent in a definition for MANAGED_INSTANCES alone: awsvpc (T-35). */
function effectiveMode(input: CleanInput, windows: boolean): Context['mode'] {
  if (input.networkMode) return input.networkMode
  const listed = input.requiresCompatibilities ?? []
  if (listed.length > 0 && listed.every((name) => name === 'MANAGED_INSTANCES')) return 'awsvpc'
  return windows ? 'default' : 'bridge'
}

/** What the checks need to know of a definition; `asIfFargate` applies Fargate's rules though FARGATE is not listed (T-99). */
export function contextOf(input: CleanInput, asIfFargate = false): Context {
  const containers = input.containerDefinitions ?? []
  const byName = new Map<string, number>()
  for (const [i, c] of containers.entries()) if (!byName.has(nameOf(c))) byName.set(nameOf(c), i)
  const listed = input.requiresCompatibilities ?? []
  const windows = input.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ?? false
  return {
    input,
    containers,
    byName,
    volumeNames: new Set((input.volumes ?? []).flatMap(({ name }) => name ?? [])),
    mode: effectiveMode(input, windows),
    windows,
    fargate: asIfFargate || listed.includes('FARGATE'),
    external: listed.includes('EXTERNAL'),
    managedInstances: listed.includes('MANAGED_INSTANCES'),
    taskCpu: input.cpu === undefined ? undefined : parseTaskCpu(input.cpu),
    taskMemory: input.memory === undefined ? undefined : parseTaskMemory(input.memory),
  }
}
