import { describe, expect, it } from 'vitest'
import { checkTaskDefinition } from '.'
import { B, CE, F, IPE, ports, ROLE, refused, register, two } from './test-kit'

type Json = Record<string, unknown>

const check = (member: string, value: number) => B({}, { healthCheck: { command: ['CMD', 'true'], [member]: value } })
const health = (label: string, bound: string) => CE(`Health check ${label} must be ${bound} for container 'app'`)
const volumes = (...list: Json[]) => ({ volumes: list })
describe('texts of the refusals, T-1 to T-63', () => {
  it.each<[string, Json, string]>([
    ['T-1', B({ family: 'f'.repeat(256) }), CE('Family contains invalid characters.')],
    ['T-2', B({ family: undefined }), CE('Family should not be null or empty.')],
    ['T-2', B({ family: '' }), CE('Family should not be null or empty.')],
    ['T-11', { family: 'web' }, CE('Container list cannot be empty.')],
    ['T-13', B({}, { name: 'my app' }), CE('Container.name contains invalid characters.')],
    ['T-15', B({}, { name: '' }), CE('Container.name should not be null or empty.')],
    ['T-16', B({}, { image: 'nginx@sha256:12' }), CE('Container.image contains invalid characters.')],
    ['T-16', B({}, { image: 'n'.repeat(256) }), CE('Container.image contains invalid characters.')],
    ['T-24', B({ memory: '3TB' }), CE("Invalid 'memory' setting for task.")],
    ['T-24', B({ memory: '0' }), CE("Invalid 'memory' setting for task.")],
    ['T-24', B({ cpu: '.0001 vcpu' }), CE("Invalid 'cpu' setting for task.")],
    ['T-25', B({ cpu: '127' }), CE("Invalid 'cpu' setting for task.")],
    ['T-25', B({ cpu: '196609' }), CE("Invalid 'cpu' setting for task.")],
    ['T-26', B({}, { cpu: -1 }), CE("Invalid 'cpu' setting for container 'app'.")],
    [
      'T-31',
      F(two({ memory: undefined, memoryReservation: 300 }, { memory: undefined, memoryReservation: 300 })),
      CE("The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'."),
    ],
    ['T-32', B({}, { memory: 3 }), CE("Invalid setting for container 'app'. 'memory' must be at least 4 MB.")],
    [
      'T-37',
      B({ networkMode: 'host' }, ports({ containerPort: 80, hostPort: 81 })),
      CE('When networkMode=host, the host ports and container ports in port mappings must match.'),
    ],
    [
      'T-38',
      B({ networkMode: 'none' }, ports({ containerPort: 80 })),
      CE('Port mappings are not supported when networkMode=none.'),
    ],
    ['T-39', B({}, ports({ containerPort: 0 })), CE("Invalid 'containerPort' setting for container 'app'.")],
    ['T-39', B({}, ports({ hostPort: 80 })), CE("Invalid 'containerPort' setting for container 'app'.")],
    [
      'T-39',
      B({}, ports({ containerPort: 80, hostPort: 65_536 })),
      CE("Invalid 'hostPort' setting for container 'app'."),
    ],
    [
      'T-40',
      F({}, ports({ containerPortRange: '8000-8010', protocol: 'udp' }, { containerPort: 8005, protocol: 'udp' })),
      CE("UDP container port '8005' is used multiple times in task when networkMode=awsvpc."),
    ],
    [
      'T-40',
      F({}, ports({ containerPort: 8005 }, { containerPortRange: '8000-8010' })),
      CE("TCP container port '8005' is used multiple times in task when networkMode=awsvpc."),
    ],
    [
      'T-41',
      B({}, ports({ containerPort: 53 }, { containerPort: 53, protocol: 'udp' })),
      CE("Container port '53' cannot be exposed for multiple protocols in container 'app'."),
    ],
    [
      'T-42',
      B({}, ports({ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 })),
      CE("Host port '80' is used multiple times in task."),
    ],
    [
      'T-42 host mode',
      B({ networkMode: 'host', ...two(ports({ containerPort: 80 }), ports({ containerPort: 80 })) }),
      CE("Host port '80' is used multiple times in task."),
    ],
    ['T-44', B({}, ports({ containerPort: 80, name: 'Web' })), CE('PortMapping.name contains invalid characters.')],
    [
      'T-44',
      F({}, ports({ containerPort: 80, name: 'web' }, { containerPort: 81, name: 'web' })),
      CE('When networkMode=awsvpc, port mapping name is already used'),
    ],
    [
      'T-45',
      F({}, ports({ containerPort: 80, appProtocol: 'http' })),
      CE('When appProtocol is set, the port mapping name must be specified.'),
    ],
    [
      'T-46',
      F({}, ports({ containerPortRange: '90-80' })),
      CE("Invalid 'containerPortRange' setting for container 'app'."),
    ],
    [
      'T-46 in host mode',
      B({ networkMode: 'host' }, ports({ containerPortRange: '80-90' })),
      CE("Invalid 'containerPortRange' setting for container 'app'."),
    ],
    [
      'T-46, N-18 overlapping ranges',
      B({}, ports({ containerPortRange: '80-90' }, { containerPortRange: '85-95' })),
      CE("Invalid 'containerPortRange' setting for container 'app'."),
    ],
    [
      'T-46, N-18 more than a hundred ranges',
      B(
        {},
        ports(...Array.from({ length: 101 }, (_, i) => ({ containerPortRange: `${1000 + 2 * i}-${1001 + 2 * i}` }))),
      ),
      CE("Invalid 'containerPortRange' setting for container 'app'."),
    ],
    [
      'T-46',
      F({}, ports({ containerPortRange: '80-90', containerPort: 80 })),
      CE("Invalid port mapping for container 'app', cannot specify both single port and port range."),
    ],
    [
      'T-48',
      F({}, { dnsServers: ['1.1.1.1'] }),
      CE('DNS servers are not supported on container when networkMode=awsvpc.'),
    ],
    [
      'T-48',
      F({}, { dnsSearchDomains: ['x'] }),
      CE('DNS search domains are not supported on container when networkMode=awsvpc.'),
    ],
    [
      'T-48',
      F({}, { extraHosts: [{ hostname: 'h', ipAddress: '10.0.0.1' }] }),
      CE('Extra hosts are not supported on container when networkMode=awsvpc.'),
    ],
    ['T-48', F({}, { hostname: 'h' }), CE('hostname is not supported on container when networkMode=awsvpc.')],
    [
      'T-48',
      F({}, { disableNetworking: true }),
      CE('Disable Networking is not supported on container when networkMode=awsvpc.'),
    ],
    ['T-49', B({}, { links: ['db'] }), CE("Link 'db' does not refer to a container in the task.")],
    ['T-49, N-13', B({}, { links: ['a:b:c'] }), CE('invalid link format')],
    ['T-49', B(two({ links: ['b'] }, { links: ['a:x'] })), CE('Container links should not have a cycle')],
    ['T-49', B({ networkMode: 'host' }, { links: ['app'] }), CE('Links are not supported when networkMode=host.')],
    [
      'T-52',
      B(
        { executionRoleArn: ROLE },
        {
          secrets: [
            { name: 'A', valueFrom: 'a' },
            { name: 'A', valueFrom: 'b' },
          ],
        },
      ),
      CE(
        "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'A'.",
      ),
    ],
    [
      'T-54 secretOptions',
      B({}, { logConfiguration: { logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom: 'x' }] } }),
      CE("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."),
    ],
    [
      'T-55',
      B({}, { environmentFiles: Array(11).fill({ type: 's3', value: 'arn:aws:s3:::b/x.env' }) }),
      CE('The maximum number of environment files was exceeded. Specify ten or less and try again.'),
    ],
    ['T-55', B({}, { environmentFiles: [{ type: 's3', value: 's3://b/x.env' }] }), CE('Invalid arn syntax.')],
    [
      'T-55',
      B({}, { environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/x.txt' }] }),
      CE("The environment file 'arn:aws:s3:::b/x.txt' must have the .env file extension."),
    ],
    [
      'T-55',
      B({}, { environmentFiles: [{ type: 'http', value: 'arn:aws:s3:::b/x.env' }] }),
      IPE('type should be one of [s3]'),
    ],
    [
      'T-57 SUCCESS',
      B(two({ dependsOn: [{ containerName: 'b', condition: 'SUCCESS' }] }, {})),
      CE('A dependency container with SUCCESS or COMPLETE condition cannot be an essential container'),
    ],
    [
      'T-58 itself',
      B({}, { dependsOn: [{ containerName: 'app', condition: 'START' }] }),
      CE('Container dependencies should not have a cycle'),
    ],
    ['T-60', B({}, { healthCheck: {} }), IPE('command can not be empty.')],
    ['T-60', B({}, { healthCheck: { command: [] } }), IPE('command can not be empty.')],
    ['T-60', check('interval', 301), health('interval', 'less than or equal to the maximum allowed value 300')],
    ['T-60', check('interval', 4), health('interval', 'greater than or equal to the minimum allowed value 5')],
    ['T-60', check('timeout', 61), health('timeout', 'less than or equal to the maximum allowed value 60')],
    ['T-60', check('retries', 0), health('retries', 'greater than or equal to the minimum allowed value 1')],
    ['T-60', check('startPeriod', 301), health('start period', 'less than or equal to the maximum allowed value 300')],
    [
      'T-62',
      B({}, { restartPolicy: { enabled: true, ignoredExitCodes: Array(51).fill(0) } }),
      CE("The 'ignoredExitCodes' setting for container 'app' must have at most 50 items."),
    ],
    ['T-63', B({}, { startTimeout: 1 }), CE("Granular start timeout on container 'app' must be at least 2 seconds.")],
    ['T-63', B({}, { stopTimeout: 0 }), CE("Granular stop timeout on container 'app' must be at least 2 seconds.")],
  ])('%s', (_, definition, text) => {
    expect(refused(definition)).toBe(text)
  })

  it('T-80, S-83 a wrong expression is a ClientException here', () => {
    expect(refused(B({ placementConstraints: [{ type: 'memberOf', expression: 'stack = prod' }] }))).toMatch(
      /^ClientException: Invalid expression: /,
    )
  })

  it('T-10 the most basic problem comes first, and the check lists them all', () => {
    const json = B({ family: 'my web', cpu: 'lots', containerDefinitions: [{ name: 'app', image: 'a b' }] })
    expect(refused(json)).toBe(CE("Invalid 'cpu' setting for task."))
    expect(checkTaskDefinition(json).problems.map(({ rule, path }) => [rule, path.join('.')])).toEqual([
      ['T-24', 'cpu'],
      ['T-1', 'family'],
      ['T-16', 'containerDefinitions.0.image'],
      ['T-28', 'containerDefinitions.0'],
    ])
  })

  it('every problem has a hint of one sentence or two', () => {
    const { problems } = checkTaskDefinition(F({ networkMode: 'host', cpu: '1' }, { privileged: true, stopTimeout: 1 }))
    expect(problems.length).toBeGreaterThan(3)
    for (const { hint } of problems) expect(hint).toMatch(/^[A-Z].{10,}[.?]$|^\w.{10,}[.?]$/)
  })
})

