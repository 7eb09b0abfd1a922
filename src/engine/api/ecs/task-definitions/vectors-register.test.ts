import { describe, expect, it } from 'vitest'
import { ARN, B, call, F, newSim, ROLE, refusal, refused, register } from './test-kit'
import { utf8Length } from './units'

const containers = (...list: Record<string, unknown>[]) => ({
  containerDefinitions: list.map((c) => ({ image: 'nginx:1.27', ...c })),
})

describe('registration accepted', () => {
  it('TV-1 B in an empty account', () => {
    const td = register(B())
    expect(td.taskDefinitionArn).toBe(`${ARN}web:1`)
    expect(td).toMatchObject({ revision: 1, status: 'ACTIVE', volumes: [], placementConstraints: [] })
    expect(td.containerDefinitions[0]).toEqual({
      ...{ name: 'app', image: 'nginx:1.27', cpu: 0, memory: 128, essential: true },
      ...{ portMappings: [], environment: [], mountPoints: [], volumesFrom: [], systemControls: [] },
    })
    expect([...td.compatibilities].sort()).toEqual(['EC2', 'EXTERNAL'])
    for (const member of ['networkMode', 'cpu', 'memory', 'requiresCompatibilities'])
      expect(td).not.toHaveProperty(member)
  })

  it('TV-2 B again, unchanged, is web:2 and both are ACTIVE', () => {
    const sim = newSim()
    register(B(), sim)
    expect(register(B(), sim).taskDefinitionArn).toBe(`${ARN}web:2`)
    expect(call(sim, 'ListTaskDefinitions', {}).taskDefinitionArns).toEqual([`${ARN}web:1`, `${ARN}web:2`])
  })

  it('TV-3 after deregistering both, B is web:3 (T-3, also after deleting them)', () => {
    const sim = newSim()
    register(B(), sim)
    register(B(), sim)
    for (const ref of ['web:2', 'web:1']) call(sim, 'DeregisterTaskDefinition', { taskDefinition: ref })
    expect(register(B(), sim).revision).toBe(3)
    call(sim, 'DeregisterTaskDefinition', { taskDefinition: 'web:3' })
    call(sim, 'DeleteTaskDefinitions', { taskDefinitions: ['web:1', 'web:2', 'web:3'] })
    expect(sim.t.taskDefinitions.size).toBe(0)
    expect(register(B(), sim).revision).toBe(4)
  })

  it('TV-4 F', () => {
    const td = register(F())
    expect([...td.compatibilities].sort()).toEqual(['EC2', 'FARGATE', 'MANAGED_INSTANCES'])
    expect(td.requiresAttributes).toContainEqual({ name: 'ecs.capability.task-eni' })
  })

  it.each([
    ['TV-5', '1 vCPU', '3GB', '1024', '3072'],
    ['TV-6', '.25 vcpu', '.5 GB', '256', '512'],
    ['TV-7', '32768', '249856', '32768', '249856'],
  ])('%s F with cpu %s and memory %s', (_, cpu, memory, storedCpu, storedMemory) => {
    expect(register(F({ cpu, memory }))).toMatchObject({ cpu: storedCpu, memory: storedMemory })
  })

  it('TV-8 memoryReservation equal to memory', () => {
    expect(register(B({}, { memoryReservation: 128 })).containerDefinitions[0].memoryReservation).toBe(128)
  })

  it.each([21, 200])('TV-9 ephemeral storage of %i GiB', (sizeInGiB) => {
    expect(register(F({ ephemeralStorage: { sizeInGiB } })).ephemeralStorage).toEqual({ sizeInGiB })
  })

  it('TV-10 awsvpc: hostPort is the containerPort', () => {
    const [app] = register(F({}, { portMappings: [{ containerPort: 80 }] })).containerDefinitions
    expect(app.portMappings).toEqual([{ containerPort: 80, hostPort: 80, protocol: 'tcp' }])
  })

  it('TV-11 bridge: hostPort 0, dynamic at start', () => {
    const [app] = register(B({}, { portMappings: [{ containerPort: 80 }] })).containerDefinitions
    expect(app.portMappings).toEqual([{ containerPort: 80, hostPort: 0, protocol: 'tcp' }])
  })

  it('TV-12 defaults of the health check', () => {
    const [app] = register(F({}, { healthCheck: { command: ['CMD-SHELL', 'true'] } })).containerDefinitions
    expect(app.healthCheck).toEqual({ command: ['CMD-SHELL', 'true'], interval: 30, timeout: 5, retries: 3 })
  })

  it('TV-13 two containers with half the CPU each', () => {
    const td = register(F(containers({ name: 'a', cpu: 128 }, { name: 'b', cpu: 128 })))
    expect(td.containerDefinitions).toHaveLength(2)
  })
})

