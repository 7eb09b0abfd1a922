/** Rules of Part A that the vectors show without their numbers. */
import { describe, expect, it } from 'vitest'
import { B, CE, call, F, newSim, ports, ROLE, refusal, refused, register, two } from './test-kit'

type Json = Record<string, unknown>

const log = (options: Json, task: Json = {}) =>
  F({ executionRoleArn: ROLE, ...task }, { logConfiguration: { logDriver: 'awslogs', options } })
const LOG = { 'awslogs-region': 'us-east-1', 'awslogs-group': 'g', 'awslogs-stream-prefix': 'p' }

describe('registration', () => {
  it('T-19 one container must be essential, and is by default', () => {
    const text = CE("Task definition doesn't have any essential container.")
    expect(refused(B({}, { essential: false }))).toBe(text)
    expect(refused(B(two({ essential: false }, { essential: false })))).toBe(text)
    const { containerDefinitions } = register(B(two({ essential: false }, {})))
    expect(containerDefinitions.map((c: Json) => c.essential)).toEqual([false, true])
  })

  it('T-22 the CPU of a task in units or in vCPU, kept as whole units', () => {
    const cpu = (text: string) => register(B({ cpu: text })).cpu
    expect(['256', '1 vCPU', '.25 vcpu', '0.5vCPU', '2 VCPU'].map(cpu)).toEqual(['256', '1024', '256', '512', '2048'])
    for (const text of ['1 cpu', 'vCPU', '1,5 vCPU', '256.5', '-256', '0'])
      expect(refused(B({ cpu: text }))).toBe(CE("Invalid 'cpu' setting for task."))
  })

  it('T-27 containers may have all of the CPU of the task, and no more', () => {
    const sum = (a: number, b: number) => F(two({ cpu: a }, { cpu: b }))
    expect(register(sum(128, 128)).containerDefinitions).toHaveLength(2)
    expect(refused(sum(128, 129))).toBe(
      CE("The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."),
    )
  })

  it('T-29 a reservation may be the limit, not more', () => {
    expect(register(B({}, { memory: 128, memoryReservation: 128 })).containerDefinitions).toHaveLength(1)
    expect(refused(B({}, { memory: 128, memoryReservation: 129 }))).toBe(
      CE("Invalid setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'."),
    )
  })

  it('T-36 the host port is the container port, in bridge mode a dynamic one; the protocol is tcp', () => {
    const mapping = (networkMode: string) =>
      register(B({ networkMode }, ports({ containerPort: 80 }))).containerDefinitions[0].portMappings[0]
    expect(mapping('awsvpc')).toMatchObject({ hostPort: 80, protocol: 'tcp' })
    expect(mapping('host')).toMatchObject({ hostPort: 80, protocol: 'tcp' })
    expect(mapping('bridge')).toMatchObject({ hostPort: 0, protocol: 'tcp' })
  })

  it('T-67, T-68 on Fargate awslogs needs a prefix for its streams, and an execution role', () => {
    const { 'awslogs-stream-prefix': _, ...bare } = LOG
    expect(register(log(LOG)).revision).toBe(1)
    expect(refused(log(bare))).toBe(
      CE('Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.'),
    )
    expect(refused(log(LOG, { executionRoleArn: undefined }))).toBe(
      CE('Fargate requires task definition to have execution role ARN to support log driver awslogs.'),
    )
    const onEc2 = { logConfiguration: { logDriver: 'awslogs', options: bare } }
    expect(register(B({}, onEc2)).revision).toBe(1)
  })

  it('T-75 a mount names a volume of the definition', () => {
    const mount = (sourceVolume: string) =>
      B({ volumes: [{ name: 'data' }] }, { mountPoints: [{ sourceVolume, containerPath: '/data' }] })
    expect(register(mount('data')).revision).toBe(1)
    expect(refused(mount('date'))).toBe(CE("Unknown volume 'date'."))
  })

  it('T-93 ephemeral storage from 21 to 200 GiB', () => {
    const storage = (sizeInGiB: number) => F({ ephemeralStorage: { sizeInGiB } })
    for (const size of [21, 200]) expect(register(storage(size)).ephemeralStorage).toEqual({ sizeInGiB: size })
    for (const size of [0, 20]) expect(refused(storage(size))).toBe(CE('EphemeralStorage size should be at least 21'))
    expect(refused(storage(201))).toBe(CE('EphemeralStorage size should be at most 200'))
  })

  it('T-216, T-7 at most 65,536 bytes, server defaults included', () => {
    const padded = (n: number) => B({}, { command: ['x'.repeat(n)] })
    const over = /^ClientException: Actual length: '(\d+)'\. Max allowed length is '65536' bytes\.$/
    const sent = JSON.stringify(padded(0)).length
    const text = refused(padded(65_536))
    expect(text).toMatch(over)
    const surplus = Number(over.exec(text)?.[1]) - 65_536
    expect(surplus).toBeGreaterThanOrEqual(sent)
    expect(register(padded(65_536 - surplus)).revision).toBe(1)
    expect(refused(padded(65_537 - surplus))).toBe(CE("Actual length: '65537'. Max allowed length is '65536' bytes."))
  })
})

describe('deletion', () => {
  it('T-106 what is deleted says so, and since when', () => {
    const sim = newSim()
    register(B(), sim)
    call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:1' })
    const { taskDefinitions, failures } = call(sim, 'DeleteTaskDefinitions', { taskDefinitions: ['web:1'] })
    expect(failures).toEqual([])
    expect(taskDefinitions[0]).toMatchObject({ status: 'DELETE_IN_PROGRESS', revision: 1 })
    expect(taskDefinitions[0].deleteRequestedAt).toEqual(taskDefinitions[0].deregisteredAt)
    expect(refusal(() => call(sim, 'DescribeTaskDefinition', { taskDefinition: 'web' }))).toBe(
      CE('Unable to describe task definition.'),
    )
  })
})
