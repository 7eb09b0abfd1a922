import fc from 'fast-check'
import { expect, it } from 'vitest'
import { accountOf, dumpAccounts, eniSlotsUsed, occupyingCount, recount, remaining } from '../capacity/accounts'
import { ApiError } from '../kernel'
import type { TaskRow } from '../model'
import { placeOnInstance } from './place'
import { matches, parseExpression, printExpression } from './query'
import { chooseTasksToStop } from './stop-choice'
import { ask, cluster, instance, occupy, settleOn } from './testing'

const runs = { numRuns: Number(process.env.RUNS ?? 40) }

const zone = fc.constantFrom('a', 'b', 'c')
const strategy = fc.constantFrom(
  { type: 'spread', field: 'attribute:ecs.availability-zone' } as const,
  { type: 'spread', field: 'instanceId' } as const,
  { type: 'spread', field: 'attribute:rack' } as const,
  { type: 'binpack', field: 'CPU' } as const,
  { type: 'binpack', field: 'MEMORY' } as const,
  { type: 'random' } as const,
)
const instanceSpec = fc.record({
  zone,
  agentConnected: fc.boolean().map((off) => !off),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'DRAINING' as const),
  type: fc.constantFrom('c5.large', 't3.micro', 'm7g.large'),
  custom: fc.constantFrom<Record<string, string>>({}, { rack: 'r1' }, { rack: 'r2' }),
})
const placement = fc.record({
  cpu: fc.integer({ min: 0, max: 1500 }),
  memory: fc.integer({ min: 4, max: 2000 }),
  awsvpc: fc.boolean(),
  port: fc.option(fc.constantFrom(22, 80, 81), { nil: null }),
  scope: fc.constantFrom('service:web', 'service:b', 'job'),
  strategy: fc.array(strategy, { maxLength: 3 }),
  distinct: fc.boolean(),
  rack: fc.boolean(),
})

it('S-17 S-24 the chosen instance passes every check, and none is chosen only if none does', () => {
  fc.assert(
    fc.property(fc.array(instanceSpec, { maxLength: 8 }), fc.array(placement, { maxLength: 25 }), (specs, wishes) => {
      const sim = cluster()
      for (const spec of specs) instance(sim, spec)
      for (const wish of wishes) {
        const tcpPorts = wish.port === null ? [] : [wish.port]
        const request = ask({
          ...wish,
          demand: { tcpPorts, awsvpc: wish.awsvpc },
          request: { zones: wish.awsvpc ? ['us-east-1a', 'us-east-1b'] : null, vpcId: wish.awsvpc ? 'vpc-1' : null },
          constraints: [
            ...(wish.distinct ? [{ type: 'distinctInstance' } as const] : []),
            ...(wish.rack ? [{ type: 'memberOf', expression: 'attribute:rack exists' } as const] : []),
          ],
        })
        const fits = [...sim.t.containerInstances.values()].filter((ci) => {
          const left = remaining(sim, ci)
          return (
            ci.status === 'ACTIVE' &&
            ci.agentConnected &&
            ci.instanceType !== 'm7g.large' &&
            left.cpuUnits >= wish.cpu &&
            left.memoryMiB >= wish.memory &&
            !tcpPorts.some((port) => left.takenTcpPorts.includes(port)) &&
            (!wish.awsvpc || (left.eniSlots > 0 && ci.zone !== 'us-east-1c')) &&
            (!wish.distinct || occupyingCount(sim, ci.id, wish.scope) === 0) &&
            (!wish.rack || matches(sim, 'attribute:rack exists', ci))
          )
        })
        const { containerInstanceId, outcome, refusals, poolSize } = placeOnInstance(sim, request)
        expect(outcome.survivors.map(({ id }) => id).sort()).toEqual(fits.map(({ id }) => id).sort())
        expect(containerInstanceId).toBe(outcome.survivors[0]?.id ?? null)
        expect(refusals.length + fits.length).toBe(poolSize)
        expect(outcome.funnel.every((step, i) => i === 0 || step.in === outcome.funnel[i - 1]?.out)).toBe(true)
        if (containerInstanceId !== null) settleOn(sim, request, containerInstanceId)
      }
      for (const ci of sim.t.containerInstances.values()) {
        const account = accountOf(sim, ci.id)
        expect(account.cpuUnits <= ci.cpuUnits && account.memoryMiB <= ci.memoryMiB).toBe(true)
        expect([...account.tcpPorts.values()].every((holders) => holders === 1)).toBe(true)
        expect(eniSlotsUsed(sim, ci.id) <= ci.eniLimit).toBe(true)
      }
    }),
    runs,
  )
})

