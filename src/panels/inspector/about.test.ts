import { describe, expect, it } from 'vitest'
import type { ServiceEventView, ViewTable, ViewTables } from '../../worker'
import { aboutIn, subjectsOf } from './about'

const event = (message: string, serviceId = 'svc-1') => ({ message, serviceId }) as ServiceEventView
const row = (part: object) => ({ id: 'x-1', ...part }) as ViewTables[ViewTable]

describe('aboutIn', () => {
  it('takes all events of a service', () => {
    const about = aboutIn('service', row({ id: 'svc-1' }))
    expect([about(event('a')), about(event('a', 'svc-2'))]).toEqual([true, false])
  })
  it('finds tasks, instances and target groups by the ids in the text', () => {
    expect(aboutIn('task', row({ taskId: 'abc123' }))(event('has stopped 1 tasks: (task abc123)'))).toBe(true)
    const instance = row({ arn: 'arn:aws:ecs:r:1:container-instance/demo/f00', ec2InstanceId: 'i-9' })
    expect(aboutIn('instance', instance)(event('(container-instance f00) lacks memory'))).toBe(true)
    expect(aboutIn('instance', instance)(event('(instance i-9) is unhealthy'))).toBe(true)
    expect(aboutIn('instance', instance)(event('steady'))).toBe(false)
    expect(aboutIn('targetGroup', row({ arn: 'arn:tg' }))(event('in (target-group arn:tg)'))).toBe(true)
  })
  it('finds none for what events do not name', () => {
    expect(aboutIn('rule', row({}))(event('x-1'))).toBe(false)
  })
})

describe('subjectsOf', () => {
  it('adds the targets of a task and the service of a deployment', () => {
    expect(subjectsOf('task', row({ targetIds: ['t-1'] }))).toEqual(['x-1', 't-1'])
    expect(subjectsOf('deployment', row({ serviceId: 'svc-1' }))).toEqual(['x-1', 'svc-1'])
    expect(subjectsOf('instance', row({}))).toEqual(['x-1'])
  })
})
