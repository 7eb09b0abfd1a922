import { expect, it } from 'vitest'
import { createEngine } from '../../engine'
import { Projector } from './projector'

it('shows where a canary deployment stands: stage, steps, weights, pause, end (D-510, D-516, D-541)', () => {
  const engine = createEngine({ timings: { lbProvisioning: 0 } })
  const call = (operation: string, input: object) => engine.call('ecs', operation, input)
  call('CreateCluster', { clusterName: 'demo' })
  engine.call('playground', 'AddContainerInstances', { cluster: 'demo', instanceType: 'm5.large' })
  for (const image of ['app:1', 'app:2'])
    call('RegisterTaskDefinition', { family: 'app', containerDefinitions: [{ name: 'app', image, memory: 128 }] })
  call('CreateService', { cluster: 'demo', serviceName: 'web', taskDefinition: 'app:1', desiredCount: 1 })
  engine.advance(200_000)
  const pause = {
    targetType: 'PAUSE',
    lifecycleStages: ['POST_SCALE_UP'],
    timeoutConfiguration: { timeoutInMinutes: 5 },
  }
  const deploymentConfiguration = { strategy: 'BLUE_GREEN', lifecycleHooks: [pause] }
  call('UpdateService', { cluster: 'demo', service: 'web', taskDefinition: 'app:2', deploymentConfiguration })
  const projector = new Projector(engine)
  engine.advance(100_000)
  const [first, second] = projector.take(true).deployments?.upserts ?? []
  expect(first?.shift).toBeNull()
  const shift = second?.shift
  expect(shift).toMatchObject({
    strategy: 'BLUE_GREEN',
    stage: 'POST_SCALE_UP',
    steps: [100],
    weights: { production: 0, test: 0 },
    hooks: [{ targetType: 'PAUSE', status: 'AWAITING_ACTION' }],
    rollingBack: false,
  })
  expect(shift?.endsAtMs).toBe(shift?.hooks[0]?.expiresAtMs)
  expect(shift?.stages.map(({ state }) => state).slice(0, 4)).toEqual(['done', 'done', 'now', 'ahead'])

  // Turned round at the pause: the stage is where it ended, and the way back is said.
  const record = [...engine.rows('serviceDeployments')].at(-1)
  call('StopServiceDeployment', { serviceDeploymentArn: record?.arn, stopType: 'ROLLBACK' })
  engine.advance(1_000)
  const back = new Projector(engine).take(true).deployments?.upserts?.find((row) => row.shift)?.shift
  expect(back?.rollingBack).toBe(true)
  expect(back?.stages.find(({ name }) => name === 'POST_SCALE_UP')?.state).toBe('stopped')
  expect(back?.stages.some(({ state }) => state === 'now')).toBe(false)
})
