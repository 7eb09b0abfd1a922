import { describe, expect, it } from 'vitest'
import type { Any, Bench } from '../testing'
import { bench, VECTOR_TIMINGS } from '../testing'

/** One instance and `app` with the given containers, started at 0: containers run from `at` 0 on when nothing is pulled. */
function started(containers: object[], definition: object = {}): { b: Bench; arn: string } {
  const b = bench({ timings: { ...VECTOR_TIMINGS, containerStart: 0 } })
  b.call('ecs.CreateCluster', { clusterName: 'demo' })
  b.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large' })
  b.call('playground.PutImage', { image: 'well', sizeMiB: 0, startSeconds: 0, drainSeconds: 3 })
  b.call('playground.PutImage', { image: 'sick', sizeMiB: 0, startSeconds: 0, healthyAfterSeconds: 100_000 })
  b.call('playground.PutImage', { image: 'late', sizeMiB: 0, startSeconds: 0, unhealthyAfterSeconds: 15 })
  b.call('playground.PutImage', { image: 'deaf', sizeMiB: 0, startSeconds: 0, onSigterm: 'ignore' })
  b.call('playground.PutImage', { image: 'plain', sizeMiB: 0, startSeconds: 0, onSigterm: 'exit' })
  for (const [image, seconds, exitCode] of [
    ['exit-5-0', 5, 0],
    ['exit-5-1', 5, 1],
    ['exit-45-1', 45, 1],
    ['exit-75-1', 75, 1],
    ['exit-100-0', 100, 0],
  ] as const) {
    b.call('playground.PutImage', { image, sizeMiB: 0, startSeconds: 0, exitAfterSeconds: seconds, exitCode })
  }
  b.call('ecs.RegisterTaskDefinition', {
    family: 'app',
    containerDefinitions: containers.map((c, i) => ({ name: `c${i}`, memory: 16, ...c })),
    ...definition,
  })
  const { tasks } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'app' })
  return { b, arn: tasks[0].taskArn }
}

const look = (b: Bench, arn: string): Any => b.call('ecs.DescribeTasks', { cluster: 'demo', tasks: [arn] }).tasks[0]
/** First second at which the task's health is this, at most `until`. */
function healthAt(b: Bench, arn: string, health: string, until = 200): number | null {
  for (let s = Math.ceil(b.engine.now / 1000); s <= until; s++) {
    b.to(s)
    if (look(b, arn).healthStatus === health) return s
  }
  return null
}
const check = (more: object = {}) => ({ healthCheck: { command: ['CMD', 'true'], ...more } })

describe('container health', () => {
  const timed = { interval: 10, timeout: 5, retries: 3, startPeriod: 15 }

  it('deployments V-44 D-139 D-140 T-61 UNHEALTHY at 40; with the defaults at 90', () => {
    const sick = started([{ image: 'sick', ...check(timed) }])
    expect(healthAt(sick.b, sick.arn, 'UNHEALTHY')).toBe(40)
    const plain = started([{ image: 'sick', ...check() }])
    expect(healthAt(plain.b, plain.arn, 'UNHEALTHY')).toBe(90)
  })

  it('deployments V-44 D-139 a success at 10 and failures at 20, 30, 40', () => {
    const late = started([{ image: 'late', ...check(timed) }])
    expect(healthAt(late.b, late.arn, 'HEALTHY')).toBe(10)
    expect(healthAt(late.b, late.arn, 'UNHEALTHY')).toBe(40)
    expect(look(late.b, late.arn).lastStatus).toBe('RUNNING') // D-143: a standalone task keeps running
  })

  it('deployments V-45 D-141 the roll-up of essential containers', () => {
    const fast = check({ interval: 5, retries: 1, timeout: 2 })
    const health = (...containers: object[]) => {
      const { b, arn } = started(containers)
      b.to(30)
      return look(b, arn).healthStatus
    }
    expect(health({ image: 'sick', ...fast }, { image: 'well' })).toBe('UNHEALTHY')
    expect(health({ image: 'well', ...fast }, { image: 'well' })).toBe('UNKNOWN')
    expect(health({ image: 'well', ...fast }, { image: 'well', ...fast })).toBe('HEALTHY')
    expect(health({ image: 'sick', ...fast, essential: false }, { image: 'well', ...fast })).toBe('HEALTHY')
  })
})

