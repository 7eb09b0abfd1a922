/** What a task's definition says of its containers, beside how they are: who is essential, who waits for whom. Pure. */

export interface ContainerFacts {
  essential: boolean
  /** "waits until db is HEALTHY", with the time-out that ends the wait. */
  waits: string[]
  /** What its own health check does; null without one. */
  check: string | null
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** D-128: what each condition of `dependsOn` waits for. */
const CONDITIONS: Record<string, string> = {
  START: 'has started',
  COMPLETE: 'has ended',
  SUCCESS: 'has ended with exit code 0',
  HEALTHY: 'is HEALTHY',
}

/** By container name; `definition` in the shape of DescribeTaskDefinition. ECS's defaults for health checks (D-139). */
export function containerFacts(definition: Record<string, unknown>): Map<string, ContainerFacts> {
  const facts = new Map<string, ContainerFacts>()
  const containers = list(definition.containerDefinitions)
  // D-132, D-133: the time-out is that of the container waited for, and START has none.
  const limit = (name: unknown, condition: unknown): string => {
    const timeout = containers.find((container) => container.name === name)?.startTimeout
    return typeof timeout === 'number' && condition !== 'START' ? `, for ${timeout} s at most` : ''
  }
  for (const container of containers) {
    const waits = list(container.dependsOn).map(
      ({ containerName, condition }) =>
        `waits until ${containerName} ${CONDITIONS[String(condition)] ?? String(condition)}${limit(containerName, condition)}`,
    )
    const check = isObject(container.healthCheck) ? checkText(container.healthCheck) : null
    facts.set(String(container.name), { essential: container.essential !== false, waits, check })
  }
  return facts
}

function checkText(check: Record<string, unknown>): string {
  const { interval = 30, retries = 3, startPeriod = 0 } = check
  const grace = startPeriod === 0 ? '' : `, failures of the first ${startPeriod} s do not count`
  return `health check every ${interval} s, UNHEALTHY after ${retries} failures in a row${grace}`
}