describe('registration refused', () => {
  const secret = { secrets: [{ name: 'DB', valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/db' }] }
  const awslogs = (options: Record<string, string>) => ({ logConfiguration: { logDriver: 'awslogs', options } })
  const group = { 'awslogs-group': '/ecs/web', 'awslogs-region': 'us-east-1' }
  const noSize = (cpu: number, memory: number) =>
    `No Fargate configuration exists for given values: ${cpu} CPU, ${memory} memory. See the Amazon ECS documentation for the valid values.`
  const pair = (a: Record<string, unknown>, b: Record<string, unknown>) =>
    B(containers({ name: 'a', memory: 64, ...a }, { name: 'b', memory: 64, ...b }))

  it.each([
    ['TV-14', B({ family: 'my web!' }), 'Family contains invalid characters.'],
    ['TV-15', B({ containerDefinitions: [] }), 'Container list cannot be empty.'],
    [
      'TV-16',
      B(containers(...Array.from({ length: 11 }, (_, i) => ({ name: `c${i}`, memory: 8 })))),
      'Too many containers.',
    ],
    ['TV-17', B({}, { image: undefined }), 'Container.image should not be null or empty.'],
    ['TV-18', B({}, { image: 'nginx latest' }), 'Container.image contains invalid characters.'],
    [
      'TV-19',
      B(containers({ name: 'app', memory: 8 }, { name: 'app', memory: 8 })),
      'Container names must be unique within a task definition.',
    ],
    ['TV-20', B({}, { essential: false }), "Task definition doesn't have any essential container."],
    [
      'TV-21',
      B({}, { memory: undefined }),
      "Invalid setting for container 'app'. At least one of 'memory' or 'memoryReservation' must be specified.",
    ],
    [
      'TV-22',
      B({}, { memoryReservation: 256 }),
      "Invalid setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'.",
    ],
    [
      'TV-23',
      F(containers({ name: 'a', cpu: 200 }, { name: 'b', cpu: 100 })),
      "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    ],
    ['TV-24', F({}, { memory: 1024 }), "The 'memory' setting for container 'app' is greater than for the task."],
    ['TV-25', F({ cpu: 'lots' }), "Invalid 'cpu' setting for task."],
    ['TV-26', F({ memory: '4096' }), noSize(256, 4096)],
    ['TV-27', F({ cpu: '300' }), noSize(300, 512)],
    ['TV-28', F({ cpu: '8192', memory: '18432' }), noSize(8192, 18432)],
    ['TV-29', F({ networkMode: 'bridge' }), 'Fargate only supports network mode ‘awsvpc’.'],
    ['TV-30', F({ cpu: undefined }), "Fargate requires that 'cpu' be defined at the task level."],
    [
      'TV-31',
      F({}, { privileged: true }),
      'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
    ],
    [
      'TV-32',
      F({}, { portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
    [
      'TV-33',
      F(
        containers(
          { name: 'a', portMappings: [{ containerPort: 80 }] },
          { name: 'b', portMappings: [{ containerPort: 80 }] },
        ),
      ),
      "TCP container port '80' is used multiple times in task when networkMode=awsvpc.",
    ],
    ['TV-34', F({}, { links: ['db'] }), 'Links are not supported when networkMode=awsvpc.'],
    [
      'TV-35',
      F({ executionRoleArn: ROLE }, awslogs(group)),
      'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
    ],
    [
      'TV-36',
      F({}, awslogs({ ...group, 'awslogs-stream-prefix': 'ecs' })),
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    ],
    [
      'TV-37',
      F({}, { logConfiguration: { logDriver: 'json-file' } }),
      'json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
    ],
    [
      'TV-38',
      F({}, { image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/x:1' }),
      'Fargate requires task definition to have execution role ARN to support ECR images.',
    ],
    [
      'TV-39',
      B({}, { secrets: [{ name: 'DB', valueFrom: 'arn:…' }] }),
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    ],
    [
      'TV-40',
      B({ executionRoleArn: ROLE }, { environment: [{ name: 'DB', value: 'x' }], ...secret }),
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'DB'.",
    ],
    [
      'TV-41',
      B({}, { dependsOn: [{ containerName: 'db', condition: 'START' }] }),
      "Cannot depend on container + 'db' because it does not exist",
    ],
    [
      'TV-42',
      pair({ dependsOn: [{ containerName: 'b', condition: 'COMPLETE' }] }, {}),
      'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
    ],
    [
      'TV-43',
      pair({ dependsOn: [{ containerName: 'b', condition: 'HEALTHY' }] }, {}),
      'A dependency container with HEALTHY condition must have health check configured',
    ],
    [
      'TV-44',
      pair(
        { dependsOn: [{ containerName: 'b', condition: 'START' }] },
        { dependsOn: [{ containerName: 'a', condition: 'START' }] },
      ),
      'Container dependencies should not have a cycle',
    ],
    ['TV-45', F({ ephemeralStorage: { sizeInGiB: 20 } }), 'EphemeralStorage size should be at least 21'],
    ['TV-46', F({ ephemeralStorage: { sizeInGiB: 201 } }), 'EphemeralStorage size should be at most 200'],
    [
      'TV-47',
      F({}, { stopTimeout: 121 }),
      'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.',
    ],
    ['TV-48', B({}, { mountPoints: [{ sourceVolume: 'data' }] }), "Unknown volume 'data'."],
    [
      'TV-49',
      F({ volumes: [{ name: 'd', host: { sourcePath: '/x' } }] }),
      'Fargate compatible task definitions do not support sourcePath',
    ],
    [
      'TV-50',
      F({ placementConstraints: [{ type: 'memberOf', expression: 'attribute:stack == prod' }] }),
      'Fargate compatible task definitions do not support constraints',
    ],
    [
      'TV-51',
      F({}, { resourceRequirements: [{ type: 'GPU', value: '1' }] }),
      'Tasks using the Fargate launch type do not support GPU resource requirements.',
    ],
    [
      'TV-52',
      F({ pidMode: 'host' }),
      "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
    ],
    [
      'TV-53',
      B({}, { restartPolicy: { enabled: true, restartAttemptPeriod: 30 } }),
      "The 'restartAttemptPeriod' setting for container 'app' must be between 60 and 1800.",
    ],
    [
      'TV-54',
      B({
        volumes: [
          {
            name: 'e',
            efsVolumeConfiguration: {
              ...{ fileSystemId: 'fs-1', rootDirectory: '/data', transitEncryption: 'ENABLED' },
              authorizationConfig: { accessPointId: 'fsap-1' },
            },
          },
        ],
      }),
      'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    ],
    [
      'TV-55',
      F({}, { logConfiguration: { logDriver: 'awsfirelens' } }),
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    ],
  ])('%s', (_, definition, message) => {
    expect(refused(definition)).toBe(`ClientException: ${message}`)
  })

  it('TV-47 a stop timeout of 120 seconds is accepted', () => {
    expect(register(F({}, { stopTimeout: 120 })).containerDefinitions[0].stopTimeout).toBe(120)
  })

  it('TV-56 a stored definition of 70,000 bytes; T-7 65,536 bytes pass', () => {
    const sized = (value: string) => B({}, { environment: [{ name: 'X', value }] })
    const sim = newSim()
    register(sized(''), sim)
    const empty = utf8Length(JSON.stringify(sim.t.taskDefinitions.find('arn', `${ARN}web:1`)?.def))
    const padded = (bytes: number) => sized(`ü${'x'.repeat(bytes - empty - 2)}`)
    expect(refusal(() => register(padded(70_000), sim))).toBe(
      "ClientException: Actual length: '70000'. Max allowed length is '65536' bytes.",
    )
    expect(register(padded(65_536), sim).revision).toBe(2)
  })

  it('networking V-5 a host port that differs in awsvpc', () => {
    const text =
      'ClientException: When networkMode=awsvpc, the host ports and container ports in port mappings must match.'
    const mapped = (mapping: Record<string, number>) => B({ networkMode: 'awsvpc' }, { portMappings: [mapping] })
    expect(refused(mapped({ containerPort: 80, hostPort: 8080 }))).toBe(text)
    expect(refused(mapped({ containerPort: 80, hostPort: 0 }))).toBe(text)
    expect(register(mapped({ containerPort: 80 })).containerDefinitions[0].portMappings[0].hostPort).toBe(80)
  })

  it('networking V-11 FARGATE with bridge', () => {
    expect(refused(B({ networkMode: 'bridge', requiresCompatibilities: ['FARGATE'] }))).toBe(
      'ClientException: Fargate only supports network mode ‘awsvpc’.',
    )
  })
})
