import { describe, expect, it } from 'vitest'
import { parsed, refusalOf, testCli } from '../testing'

const inputOf = (line: string) => (parsed(line)[0] as { input: unknown }).input

describe('flags and values', () => {
  it('takes scalars by their type', () => {
    expect(
      inputOf(
        'aws ecs update-service --service web --desired-count 4 --force-new-deployment --no-enable-ecs-managed-tags',
      ),
    ).toEqual({ service: 'web', desiredCount: 4, forceNewDeployment: true, enableECSManagedTags: false })
    expect(inputOf('aws ecs stop-task --task=a=b --reason "-1 x"')).toEqual({ task: 'a=b', reason: '-1 x' })
    expect(inputOf('playground set-traffic --target x --requests-per-second 0.5')).toEqual({
      target: 'x',
      requestsPerSecond: 0.5,
    })
  })

  it('takes lists side by side or as JSON, and none at all', () => {
    const lists = ['--tasks a b', `--tasks '["a", "b"]'`, '--tasks=["a","b"]'.replace(/(\[.*)/, "'$1'")]
    for (const list of lists) expect(inputOf(`aws ecs describe-tasks ${list}`)).toEqual({ tasks: ['a', 'b'] })
    expect(inputOf('aws ecs describe-tasks --tasks --include TAGS')).toEqual({ tasks: [], include: ['TAGS'] })
  })

  it('takes structures as shorthand or JSON, one by one in lists', () => {
    const strategy = [
      { type: 'spread', field: 'instanceId' },
      { type: 'binpack', field: 'cpu' },
    ]
    for (const value of [
      'type=spread,field=instanceId type=binpack,field=cpu',
      `'${JSON.stringify(strategy)}'`,
      strategy.map((one) => `'${JSON.stringify(one)}'`).join(' '),
    ]) {
      expect(inputOf(`aws ecs run-task --task-definition x --placement-strategy ${value}`)).toEqual({
        taskDefinition: 'x',
        placementStrategy: strategy,
      })
    }
  })

  it('takes --cli-input-json, flags going before it', () => {
    expect(inputOf(`aws ecs update-service --cli-input-json '{"service":"a","desiredCount":1}' --service b`)).toEqual({
      service: 'b',
      desiredCount: 1,
    })
    expect(refusalOf(`aws ecs update-service --cli-input-json '{"desiredCount":1}'`).message).toBe(
      'Parameter validation failed:\nMissing required parameter in input: "service"',
    )
    expect(refusalOf(`aws ecs update-service --cli-input-json '[1]'`).place).toEqual({ line: 1, column: 41 })
  })

  it("takes the AWS CLI's own flags of EC2 and ECS", () => {
    expect(inputOf('aws ec2 run-instances --count 2 --subnet-id subnet-1 --associate-public-ip-address')).toEqual({
      MinCount: 2,
      MaxCount: 2,
      NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true, SubnetId: 'subnet-1' }],
    })
    expect(inputOf('aws ec2 run-instances --count 1:3 --user-data "é"')).toEqual({
      MinCount: 1,
      MaxCount: 3,
      UserData: 'w6k=',
    })
    expect(
      inputOf('aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 80-90 --cidr 0.0.0.0/0'),
    ).toEqual({
      GroupId: 'sg-1',
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 90, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    })
    expect(
      inputOf('aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol all --source-group sg-2'),
    ).toEqual({ GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-2' }] }] })
    expect(inputOf('aws ecs update-service --service a --disable-execute-command')).toEqual({
      service: 'a',
      enableExecuteCommand: false,
    })
  })

  it('takes flags of every command anywhere, and the one Region', () => {
    const [command] = parsed(
      'aws --output text --region us-east-1 ecs --no-cli-pager list-clusters --query "a" --profile x',
    )
    expect(command).toMatchObject({ kind: 'call', options: { output: 'text', query: { text: 'a' } } })
    expect(refusalOf('aws ecs list-clusters --region eu-west-1')).toEqual({
      place: { line: 1, column: 32 },
      message: 'the simulator has one Region: us-east-1, not eu-west-1',
    })
  })

  it('leaves what depends on variables for later', () => {
    const script = testCli.parse('A=4\naws ecs update-service --service web --desired-count $A\naws ecs list-clusters')
    expect(script.commands.map((command) => command?.kind ?? null)).toEqual([null, null, 'call'])
    expect(refusalOf('A=4\naws ecs update-service --desird-count $A').place).toEqual({ line: 2, column: 24 })
  })
})

describe("refusals in the AWS CLI's words", () => {
  const cases: [line: string, column: number, message: string | RegExp][] = [
    ['aws', 1, 'aws: error: the following arguments are required: command'],
    ['aws ecs', 1, 'aws: error: the following arguments are required: operation'],
    [
      'aws ec list-clusters',
      5,
      /argument command: Invalid choice, valid choices are:[\s\S]*maybe you meant:\n\n {2}\* ecs$/,
    ],
    ['aws ecs create-clustr', 9, /argument operation: Invalid choice[\s\S]*maybe you meant:\n\n {2}\* create-cluster$/],
    ['aws ecs wait services-stabl', 14, /argument subcommand: Invalid choice[\s\S]*\* services-stable$/],
    ['playground put-imag', 12, /^playground: error: argument operation: Invalid choice[\s\S]*\* put-image$/],
    ['aws ecs update-service', 1, 'aws: error: the following arguments are required: --service'],
    ['aws ecs update-service --service', 24, 'aws: error: argument --service: expected one argument'],
    ['aws ecs update-service --desird-count 3', 24, /^Unknown options: --desird-count, 3\n[\s\S]*\* --desired-count$/],
    ['aws ecs list-clusters stray', 23, 'Unknown options: stray'],
    ['aws ecs list-clusters --output xml', 32, /argument --output: Invalid choice/],
    ['aws ecs list-tasks --page-size x', 32, "aws: error: argument --page-size: invalid int value: 'x'"],
    ['aws ecs update-service --service a --desired-count x', 52, "invalid literal for int() with base 10: 'x'"],
    ['aws ecs run-task --task-definition file://t.json', 36, /there are no files here/],
    [
      "aws ecs run-task --task-definition a --overrides '{'",
      50,
      /^Error parsing parameter '--overrides': Invalid JSON: /,
    ],
    [
      `aws ecs register-task-definition --family x --container-definitions '[{"memory":"x"}]'`,
      69,
      "Parameter validation failed:\nInvalid type for parameter containerDefinitions[0].memory, value: x, type: <class 'str'>, valid types: <class 'int'>",
    ],
    ['playground inject-fault --kind stopContaner', 32, /argument --kind: Invalid choice[\s\S]*\* stopContainer$/],
    ['aws ec2 run-instances --count many', 31, 'count parameter should be of the form min[:max]'],
  ]
  for (const [line, column, message] of cases) {
    it(line, () => {
      const refusal = refusalOf(line)
      expect(refusal.place).toEqual({ line: 1, column })
      if (typeof message === 'string') expect(refusal.message).toBe(message)
      else expect(refusal.message).toMatch(message)
    })
  }

  it('leaves unknown enum values of AWS to the service, as the AWS CLI does', () => {
    expect(inputOf('aws ecs run-task --task-definition a --launch-type MOON')).toEqual({
      taskDefinition: 'a',
      launchType: 'MOON',
    })
  })
})
