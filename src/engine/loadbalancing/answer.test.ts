import { describe, expect, it } from 'vitest'
import type { Sim } from '../kernel'
import type { SecurityGroupRow, TaskRow } from '../model'
import { answerOfTarget, answerOfTask, fateOfRequests, wakeAllTargets } from '.'
import { at, elb, front, network, putImage, register, setProcess, stopped, task } from './testing'

const need = (sim: Sim, of: TaskRow) => sim.t.tasks.need(of.id)

describe('what a request meets (N-84, N-132)', () => {
  it('follows the process, then the interface', () => {
    const sim = network()
    const { tg } = front(sim)
    const made = task(sim, { process: 'booting' })
    const target = register(sim, tg, made)
    const seen = () => [answerOfTask(sim, need(sim, made), 80, null).kind, fateOfRequests(sim, target)]
    expect(seen()).toEqual(['refused', 'cut'])
    setProcess(sim, made.id, 'listening')
    expect(seen()).toEqual(['status', 'finish'])
    setProcess(sim, made.id, 'hung')
    expect(seen()).toEqual(['hang', 'stall'])
    setProcess(sim, made.id, 'draining')
    expect(seen()).toEqual(['refused', 'finish'])
    setProcess(sim, made.id, 'exited')
    expect(seen()).toEqual(['refused', 'cut'])
    stopped(sim, made.id)
    expect(seen()).toEqual(['noRoute', 'cut'])
  })

  it('N-55: nothing listens on another port, or on one the image does not listen on', () => {
    const sim = network()
    const made = task(sim)
    expect(answerOfTask(sim, made, 8080, null)).toEqual({ kind: 'refused' })
    putImage(sim, { listensOn: [3000] })
    expect(answerOfTask(sim, made, 80, null)).toEqual({ kind: 'refused' })
  })

  it('networking V-24: a wrong health path fails checks only', () => {
    const sim = network()
    const made = task(sim)
    putImage(sim, { healthCheckPath: '/health', requestMs: 20, errorPercent: 5 })
    expect(answerOfTask(sim, made, 80, '/')).toEqual({ kind: 'status', code: 404, ms: 0 })
    expect(answerOfTask(sim, made, 80, '/health')).toEqual({ kind: 'status', code: 200, ms: 0 })
    expect(answerOfTask(sim, made, 80, null)).toEqual({ kind: 'status', code: 200, ms: 20, errorPercent: 5 })
  })

  it('a target registered by hand leads to the task that holds its address, and is probed when that starts to listen', () => {
    const sim = network()
    const { tg } = front(sim)
    const made = task(sim, { process: 'booting' })
    const Id = sim.t.networkInterfaces.need(made.eniId as string).privateIp
    elb(sim, 'RegisterTargets', { TargetGroupArn: tg, Targets: [{ Id, Port: 80 }] })
    at(sim, 300, () => setProcess(sim, made.id, 'listening'))
    const [target] = sim.t.targets.values()
    expect(target?.state).toBe('unhealthy')
    expect(target && answerOfTarget(sim, target, null).kind).toBe('status')
    at(sim, 500)
    expect(sim.t.targets.need(target?.id as string).state).toBe('healthy')
  })
})

describe('security groups (N-53, N-54)', () => {
  function guarded() {
    const sim = network()
    const { tg } = front(sim)
    const target = register(sim, tg, task(sim))
    const [own] = sim.t.securityGroups.values()
    const allow = (...ingress: object[]) => {
      const rules = own as SecurityGroupRow
      sim.t.securityGroups.patch(rules.id, { ingress })
      wakeAllTargets(sim)
    }
    const answer = () => answerOfTarget(sim, target, null).kind
    return { sim, target, own: own as SecurityGroupRow, allow, answer }
  }

  it('admit everything until somebody edits them', () => {
    expect(guarded().answer()).toBe('status')
  })

  it('networking V-21: a group that admits another port times the check out', () => {
    const { sim, target, own, allow } = guarded()
    allow({ IpProtocol: 'tcp', FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: own.groupId }] })
    at(sim, 100)
    expect(sim.t.targets.need(target.id)).toMatchObject({
      state: 'unhealthy',
      reasonCode: 'Target.Timeout',
      description: 'Request timed out',
    })
  })

  it('judge protocol, port range, group and address range', () => {
    const { own, allow, answer } = guarded()
    const ports = { IpProtocol: 'tcp', FromPort: 1, ToPort: 100 }
    allow({ ...ports, UserIdGroupPairs: [{ GroupId: own.groupId }] })
    expect(answer()).toBe('status')
    allow({ ...ports, UserIdGroupPairs: [{ GroupId: 'sg-other' }] })
    expect(answer()).toBe('noRoute')
    allow({ ...ports, IpProtocol: 'udp', UserIdGroupPairs: [{ GroupId: own.groupId }] })
    expect(answer()).toBe('noRoute')
    allow({ ...ports, IpRanges: [{ CidrIp: '172.31.0.0/16' }] })
    expect(answer()).toBe('status')
    allow({ ...ports, IpRanges: [{ CidrIp: '10.0.0.0/8' }] })
    expect(answer()).toBe('noRoute')
    allow({ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] })
    expect(answer()).toBe('status')
  })
})

describe('networking V-21: the three faults a check tells apart (N-55)', () => {
  it.each([
    ['exited', {}, 'Target.FailedHealthChecks', 'Health checks failed'],
    [
      'listening',
      { healthCheckPath: '/x' },
      'Target.ResponseCodeMismatch',
      'Health checks failed with these codes: [404]',
    ],
    ['hung', {}, 'Target.Timeout', 'Request timed out'],
  ] as const)('%s', (process, behaviour, reasonCode, description) => {
    const sim = network()
    const { tg } = front(sim)
    putImage(sim, behaviour)
    const target = register(sim, tg, task(sim, { process }))
    at(sim, 100)
    expect(sim.t.targets.need(target.id)).toMatchObject({ state: 'unhealthy', reasonCode, description })
  })
})
