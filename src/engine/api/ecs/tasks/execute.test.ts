import { expect, it } from 'vitest'
import type { Bench } from '../../../testing'
import { vectorBench } from '../../../testing'

function running(enableExecuteCommand: boolean, containers = 1): { b: Bench; task: string } {
  const b = vectorBench({ instances: 1 })
  b.call('ecs.RegisterTaskDefinition', {
    family: 'shell',
    taskRoleArn: 'arn:aws:iam::123456789012:role/task',
    containerDefinitions: Array.from({ length: containers }, (_, i) => ({
      name: `c${i}`,
      image: 'app:1',
      memory: 128,
    })),
  })
  const { tasks } = b.call('ecs.RunTask', { cluster: 'demo', taskDefinition: 'shell', enableExecuteCommand })
  return { b, task: tasks[0].taskArn }
}
const command = (task: string, more: object = {}) => ({
  cluster: 'demo',
  task,
  command: '/bin/sh',
  interactive: true,
  ...more,
})
const NOT_POSSIBLE =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.'

it('T-140 a session to the only container', () => {
  const { b, task } = running(true)
  b.to(30)
  const answer = b.call('ecs.ExecuteCommand', command(task))
  expect(answer).toMatchObject({ taskArn: task, containerName: 'c0', interactive: true })
  expect(answer.session.sessionId).toMatch(/^ecs-execute-command-[0-9a-f]{17}$/)
  expect(answer.session.streamUrl).toContain(answer.session.sessionId)
  expect(b.call('ecs.ExecuteCommand', command(task)).session.sessionId).not.toBe(answer.session.sessionId)
})

it('T-140 T-141 refusals: not interactive, which container, not enabled, not running, not connected', () => {
  const { b, task } = running(true, 2)
  const refusal = (more: object = {}) => b.refused('ecs.ExecuteCommand', command(task, more))
  expect(refusal({ container: 'c1' }).message).toBe(NOT_POSSIBLE)
  b.to(30)
  expect(refusal({ interactive: false }).message).toBe('Interactive is the only mode supported currently.')
  expect(refusal().message).toContain('container name')
  expect(refusal({ container: 'c7' }).name).toBe('InvalidParameterException')
  expect(refusal({ task: 'none', container: 'c1' }).message).toBe('The referenced task was not found.')
  const [instance] = b.engine.rows('containerInstances')
  b.call('playground.InjectFault', { kind: 'disconnectAgent', target: instance?.arn })
  expect(refusal({ container: 'c1' }).name).toBe('TargetNotConnectedException')
  const off = running(false)
  off.b.to(30)
  expect(off.b.refused('ecs.ExecuteCommand', command(off.task)).message).toBe(NOT_POSSIBLE)
})

it('T-139 enabling it on the service reaches new tasks only', () => {
  const { b } = running(true)
  b.call('ecs.CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'shell', desiredCount: 1 })
  b.before(100)
  b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', enableExecuteCommand: true })
  b.before(200)
  const ofWeb = () => [...b.engine.rows('tasks')].filter((t) => t.serviceId && t.desiredStatus === 'RUNNING')
  expect(ofWeb().map((t) => t.enableExecuteCommand)).toEqual([false])
  b.call('ecs.UpdateService', { cluster: 'demo', service: 'web', forceNewDeployment: true })
  b.to(400)
  expect(ofWeb().map((t) => t.enableExecuteCommand)).toEqual([true])
})