const write = fc.record({
  task: fc.nat(11),
  remove: fc.boolean().map((yes) => yes),
  on: fc.option(fc.nat(3), { nil: null }),
  row: fc.record(
    {
      lastStatus: fc.constantFrom<TaskRow['lastStatus']>(
        'PENDING',
        'RUNNING',
        'STOPPING',
        'DEPROVISIONING',
        'STOPPED',
        'DELETED',
      ),
      desiredStatus: fc.constantFrom<TaskRow['desiredStatus']>('RUNNING', 'STOPPED'),
      admitted: fc.boolean(),
      cpuUnits: fc.nat(100),
      memoryMiB: fc.nat(100),
      tcpPorts: fc.array(fc.constantFrom(80, 81), { maxLength: 2 }),
      udpPorts: fc.array(fc.constantFrom(53, 54), { maxLength: 2 }),
      gpuIds: fc.array(fc.constantFrom('g1', 'g2'), { maxLength: 2 }),
      networkMode: fc.constantFrom<TaskRow['networkMode']>('awsvpc', 'bridge'),
      group: fc.constantFrom('service:web', 'job one'),
      launchType: fc.constantFrom<TaskRow['launchType']>('EC2', 'FARGATE'),
    },
    { requiredKeys: [] },
  ),
})

it('S-2 S-95 the accounts equal their recount after any writes', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
      const sim = cluster()
      const instances = Array.from({ length: 4 }, () => instance(sim))
      const ids: string[] = []
      for (const { task, remove, on, row } of writes) {
        const id = ids[task]
        const ci = on === null ? null : (instances[on] ?? null)
        if (id === undefined) ids.push(occupy(sim, ci, row).id)
        else if (remove && task % 3 === 0) sim.t.tasks.delete(id)
        else if (sim.t.tasks.has(id)) sim.t.tasks.patch(id, { ...row, containerInstanceId: ci?.id ?? null })
        expect(dumpAccounts(sim)).toBe(recount(sim))
      }
      sim.t.tasks.rebuild()
      expect(dumpAccounts(sim)).toBe(recount(sim))
    }),
    runs,
  )
})

const pieces = fc.constantFrom(
  ...['attribute:a', 'task:group', 'agentVersion', 'registeredAt', 'runningTasksCount', 'agentConnected', 'foo'],
  ...[
    ' == ',
    '!=',
    ' >= ',
    ' in ',
    '!in',
    ' exists',
    '!exists',
    ' =~ ',
    ' matches ',
    ' and ',
    '||',
    ' or ',
    '!',
    ' not ',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    ',',
    "'",
    '"',
    "'x y'",
    'x',
    '1',
    '1.2',
    '2020-01-01',
    '\\',
    '*',
    '+',
    '{',
    '(?i)',
    '\\Q',
    ' ',
  ],
)

it('S-81 S-83 any text parses or is refused by an ApiError; what parses prints and parses to the same', () => {
  const sim = cluster()
  const ci = instance(sim)
  let parsed = 0
  const tryOut = (text: string) => {
    try {
      const expression = parseExpression(text)
      parsed++
      const printed = printExpression(expression)
      // Quotes and `not(…)` may lengthen it beyond the limit of a request.
      if (printed.length <= 2_000) expect(parseExpression(printed)).toEqual(expression)
      expect(typeof matches(sim, expression, ci)).toBe('boolean')
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      expect(error.message.startsWith('Invalid expression: ')).toBe(true)
    }
  }
  fc.assert(fc.property(fc.string({ maxLength: 60, unit: 'binary' }), tryOut), runs)
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (list) => tryOut(list.join(''))),
    { numRuns: runs.numRuns * 10 },
  )
  const subject = fc.constantFrom(
    'attribute:a == x',
    'task:group in [a, b]',
    'runningTasksCount < 3',
    "attribute:b =~ 'x|y'",
  )
  const tree = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      subject,
      fc
        .tuple(tie('node'), fc.constantFrom(' and ', ' or ', '&&', ' || '), tie('node'))
        .map(([a, op, b]) => `(${a}${op}${b})`),
      tie('node').map((inner) => `not (${inner})`),
    ),
  })).node
  fc.assert(fc.property(tree, tryOut), runs)
  expect(parsed).toBeGreaterThan(runs.numRuns / 2)
})

it('S-50 D-206 the choice is as many as asked or allowed, without repeats, never a protected one', () => {
  const taskSpec = fc.record({
    on: fc.nat(4),
    isProtected: fc.boolean(),
    lastStatus: fc.constantFrom('RUNNING', 'PENDING' as const),
  })
  fc.assert(
    fc.property(
      fc.array(taskSpec, { maxLength: 20 }),
      fc.nat(12),
      fc.array(strategy, { maxLength: 3 }),
      (specs, count, chain) => {
        const sim = cluster()
        const instances = ['a', 'a', 'b', 'c', 'c'].map((z) => instance(sim, { zone: z }))
        const tasks = specs.map(({ on, isProtected, lastStatus }) =>
          occupy(sim, instances[on] ?? null, {
            serviceId: 'svc-1',
            group: 'service:web',
            lastStatus,
            protectedUntilMs: isProtected ? 1 : null,
          }),
        )
        const free = tasks.filter((task) => task.protectedUntilMs === null)
        const { taskIds } = chooseTasksToStop(sim, 'svc-1', tasks, count, chain)
        expect(taskIds).toHaveLength(Math.min(count, free.length))
        expect(new Set(taskIds).size).toBe(taskIds.length)
        expect(taskIds.every((id) => free.some((task) => task.id === id))).toBe(true)
        const classes = taskIds.map((id) => (sim.t.tasks.need(id).lastStatus === 'PENDING' ? 0 : 1))
        expect(classes).toEqual([...classes].sort())
      },
    ),
    runs,
  )
})
