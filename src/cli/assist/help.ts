/** Help at every level, made from the model in our own words. */
import type { ApiModel, OperationModel } from '../../engine'
import { operationNames } from '../command/command'
import type { Flag } from '../command/flags'
import { flagsOf } from '../command/flags'
import { GLOBAL_FLAGS } from '../command/globals'
import { pagingOf } from '../command/paging'
import { WAITERS } from '../command/waiters'
import { operationSentence, typeWords } from './words'

const SERVICES: Record<string, string> = {
  ecs: 'Amazon Elastic Container Service',
  elbv2: 'Elastic Load Balancing',
  ec2: 'Amazon Elastic Compute Cloud',
  cloudwatch: 'Amazon CloudWatch',
  playground: 'what AWS has no call for: images, instances, faults, traffic, timings',
}

/** The text for `topic`: [] everything, ['ecs'], ['ecs', 'create-service'], ['ecs', 'wait'], ['ecs', 'wait', 'services-stable']. */
export function helpText(model: ApiModel, topic: readonly string[]): string {
  const [first, second, third] = topic.filter((word) => word !== 'aws')
  if (first === undefined) return overview(model)
  if (!model.services.includes(first))
    return first === 'help' ? overview(model) : (operationOf(model, 'playground', first) ?? overview(model))
  if (second === undefined) return serviceHelp(model, first)
  const waiters = WAITERS[first] ?? {}
  if (second === 'wait' && third === undefined) return waitHelp(first)
  if (second === 'wait' && Object.hasOwn(waiters, third ?? '')) return waiterHelp(model, first, third ?? '')
  return operationOf(model, first, second) ?? serviceHelp(model, first)
}

const columns = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.min(36, Math.max(...rows.map(([name]) => name.length)))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd()).join('\n')
}

function overview(model: ApiModel): string {
  const services = model.services.map(
    (name) => [name === 'playground' ? 'playground' : `aws ${name}`, SERVICES[name] ?? ''] as const,
  )
  return `Commands act on the simulated account, as the AWS CLI acts on a real one.

${columns(services)}

Add help to any of them: aws ecs help, aws ecs create-service help.
Every command takes --query (JMESPath), --output json | text | table | yaml, --cli-input-json and
--generate-cli-skeleton. Of a shell there are: several lines, \\ at a line's end, # comments, NAME=value,
NAME=$(aws … --query … --output text), $NAME, echo, and sleep (which lets simulated time pass).
`
}

function serviceHelp(model: ApiModel, service: string): string {
  const rows = [...operationNames(model, service)].map(
    ([name, operation]) => [name, operationSentence(operation)] as const,
  )
  const waits = WAITERS[service] ? [['wait', 'Waits until something is so.'] as const] : []
  return `${program(service)}: ${SERVICES[service] ?? service}\n\n${columns([...rows, ...waits])}\n`
}

const program = (service: string): string => (service === 'playground' ? service : `aws ${service}`)

function waitHelp(service: string): string {
  const rows = Object.entries(WAITERS[service] ?? {}).map(
    ([name, { delaySeconds, maxAttempts }]) => [name, `Asks every ${delaySeconds} s, ${maxAttempts} times.`] as const,
  )
  return `aws ${service} wait: lets simulated time pass until something is so; fails with exit code 255.\n\n${columns(rows)}\n`
}

function waiterHelp(model: ApiModel, service: string, name: string): string {
  const waiter = WAITERS[service]?.[name]
  const operation = waiter && model.operation(service, waiter.operation)
  return operation ? operationHelp(operation, `aws ${service} wait ${name}`, `Waits: ${waiter.name}.`) : ''
}

function operationOf(model: ApiModel, service: string, name: string): string | null {
  const operation = model.operation(service, operationNames(model, service).get(name) ?? '')
  return operation
    ? operationHelp(operation, `${program(service)} ${name}`, operationSentence(operation.operation))
    : null
}

function operationHelp(operation: OperationModel, line: string, sentence: string): string {
  const flags = sortedFlags(operation)
  const shown = (flag: Flag) => `--${flag.name}`
  const rows = flags
    .filter(({ presence }) => presence !== false)
    .map((flag) => {
      const off =
        flag.presence === true ? flags.find((other) => other.member === flag.member && other.presence === false) : null
      const words = off ? `on; --${off.name} for off` : typeWords(flag.type)
      return [shown(flag), flag.required ? `(required) ${words}` : words] as const
    })
  const needed = flags
    .filter(({ required, presence }) => required && presence !== false)
    .map((flag) => ` ${shown(flag)}${flag.presence === undefined ? ' …' : ''}`)
  const paging = pagingOf(operation) ? ' --max-items --page-size --starting-token' : ''
  const list = rows.length > 0 ? `\n${columns(rows)}\n` : ''
  return `${line}${needed.join('')}\n${sentence}\n${list}
  also --cli-input-json --generate-cli-skeleton${paging}
  and ${['query', 'output', 'region']
    .filter((name) => GLOBAL_FLAGS.includes(name))
    .map((name) => `--${name}`)
    .join(' ')}
`
}

/** Required flags first, each group in the order of the model. */
export function sortedFlags(operation: OperationModel): Flag[] {
  const flags = [...flagsOf(operation).values()]
  return [...flags.filter(({ required }) => required), ...flags.filter(({ required }) => !required)]
}