describe('restart policy', () => {
  const policy = (more: object = {}) => ({ restartPolicy: { enabled: true, restartAttemptPeriod: 60, ...more } })

  it('deployments V-46 D-136 45 s are too short for a restart', () => {
    const { b, arn } = started([{ image: 'exit-45-1', ...policy() }])
    b.to(44)
    expect(look(b, arn).lastStatus).toBe('RUNNING')
    b.to(60)
    expect([look(b, arn).lastStatus, look(b, arn).stopCode]).toEqual(['STOPPED', 'EssentialContainerExited'])
  })

  it('deployments V-46 D-136 D-137 D-801 75 s are enough, and a fresh 50 s are not', () => {
    const { b, arn } = started([{ image: 'exit-75-1', ...policy() }])
    b.to(80)
    const row = [...b.engine.rows('tasks')][0]
    expect([row?.lastStatus, row?.containers[0]?.restartCount, row?.healthStatus]).toEqual(['RUNNING', 1, 'UNKNOWN'])
    b.before((row?.containers[0]?.startedAtMs ?? 0) / 1000 + 50)
    b.call('playground.InjectFault', { kind: 'stopContainer', target: arn })
    b.to(200)
    expect([look(b, arn).lastStatus, [...b.engine.rows('tasks')][0]?.containers[0]?.restartCount]).toEqual([
      'STOPPED',
      1,
    ])
  })

  it('deployments V-46 D-136 ignored exit codes', () => {
    const { b, arn } = started([{ image: 'exit-100-0', ...policy({ ignoredExitCodes: [0] }) }])
    b.to(120)
    expect([look(b, arn).lastStatus, look(b, arn).containers[0].exitCode]).toEqual(['STOPPED', 0])
    expect(look(b, arn).stoppedReason).toBe('Essential container in task exited') // D-124
  })
})

describe('stopping', () => {
  const stop = (image: string, more: object = {}) => {
    const { b, arn } = started([{ image, ...more }])
    b.before(100)
    b.call('ecs.StopTask', { cluster: 'demo', task: arn })
    b.to(300)
    const task = look(b, arn)
    const ms = new Date(task.executionStoppedAt).getTime() - new Date(task.stoppingAt).getTime()
    return [ms / 1000, task.containers[0].exitCode, task.stopCode, task.stoppedReason]
  }

  it('deployments V-47 D-125 D-814 D-908 S-56 T-64 T-136 TV-102 ignored, handled, by default', () => {
    const reason = ['UserInitiated', 'Task stopped by user']
    expect(stop('deaf')).toEqual([30, 137, ...reason])
    expect(stop('deaf', { stopTimeout: 45 })).toEqual([45, 137, ...reason])
    expect(stop('well')).toEqual([3, 0, ...reason])
    expect(stop('plain')).toEqual([0, 143, ...reason])
  })

  it('D-109 D-119 T-189 the answer of StopTask, its reason, and a second call', () => {
    const { b, arn } = started([{ image: 'well' }])
    b.before(100)
    const { task } = b.call('ecs.StopTask', { cluster: 'demo', task: arn, reason: 'tidy up' })
    expect([task.desiredStatus, task.lastStatus, task.stopCode]).toEqual(['STOPPED', 'RUNNING', 'UserInitiated'])
    b.to(200)
    b.call('ecs.StopTask', { cluster: 'demo', task: arn, reason: 'again' })
    expect(look(b, arn).stoppedReason).toBe('tidy up')
  })
})

describe('dependencies', () => {
  const app = { image: 'well', dependsOn: [{ containerName: 'c0', condition: 'SUCCESS' }] }
  const init = (image: string) => ({ image, essential: false, startTimeout: 20 })

  it('deployments V-48 D-121 D-123 D-128 T-59 init exits 0 at 5: app starts at 5', () => {
    const { b, arn } = started([init('exit-5-0'), app])
    b.to(4)
    expect(look(b, arn).containers.map((c: Any) => c.lastStatus)).toEqual(['RUNNING', 'PENDING'])
    b.to(5)
    expect(look(b, arn).containers.map((c: Any) => c.lastStatus)).toEqual(['STOPPED', 'RUNNING'])
    expect(look(b, arn).lastStatus).toBe('RUNNING')
  })

  it('deployments V-48 D-131 D-820 init exits 1 at 5: app never starts', () => {
    const { b, arn } = started([init('exit-5-1'), app])
    b.to(60)
    const task = look(b, arn)
    expect([task.lastStatus, task.startedAt, task.containers[1].exitCode]).toEqual(['STOPPED', undefined, undefined])
  })

  it('deployments V-48 D-132 D-134 init still runs at 20: given up', () => {
    const { b, arn } = started([init('well'), app])
    b.to(19)
    expect(look(b, arn).desiredStatus).toBe('RUNNING')
    b.to(120)
    const task = look(b, arn)
    expect([task.lastStatus, task.startedAt, task.stopCode]).toEqual(['STOPPED', undefined, 'TaskFailedToStart'])
    expect(task.containers[1].reason).toBe('Dependency did not reach SUCCESS within 20 seconds')
  })
})
