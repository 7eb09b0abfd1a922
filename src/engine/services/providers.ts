/** Which capacity provider the next task of a service goes to (S-116). */
import type { Sim } from '../kernel'
import type { DeploymentRow, ServiceRow } from '../model'

/** The provider's name, or null when the service uses a launch type. */
export function chooseProvider(sim: Sim, service: ServiceRow, deployment: DeploymentRow): string | null {
  const strategy = deployment.capacityProviderStrategy
  if (strategy.length === 0) return null
  const counts = new Map<string, number>()
  for (const task of sim.t.tasks.by('liveOfService', service.id)) {
    if (task.desiredStatus !== 'RUNNING' || task.capacityProviderName === null) continue
    counts.set(task.capacityProviderName, (counts.get(task.capacityProviderName) ?? 0) + 1)
  }
  return nextProvider(strategy, (name) => counts.get(name) ?? 0)
}

/** S-116: the base first, then the smallest (tasks − base) / weight, ties in list order; integers only. */
export function nextProvider(
  strategy: readonly {
    capacityProvider?: string | undefined
    weight?: number | undefined
    base?: number | undefined
  }[],
  tasksOn: (name: string) => number,
): string | null {
  const withBase = strategy.find((item) => (item.base ?? 0) > 0)
  if (withBase?.capacityProvider && tasksOn(withBase.capacityProvider) < (withBase.base ?? 0))
    return withBase.capacityProvider
  let best: { name: string; over: number; weight: number } | null = null
  for (const item of strategy) {
    const name = item.capacityProvider
    const weight = item.weight ?? 0
    if (!name || weight <= 0) continue
    const over = Math.max(0, tasksOn(name) - (item.base ?? 0))
    if (!best || over * best.weight < best.over * weight) best = { name, over, weight }
  }
  return best?.name ?? null
}
