/** Log drivers and FireLens (T-65 … T-72). */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Context, Problems } from '../problem'
import { container, count, problem } from '../problem'
import { needsExecutionRole } from './environment'

const DRIVERS = ['awslogs', 'fluentd', 'gelf', 'json-file', 'journald', 'syslog', 'splunk', 'awsfirelens']
const FARGATE_DRIVERS = ['awslogs', 'splunk', 'awsfirelens']

const option = (options: Record<string, string>, name: string) =>
  Object.hasOwn(options, name) ? options[name] : undefined

function* awslogs(context: Context, c: ContainerDefinition, i: number): Problems {
  const options = c.logConfiguration?.options ?? {}
  const path = container(i, 'logConfiguration', 'options')
  const missing = ['awslogs-region', 'awslogs-group'].filter((name) => !option(options, name))
  if (missing.length > 0) {
    const hint = 'logging-1'
    yield problem('T-66', path, `Log driver awslogs requires options: ${missing.join(', ')}`, hint)
  }
  if (option(options, 'awslogs-datetime-format') && option(options, 'awslogs-multiline-pattern')) {
    // T-71; ASSUMPTION on text
    const text =
      'Log driver awslogs options awslogs-datetime-format and awslogs-multiline-pattern cannot be used together.'
    yield problem('T-71', path, text, 'logging-2')
  }
  if (!context.fargate) return
  if (!option(options, 'awslogs-stream-prefix')) {
    yield problem(
      'T-67',
      path,
      'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
      'logging-3',
    )
  }
  if (!context.input.executionRoleArn) {
    yield problem(
      'T-68',
      ['executionRoleArn'],
      'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
      'logging-4',
    )
  }
}

export function* logging(context: Context, c: ContainerDefinition, i: number): Problems {
  const { logConfiguration } = c
  const driver: string | undefined = logConfiguration?.logDriver
  const known = context.fargate ? FARGATE_DRIVERS : DRIVERS
  if (driver !== undefined && !known.includes(driver)) {
    yield problem(
      'T-65',
      container(i, 'logConfiguration', 'logDriver'),
      `${driver} is not a valid log driver. Must be one of [${known.join(',')}]`,
      context.fargate ? 'logging-5' : 'logging-6',
    )
  }
  if (driver === 'awslogs') yield* awslogs(context, c, i)
  if (driver === 'awsfirelens' && !context.containers.some((other) => other.firelensConfiguration)) {
    yield problem(
      'T-72',
      container(i, 'logConfiguration', 'logDriver'),
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
      'logging-7',
    )
  }
  if (count(logConfiguration?.secretOptions) > 0)
    yield* needsExecutionRole(context, container(i, 'logConfiguration', 'secretOptions'))
}

export function* firelens(context: Context, c: ContainerDefinition, i: number): Problems {
  const router = c.firelensConfiguration
  if (!router) return
  const path = container(i, 'firelensConfiguration')
  if (context.containers.findIndex((other) => other.firelensConfiguration) !== i) {
    // T-72 "exactly one"; ASSUMPTION on text
    const text = 'Only one container may have a firelensConfiguration object.'
    yield problem('T-72', path, text, 'logging-8')
  } else if (!context.containers.some((other) => other.logConfiguration?.logDriver === 'awsfirelens')) {
    yield problem(
      'T-72',
      path,
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
      'logging-9',
    )
  }
  if (context.fargate && router.options && option(router.options, 'config-file-type') === 's3') {
    yield problem(
      'T-72',
      [...path, 'options', 'config-file-type'],
      "Fargate launch type does not support FirelensConfiguration config file from 's3'",
      'logging-10',
    )
  }
}
