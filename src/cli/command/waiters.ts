/** `wait` commands: what they ask, how often, and when they are done (deployments D-740 … D-742; botocore waiters). */

export interface Acceptor {
  state: 'success' | 'failure' | 'retry'
  /** True when the answer is this state's. */
  matches(output: Answer): boolean
  /** The words of the AWS CLI for a failure. */
  explanation: string
}

export interface Waiter {
  /** `ServicesStable` */
  name: string
  operation: string
  delaySeconds: number
  maxAttempts: number
  acceptors: readonly Acceptor[]
}

// biome-ignore lint/suspicious/noExplicitAny: answers of several operations, read defensively
type Answer = any
type Values = (output: Answer) => unknown[]

const list = (value: unknown): Answer[] => (Array.isArray(value) ? value : [])
const anyOf = (state: Acceptor['state'], path: string, values: Values, wanted: string): Acceptor => ({
  state,
  matches: (output) => values(output).includes(wanted),
  explanation: `For expression "${path}" we matched expected path: "${wanted}" at least once`,
})
const allOf = (state: Acceptor['state'], path: string, values: Values, wanted: string): Acceptor => ({
  state,
  matches: (output) => values(output).length > 0 && values(output).every((value) => value === wanted),
  explanation: `For expression "${path}" all members matched expected path: ${wanted}`,
})

const missing = anyOf(
  'failure',
  'failures[].reason',
  (output) => list(output?.failures).map((one) => one?.reason),
  'MISSING',
)
const serviceStatus: Values = (output) => list(output?.services).map((service) => service?.status)
const taskStatus: Values = (output) => list(output?.tasks).map((task) => task?.lastStatus)

/** D-740: one deployment and as many running as desired, for every service; health and rollout state do not count. */
const allStable: Acceptor = {
  state: 'success',
  matches: (output) =>
    list(output?.services).every(
      (service) => list(service?.deployments).length === 1 && service.runningCount === service.desiredCount,
    ),
  explanation: '',
}

const ecs = (
  name: string,
  operation: string,
  delaySeconds: number,
  maxAttempts: number,
  acceptors: Acceptor[],
): Waiter => ({
  name,
  operation,
  delaySeconds,
  maxAttempts,
  acceptors,
})

/** Service → name on the command line → waiter. */
export const WAITERS: Readonly<Record<string, Readonly<Record<string, Waiter>>>> = {
  ecs: {
    // D-740
    'services-stable': ecs('ServicesStable', 'DescribeServices', 15, 40, [
      missing,
      anyOf('failure', 'services[].status', serviceStatus, 'DRAINING'),
      anyOf('failure', 'services[].status', serviceStatus, 'INACTIVE'),
      allStable,
    ]),
    // D-741
    'services-inactive': ecs('ServicesInactive', 'DescribeServices', 15, 40, [
      missing,
      anyOf('success', 'services[].status', serviceStatus, 'INACTIVE'),
    ]),
    // D-742
    'tasks-running': ecs('TasksRunning', 'DescribeTasks', 6, 100, [
      anyOf('failure', 'tasks[].lastStatus', taskStatus, 'STOPPED'),
      missing,
      allOf('success', 'tasks[].lastStatus', taskStatus, 'RUNNING'),
    ]),
    'tasks-stopped': ecs('TasksStopped', 'DescribeTasks', 6, 100, [
      allOf('success', 'tasks[].lastStatus', taskStatus, 'STOPPED'),
    ]),
  },
}
