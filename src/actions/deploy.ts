/** Deploy and its bad twins (screens.md §2, "Deploy"). */
import { setUi, ui, world } from '../store'
import type { ServiceView } from '../worker'
import { nextImage, nextRevision } from './definitions'
import { action } from './types'

interface OfService {
  serviceId: string
}

export const serviceOf = ({ serviceId }: OfService): ServiceView => {
  const service = world.rows.services.get(serviceId)
  if (!service) throw new Error('The service is gone')
  return service
}

/** "v2" of `shop:2`: what the button calls the next revision. */
export function nextLabel(service: ServiceView): string {
  const image = nextImage(service.taskDefinition.image)
  const tag = image.slice(image.lastIndexOf(':') + 1)
  return /^\d+$/.test(tag) ? `v${tag}` : tag
}

/** A question without an answer is marked as skipped when the deployment begins. */
function closeQuestion({ serviceId }: OfService, _: readonly unknown[], sentMs: number): void {
  const { guess } = ui()
  const answered = guess?.serviceId === serviceId && guess.value !== null && guess.forMs === null
  const value = answered ? guess.value : 'skipped'
  setUi({ guess: { serviceId, value, forMs: sentMs } })
}

const gone = ({ serviceId }: OfService): string | null =>
  world.rows.services.get(serviceId)?.status === 'ACTIVE' ? null : 'The service is not ACTIVE.'

export const deploy = action<OfService>({
  name: 'service.deploy',
  group: 'service',
  label: (args) => `Deploy ${nextLabel(serviceOf(args))}`,
  refusal: gone,
  commands: (args) => nextRevision(serviceOf(args), null),
  effect: closeQuestion,
})

const bad = (name: string, label: string, behaviour: Record<string, unknown>) =>
  action<OfService>({
    name: `service.${name}`,
    group: 'service',
    label: () => label,
    refusal: gone,
    commands: (args) => nextRevision(serviceOf(args), behaviour),
    effect: closeQuestion,
  })

export const deploySlow = bad('deploySlow', 'Deploy one that is slow to start', { startSeconds: 60 })
export const deployCrashing = bad('deployCrashing', 'Deploy one that crashes', { exitAfterSeconds: 6, exitCode: 1 })
export const deployUnpullable = bad('deployUnpullable', 'Deploy one that cannot be pulled', { pullable: false })
export const deployUnhealthy = bad('deployUnhealthy', 'Deploy one that fails its health check', {
  healthCheckPath: '/moved',
})
export const deployLeaking = bad('deployLeaking', 'Deploy one that leaks memory', { memoryLeakMiBPerMinute: 200 })

/** In the order of the menu. */
export const badDeploys = [deploySlow, deployCrashing, deployUnpullable, deployUnhealthy, deployLeaking]
