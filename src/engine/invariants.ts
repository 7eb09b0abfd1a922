/** What must hold after every event (design.md §3). Each names the rule that it protects. */
import { accountOf, agentAccountOf, dumpAccounts, eniSlotsUsed, recount } from './capacity/accounts'
import type { Sim } from './kernel'
import { EngineError } from './kernel'
import type { ContainerInstanceRow, ServiceRow } from './model'
import { TABLE_NAMES } from './model'
import { boundsOf, countsOf, hasTaskSets, phaseOf, shiftOf } from './services'

function fail(rule: string, what: string): never {
  throw new EngineError(`invariant ${rule}: ${what}`)
}

/** S-2, S-95, S-18, S-20: no instance over-committed in either account. */
function checkInstance(sim: Sim, ci: ContainerInstanceRow): void {
  for (const [name, account] of [
    ['scheduler', accountOf(sim, ci.id)],
    ['agent', agentAccountOf(sim, ci.id)],
  ] as const) {
    if (account.cpuUnits > ci.cpuUnits)
      fail('S-18', `${ci.id} gave out ${account.cpuUnits} of ${ci.cpuUnits} CPU units (${name})`)
    if (account.memoryMiB > ci.memoryMiB)
      fail('S-18', `${ci.id} gave out ${account.memoryMiB} of ${ci.memoryMiB} MiB (${name})`)
    for (const ports of [account.tcpPorts, account.udpPorts]) {
      for (const [port, holders] of ports)
        if (holders > 1) fail('S-19', `port ${port} of ${ci.id} is held ${holders} times (${name})`)
    }
    for (const [gpu, holders] of account.gpuIds)
      if (holders > 1) fail('S-88', `GPU ${gpu} of ${ci.id} is held ${holders} times`)
  }
  if (eniSlotsUsed(sim, ci.id) > ci.eniLimit)
    fail('S-20', `${ci.id} has ${eniSlotsUsed(sim, ci.id)} of ${ci.eniLimit} ENI slots in use`)
}

/** D-305: never more than the upper bound, except for what a lowered bound found already there. */
function checkUpperBound(sim: Sim, service: ServiceRow, newest: number): void {
  if (service.schedulingStrategy === 'DAEMON') {
    checkOnePerInstance(sim, service)
    return
  }
  const counts = countsOf(sim, service.id)
  if (shiftOf(sim, service)) {
    const wanted = counts.existing - counts.stopping
    if (wanted > 2 * service.desiredCount && newest === sim.nowMs)
      fail('D-511', `${service.id} started task ${wanted} of two revisions with ${service.desiredCount} each`)
    return
  }
  // D-307: the percentages do not bound task sets.
  if (hasTaskSets(service)) return
  const { upper } = boundsOf(service)
  const existing = sim.timings.countStoppingTowardsMax ? counts.existing : counts.existing - counts.stopping
  if (existing > upper && newest === sim.nowMs)
    fail('D-305', `${service.id} started a task as number ${existing} of ${upper} allowed`)
}

/** D-230, D-231: a daemon's next task on an instance comes when the one before is gone. */
function checkOnePerInstance(sim: Sim, service: ServiceRow): void {
  const seen = new Set<string | null>()
  for (const task of sim.t.tasks.by('liveOfService', service.id)) {
    if (phaseOf(task) === 'gone') continue
    if (seen.has(task.containerInstanceId))
      fail('D-230', `${task.id} of ${service.id} is the second on ${task.containerInstanceId}`)
    seen.add(task.containerInstanceId)
  }
}

/** N-63, N-96: every registered target that ECS made belongs to a task that still has a record. */
function checkTargets(sim: Sim): void {
  for (const target of sim.t.targets.values()) {
    if (target.taskId && !sim.t.tasks.has(target.taskId))
      fail('N-96', `${target.id} belongs to ${target.taskId}, which is gone`)
  }
}

/** After an event: the rows it touched. */
export function checkTouched(sim: Sim, touched: readonly { table: string; id: string }[]): void {
  const instances = new Set<string>()
  const services = new Map<string, number>()
  for (const { table, id } of touched) {
    if (table === 'containerInstances') instances.add(id)
    if (table !== 'tasks') continue
    const task = sim.t.tasks.get(id)
    if (!task) continue
    if (task.containerInstanceId) instances.add(task.containerInstanceId)
    if (task.serviceId) services.set(task.serviceId, Math.max(services.get(task.serviceId) ?? 0, task.createdAtMs))
    if (task.countsAsHealthy && phaseOf(task) !== 'running')
      fail('D-207', `${id} counts as healthy while ${task.lastStatus}`)
  }
  for (const id of instances) {
    const ci = sim.t.containerInstances.get(id)
    if (ci) checkInstance(sim, ci)
  }
  for (const [id, newest] of services) {
    const service = sim.t.services.get(id)
    if (service?.status === 'ACTIVE') checkUpperBound(sim, service, newest)
  }
}

/** Everything: at the end of a run and every so often. */
export function checkEverything(sim: Sim): void {
  for (const ci of sim.t.containerInstances.values()) checkInstance(sim, ci)
  checkTargets(sim)
  if (dumpAccounts(sim) !== recount(sim)) fail('accounts', 'the accounts differ from their recount')
  for (const name of TABLE_NAMES) {
    const table = sim.t[name]
    const before = table.dumpIndexes()
    table.rebuild()
    if (table.dumpIndexes() !== before) fail('indexes', `the indexes of ${name} differ from their rebuild`)
  }
}
