/** What "New" makes: a form's values as commands, and as the lines of a shell that would send them. */
import type { ContainerPort, NewService, Step } from '../../actions'
import { cliLine, serviceInput } from '../../actions'
import { quote } from '../../cli'
import type { Command } from '../../worker'

const command =
  (service: string) =>
  (operation: string, input: Record<string, unknown>): Command => ({ service, operation, input })
const ecs = command('ecs')
const elbv2 = command('elbv2')
const playground = command('playground')

/** A command of several; `keeps` says what of its answer later ones need, and how a shell would call it. */
export interface CreationStep {
  step: Step
  keeps?: { variable: string; query: string }
}
export type Creation = readonly CreationStep[]

const one = (command: Command): Creation => [{ step: command }]

export interface NewCluster {
  clusterName: string
  fargate: boolean
}
export const clusterCreation = ({ clusterName, fargate }: NewCluster): Creation =>
  one(ecs('CreateCluster', { clusterName, ...(fargate ? { capacityProviders: ['FARGATE', 'FARGATE_SPOT'] } : {}) }))

export interface NewInstances {
  cluster: string
  instanceType: string
  count: number
  /** None: spread over all zones. */
  zones: string[]
}
export const instancesCreation = ({ cluster, instanceType, count, zones }: NewInstances): Creation =>
  one(
    playground('AddContainerInstances', {
      ...{ cluster, instanceType, count },
      ...(zones.length > 0 ? { availabilityZones: zones } : {}),
    }),
  )

export interface NewBalancer {
  name: string
  groupName: string
  targetType: 'instance' | 'ip'
  listenerPort: number
  healthCheckPath: string
  healthCheckSeconds: number
  deregistrationSeconds: number
  vpcId: string
  subnets: string[]
}

/** Seconds that a new target group has by itself. */
const DEFAULT_CHECK_SECONDS = 30
export const DEFAULT_DEREGISTRATION_SECONDS = 300

export function balancerCreation(values: NewBalancer): Creation {
  const { name, groupName, targetType, listenerPort, vpcId, subnets } = values
  const { healthCheckPath, healthCheckSeconds, deregistrationSeconds } = values
  const check = {
    ...(healthCheckPath === '/' ? {} : { HealthCheckPath: healthCheckPath }),
    ...(healthCheckSeconds === DEFAULT_CHECK_SECONDS ? {} : { HealthCheckIntervalSeconds: healthCheckSeconds }),
  }
  const group = (answers: readonly unknown[]) =>
    (answers[0] as { TargetGroups: { TargetGroupArn: string }[] }).TargetGroups[0]?.TargetGroupArn
  const balancer = (answers: readonly unknown[]) =>
    (answers[1] as { LoadBalancers: { LoadBalancerArn: string }[] }).LoadBalancers[0]?.LoadBalancerArn
  const steps: CreationStep[] = [
    {
      step: elbv2('CreateTargetGroup', {
        ...{ Name: groupName, Protocol: 'HTTP', Port: 80, VpcId: vpcId, TargetType: targetType },
        ...check,
      }),
      keeps: { variable: 'TARGET_GROUP', query: 'TargetGroups[0].TargetGroupArn' },
    },
    {
      step: elbv2('CreateLoadBalancer', { Name: name, Subnets: subnets }),
      keeps: { variable: 'LOAD_BALANCER', query: 'LoadBalancers[0].LoadBalancerArn' },
    },
    {
      step: (answers) =>
        elbv2('CreateListener', {
          LoadBalancerArn: balancer(answers),
          Protocol: 'HTTP',
          Port: listenerPort,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: group(answers) }],
        }),
    },
  ]
  if (deregistrationSeconds !== DEFAULT_DEREGISTRATION_SECONDS)
    steps.push({
      step: (answers) =>
        elbv2('ModifyTargetGroupAttributes', {
          TargetGroupArn: group(answers),
          Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(deregistrationSeconds) }],
        }),
    })
  return steps
}

