/** All problems of a definition in the order in which ECS is taken to look for them (T-10). */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import * as basics from './checks/basics'
import * as compatibility from './checks/compatibility'
import { environmentFiles, roles, secrets } from './checks/environment'
import { fargateOnly } from './checks/fargate'
import type { Cycles } from './checks/lifecycle'
import { cyclesOf, dependsOn, healthCheck, links, restartPolicy, timeouts } from './checks/lifecycle'
import { firelens, logging } from './checks/logging'
import type { PortsSeen } from './checks/ports'
import { noPortsSeen, ports, refusedByAwsvpc } from './checks/ports'
import type { Totals } from './checks/sizes'
import { cpu, ephemeralStorage, fargateSize, memory } from './checks/sizes'
import { mounts, ulimits, volumes } from './checks/volumes'
import { contextOf } from './context'
import { normalise } from './normalise'
import type { CleanInput, Context, Problems } from './problem'
import { problem } from './problem'
import { utf8Length } from './units'

/** T-7, T-216. */
const MAX_BYTES = 65_536
/** Far beyond the ten allowed: one list of a thousand containers needs no thousand reports. */
const CONTAINERS_LOOKED_AT = 50

interface TaskWide {
  totals: Totals
  ports: PortsSeen
  cycles: Cycles
}

/** Stage 7, for one container. */
function* ofContainer(context: Context, c: ContainerDefinition, i: number, task: TaskWide): Problems {
  yield* memory(context, c, i, task.totals)
  yield* cpu(context, c, i, task.totals)
  yield* ports(context, c, i, task.ports)
  yield* links(context, c, i, task.cycles)
  yield* refusedByAwsvpc(context, c, i)
  yield* dependsOn(context, c, i, task.cycles)
  yield* healthCheck(c, i)
  yield* restartPolicy(c, i)
  yield* timeouts(context, c, i)
  yield* logging(context, c, i)
  yield* firelens(context, c, i)
  yield* secrets(context, c, i)
  yield* environmentFiles(c, i)
  yield* mounts(context, c, i)
  yield* ulimits(context, c, i)
}

/** Stages 1 to 12. */
function* ofContext(context: Context): Problems {
  yield* basics.taskSizeTexts(context)
  yield* basics.family(context)
  yield* basics.containerList(context)
  yield* basics.namesAndImages(context)
  yield* basics.essential(context)
  yield* basics.fargateNetworkMode(context)
  const task: TaskWide = { totals: { cpu: 0, memoryReservation: 0 }, ports: noPortsSeen(), cycles: cyclesOf(context) }
  for (const [i, c] of context.containers.slice(0, CONTAINERS_LOOKED_AT).entries())
    yield* ofContainer(context, c, i, task)
  yield* volumes(context)
  yield* fargateOnly(context)
  yield* compatibility.external(context)
  yield* compatibility.managedInstances(context)
  yield* compatibility.placementConstraints(context)
  yield* compatibility.windowsNamespaces(context)
  yield* compatibility.proxy(context)
  yield* compatibility.resourceRequirements(context)
  yield* compatibility.inferenceAccelerators(context)
  yield* fargateSize(context)
  yield* ephemeralStorage(context)
  yield* roles(context)
}

/** Every problem of a definition whose members have the right form, lazily: the first one is what ECS answers. */
export function* problemsOf(input: CleanInput): Problems {
  yield* ofContext(contextOf(input))
  const bytes = utf8Length(JSON.stringify(normalise(input)))
  if (bytes > MAX_BYTES) {
    const text = `Actual length: '${bytes}'. Max allowed length is '${MAX_BYTES}' bytes.`
    yield problem('T-7', [], text, 'validate-1')
  }
  yield* basics.tags(contextOf(input))
}

/** T-99: whether Fargate would take a definition that is otherwise in order. */
export function fitsFargate(input: CleanInput): boolean {
  return ofContext(contextOf(input, true)).next().done === true
}