describe('what is accepted though it looks odd', () => {
  it.each<[string, Json]>([
    ['T-9 an empty list of tags', B({ tags: [] })],
    ['T-16 a digest', B({}, { image: `nginx:1@sha256:${'a1'.repeat(32)}` })],
    ['T-31 hard limits that together exceed the task', F(two({ memory: 400 }, { memory: 400 }))],
    ['T-35 Managed Instances alone without a network mode', B({ requiresCompatibilities: ['MANAGED_INSTANCES'] })],
    [
      'T-40 one port for tcp and udp in two containers',
      F(two(ports({ containerPort: 53 }), ports({ containerPort: 53, protocol: 'udp' }))),
    ],
    ['T-43 any protocol', B({}, ports({ containerPort: 80, protocol: 'SCTP' }))],
    ['N-17 one container port on two dynamic host ports', B({}, ports({ containerPort: 80 }, { containerPort: 80 }))],
    ['T-48 empty lists in awsvpc', F({}, { dnsServers: [], extraHosts: [], links: [], disableNetworking: false })],
    [
      'T-51 a variable twice',
      B(
        {},
        {
          environment: [
            { name: 'A', value: '1' },
            { name: 'A', value: '2' },
          ],
        },
      ),
    ],
    ['T-85 no limit at all', B({}, { ulimits: [{ name: 'core', softLimit: -1, hardLimit: -1 }] })],
    ['T-87 a role by name', B({ taskRoleArn: 'myRole' })],
    ['V-7 a reserved host port', B({}, ports({ containerPort: 80, hostPort: 22 }))],
    [
      'T-74 what Describe prints of an EFS volume',
      B(volumes({ name: 'e', host: {}, efsVolumeConfiguration: { fileSystemId: 'fs-1' } })),
    ],
  ])('%s', (_, definition) => {
    expect(register(definition).revision).toBe(1)
  })
})