/** `port` is that of the definition which the target group sends requests to. */
export const serviceCreation = (
  values: NewService,
  definition: { name: string; awsvpc: boolean; port: ContainerPort | null },
): Creation => one(ecs('CreateService', serviceInput(values, definition)))

export interface NewTask {
  cluster: string
  taskDefinition: string
  awsvpc: boolean
  count: number
  launchType: 'EC2' | 'FARGATE'
  subnets: string[]
  securityGroups: string[]
}
export function taskCreation({ cluster, taskDefinition, count, ...values }: NewTask): Creation {
  const service = { ...values, cluster, serviceName: '', desiredCount: count, targetGroupArn: '' }
  const { networkConfiguration } = serviceInput(service, {
    ...{ name: taskDefinition, awsvpc: values.awsvpc, port: null },
  })
  return one(
    ecs('RunTask', {
      ...{ cluster, taskDefinition, count, launchType: values.launchType },
      ...(networkConfiguration ? { networkConfiguration } : {}),
    }),
  )
}

export const TRAFFIC_SHAPES = {
  constant: [],
  ramp: ['to', 'overSeconds'],
  spike: ['to', 'atSeconds', 'forSeconds'],
  wave: ['to', 'periodSeconds'],
} as const
export type TrafficShape = keyof typeof TRAFFIC_SHAPES
export type ShapeMember = (typeof TRAFFIC_SHAPES)[TrafficShape][number]

export interface NewTraffic {
  /** ARN of a load balancer. */
  target: string
  requestsPerSecond: number
  shape: TrafficShape
  figures: Record<ShapeMember, number>
  clientTimeoutSeconds: number
}
const DEFAULT_CLIENT_TIMEOUT_SECONDS = 30

export function trafficCreation(values: NewTraffic): Creation {
  const { target, requestsPerSecond, shape, figures, clientTimeoutSeconds } = values
  const given = Object.fromEntries(TRAFFIC_SHAPES[shape].map((member) => [member, figures[member]]))
  return one(
    playground('SetTraffic', {
      ...{ target, requestsPerSecond },
      ...(shape === 'constant' ? {} : { shape: { kind: shape, ...given } }),
      ...(clientTimeoutSeconds === DEFAULT_CLIENT_TIMEOUT_SECONDS ? {} : { clientTimeoutSeconds }),
    }),
  )
}

const commandOf = (step: Step, answers: readonly unknown[]): Command =>
  typeof step === 'function' ? step(answers) : step

/** An answer in which `query` (`A[0].B`) finds `value`. */
function answerWith(query: string, value: string): unknown {
  const [member = '', ...rest] = query.split(/\.|(?=\[0\])/)
  const inner = rest.length === 0 ? value : answerWith(rest.join('.'), value)
  return member === '[0]' ? [inner] : { [member]: inner }
}

/** The lines that a shell would run, `$TARGET_GROUP` standing for what an earlier line answers. */
export function creationLines(creation: Creation): string[] {
  const answers: unknown[] = []
  return creation.map(({ step, keeps }) => {
    const line = cliLine(commandOf(step, answers)).replace(/__([A-Z_]+?)__/g, '$$$1')
    answers.push(keeps ? answerWith(keeps.query, `__${keeps.variable}__`) : {})
    return keeps ? `${keeps.variable}=$(${line} --query ${quote(keeps.query)} --output text)` : line
  })
}

/** A command that was accepted, with its answer. */
export interface Applied {
  line: string
  answer: unknown
}

/** The steps still to be sent when `applied` were accepted before: only those that would be the same now count. */
export function remaining(creation: Creation, applied: readonly Applied[]): { done: Applied[]; steps: Step[] } {
  const done: Applied[] = []
  for (const { step } of creation) {
    const before = applied[done.length]
    const answers = done.map(({ answer }) => answer)
    if (!before || cliLine(commandOf(step, answers)) !== before.line) break
    done.push(before)
  }
  const answers = done.map(({ answer }) => answer)
  const steps = creation
    .slice(done.length)
    .map(({ step }): Step => (typeof step === 'function' ? (more) => step([...answers, ...more]) : step))
  return { done, steps }
}
