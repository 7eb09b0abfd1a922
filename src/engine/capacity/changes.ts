/** The one way a container instance's status, agent or existence changes: version, hook and record in one place. */
import type { Sim } from '../kernel'
import type { ContainerInstanceRow } from '../model'

export function tellInstanceChanged(sim: Sim, containerInstanceId: string): void {
  for (const hook of sim.hooks.instanceChanged) hook(sim, containerInstanceId)
}

/** Applies the patch, raises the version (S-106) and tells the other rooms. */
export function changeContainerInstance(
  sim: Sim,
  id: string,
  patch: Partial<ContainerInstanceRow>,
): ContainerInstanceRow {
  const row = sim.t.containerInstances.patch(id, { ...patch, version: sim.t.containerInstances.need(id).version + 1 })
  tellInstanceChanged(sim, id)
  return row
}

export function decideCapacity(
  sim: Sim,
  ci: ContainerInstanceRow,
  rules: string[],
  because: string,
  outcome: Record<string, unknown>,
): void {
  const inputs = { ec2InstanceId: ci.ec2InstanceId, zone: ci.zone, status: ci.status }
  sim.decide({ kind: 'capacity', subject: ci.id, serviceId: null, rules, because, inputs, outcome })
}
