/** The AWS CLI itself, where it is installed. */
import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { endpoint } from './testing'

const run = promisify(execFile)
const hasCli = spawnSync('aws', ['--version']).status === 0

// Without `aws` on the PATH vitest reports it as skipped.
it.skipIf(!hasCli)('the AWS CLI deploys a service, waits for it and reads an error', { timeout: 120_000 }, async () => {
  const wire = await endpoint({ speed: 'max' })
  const env = {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    PYENV_ROOT: process.env.PYENV_ROOT,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  }
  const aws = async (...args: string[]) => {
    const { stdout } = await run('aws', ['--endpoint-url', wire.url, '--output', 'json', 'ecs', ...args], { env })
    return stdout === '' ? null : JSON.parse(stdout)
  }
  await aws('create-cluster', '--cluster-name', 'demo')
  await wire.call('playground.AddContainerInstances', { cluster: 'demo', instanceType: 't3.large' })
  const containers = JSON.stringify([{ name: 'web', image: 'web', memory: 64 }])
  const { taskDefinition } = await aws(
    'register-task-definition',
    '--family',
    'web',
    '--container-definitions',
    containers,
  )
  // Version 1 of the CLI prints seconds, version 2 ISO 8601.
  const at = taskDefinition.registeredAt
  const registeredMs = typeof at === 'number' ? at * 1000 : Date.parse(at)
  expect(Math.abs(registeredMs - Date.now())).toBeLessThan(30 * 86_400_000)
  const service = ['--cluster', 'demo', '--service-name', 'web', '--task-definition', 'web', '--desired-count', '2']
  await aws('create-service', ...service)
  await aws('wait', 'services-stable', '--cluster', 'demo', '--services', 'web')
  const { services } = await aws('describe-services', '--cluster', 'demo', '--services', 'web')
  expect(services[0]).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
  await expect(aws('delete-cluster', '--cluster', 'demo')).rejects.toThrow(
    'An error occurred (ClusterContainsServicesException) when calling the DeleteCluster operation: ',
  )
})
