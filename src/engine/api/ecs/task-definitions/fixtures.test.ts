import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkTaskDefinition } from '.'
import { register } from './test-kit'

const FOLDER = 'e2e/fixtures/task-definitions'

/** Mode, CPU units, MiB and where it may run, worked out by hand from each file. */
const EXPECTED: Record<string, [string, number, number, string[]]> = {
  'ec2-bridge-dynamic-port.json': ['bridge', 128, 192, ['EC2', 'EXTERNAL']],
  'fargate-logs-secrets.json': ['awsvpc', 512, 1024, ['EC2', 'FARGATE', 'MANAGED_INSTANCES']],
  'host-mode-agent.json': ['host', 64, 80, ['EC2', 'EXTERNAL', 'MANAGED_INSTANCES']],
  'log-router.json': ['bridge', 0, 160, ['EC2', 'EXTERNAL']],
  'ordered-start-health-check.json': ['bridge', 0, 96, ['EC2', 'EXTERNAL']],
}

it('the list of fixtures is whole', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  expect(files.sort()).toEqual(Object.keys(EXPECTED))
})

it.each(Object.keys(EXPECTED))('%s registers, with every member known', (file) => {
  const json = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
  const { problems, unknownMembers, dropped, derived } = checkTaskDefinition(json)
  expect([problems, unknownMembers, dropped]).toEqual([[], [], []])
  const [networkMode, cpuUnits, memoryMiB, compatibilities] = EXPECTED[file] ?? []
  expect(derived).toMatchObject({ networkMode, cpuUnits, memoryMiB })
  expect([...(derived?.compatibilities ?? [])].sort()).toEqual(compatibilities)
  expect(register(json)).toMatchObject({ family: json.family, revision: 1, status: 'ACTIVE' })
})
