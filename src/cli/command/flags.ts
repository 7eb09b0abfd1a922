/** The flags of an operation: those of the model, and those where the AWS CLI goes its own way. */
import type { ModelType, OperationModel } from '../../engine'
import { kebab } from '../print'
import { ShorthandError } from './shorthand'

export type Input = Record<string, unknown>

export interface Flag {
  name: string
  required: boolean
  type: ModelType
  /** The member it sets; null when it sets something of its own way. */
  member: string | null
  /** The value that its mere presence gives; undefined when it takes values. */
  presence?: boolean
  /** Sets what `value` stands for. Throws ShorthandError for a value that is refused. */
  apply(input: Input, value: unknown): void
}

const STRING: ModelType = { kind: 'string' }
const byOperation = new WeakMap<OperationModel, ReadonlyMap<string, Flag>>()

/** Flag name (without dashes) → flag, in the order of the model. */
export function flagsOf(operation: OperationModel): ReadonlyMap<string, Flag> {
  const known = byOperation.get(operation)
  if (known) return known
  const flags = new Map<string, Flag>()
  const add = (flag: Flag) => flags.set(flag.name, flag)
  for (const { name: member, type, required } of operation.input.members.values()) {
    const apply = (input: Input, value: unknown) => {
      input[member] = value
    }
    const name = kebab(member)
    if (type.kind !== 'boolean') add({ name, required, type, member, apply })
    else {
      add({ name, required, type, member, presence: true, apply })
      add({ name: noForm(operation.service, name), required, type, member, presence: false, apply })
    }
  }
  if (operation.service === 'ec2') for (const flag of ownFlags(operation, flags)) add(flag)
  byOperation.set(operation, flags)
  return flags
}

/** The AWS CLI turns these two around instead of writing `--no-…`. */
function noForm(service: string, name: string): string {
  if (service === 'ecs' && name === 'enable-execute-command') return 'disable-execute-command'
  if (service === 'ec2' && name === 'disable-api-termination') return 'enable-api-termination'
  return `no-${name}`
}

const own = (name: string, apply: Flag['apply']): Flag => ({ name, required: false, type: STRING, member: null, apply })

function ownFlags(operation: OperationModel, flags: Map<string, Flag>): Flag[] {
  if (operation.operation === 'RunInstances') {
    flags.delete('min-count')
    flags.delete('max-count')
    return [
      own('count', (input, value) => {
        const [, min, max = min] = /^(-?\d{1,9})(?::(-?\d{1,9}))?$/.exec(String(value)) ?? []
        if (min === undefined) throw new ShorthandError('count parameter should be of the form min[:max]')
        input.MinCount = Number(min)
        input.MaxCount = Number(max)
      }),
      ...[true, false].map((presence) => ({
        ...own(`${presence ? '' : 'no-'}associate-public-ip-address`, (input: Input) => publicAddress(input, presence)),
        presence,
      })),
    ]
  }
  if (operation.operation !== 'AuthorizeSecurityGroupIngress') return []
  return [
    own('protocol', (input, value) => {
      permission(input).IpProtocol = value === 'all' ? '-1' : value
    }),
    own('port', (input, value) => {
      const [, from, to = from] = /^(-1|\d{1,5})(?:-(-?\d{1,5}))?$/.exec(value === 'all' ? '-1' : String(value)) ?? []
      if (from === undefined)
        throw new ShorthandError('port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)')
      Object.assign(permission(input), { FromPort: Number(from), ToPort: Number(to) })
    }),
    own('cidr', (input, value) => {
      permission(input).IpRanges = [{ CidrIp: value }]
    }),
    own('source-group', (input, value) => {
      pair(input)[String(value).startsWith('sg-') ? 'GroupId' : 'GroupName'] = value
    }),
    own('group-owner', (input, value) => {
      pair(input).UserId = value
    }),
  ]
}

/** The AWS CLI encodes user data itself: text in UTF-8, then base64. */
const base64 = (text: string): string => {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}

function firstOf(input: Input, member: string): Input {
  if (!Array.isArray(input[member])) input[member] = [{}]
  return (input[member] as Input[])[0] as Input
}
const permission = (input: Input): Input => firstOf(input, 'IpPermissions')
const pair = (input: Input): Input => firstOf(permission(input), 'UserIdGroupPairs')

function publicAddress(input: Input, value: boolean): void {
  Object.assign(firstOf(input, 'NetworkInterfaces'), { DeviceIndex: 0, AssociatePublicIpAddress: value })
}

/** Once all is read: user data is encoded, and subnet and groups go to the network interface when a flag made one. */
export function finishInput(operation: OperationModel, input: Input): void {
  if (operation.service !== 'ec2' || operation.operation !== 'RunInstances') return
  if (typeof input.UserData === 'string') input.UserData = base64(input.UserData)
  const card = (input.NetworkInterfaces as Input[] | undefined)?.[0]
  if (!card || card.AssociatePublicIpAddress === undefined) return
  if (input.SubnetId !== undefined) card.SubnetId = input.SubnetId
  if (input.SecurityGroupIds !== undefined) card.Groups = input.SecurityGroupIds
  delete input.SubnetId
  delete input.SecurityGroupIds
}
