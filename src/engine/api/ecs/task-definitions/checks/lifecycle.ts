/** Links (T-49), dependsOn (T-57, T-58), health checks (T-60), restart policy (T-62) and timeouts (T-63). */
import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { invalidParameter } from '../../../../kernel'
import { firstOnCycle } from '../graph'
import type { Context, Problems } from '../problem'
import { container, count, nameOf, problem } from '../problem'

/** First containers on a cycle of links and of dependsOn; undefined without one. */
export interface Cycles {
  links: number | undefined
  dependsOn: number | undefined
}

export function cyclesOf({ containers, byName }: Context): Cycles {
  const indexes = (names: (string | undefined)[]) =>
    names.flatMap((name) => (name === undefined ? [] : (byName.get(name) ?? [])))
  return {
    links: firstOnCycle(containers.map((c) => indexes((c.links ?? []).map((link) => link.split(':')[0])))),
    dependsOn: firstOnCycle(containers.map((c) => indexes((c.dependsOn ?? []).map((d) => d.containerName)))),
  }
}

export function* links(context: Context, c: ContainerDefinition, i: number, cycles: Cycles): Problems {
  const list = c.links ?? []
  if (list.length === 0) return
  if (context.mode !== 'bridge') {
    // T-48 for awsvpc; the other modes by analogy (T-49: bridge only).
    const hint = context.mode === 'awsvpc' ? 'lifecycle-1' : 'lifecycle-2'
    yield problem('T-48', container(i, 'links'), `Links are not supported when networkMode=${context.mode}.`, hint)
    return
  }
  for (const [k, link] of list.entries()) {
    const parts = link.split(':')
    const path = container(i, 'links', k)
    if (parts.length > 2) {
      // N-13
      yield problem('T-49', path, 'invalid link format', 'lifecycle-3')
    } else if (!context.byName.has(parts[0] as string)) {
      yield problem('T-49', path, `Link '${parts[0]}' does not refer to a container in the task.`, 'lifecycle-4')
    }
  }
  if (cycles.links === i) {
    const hint = 'lifecycle-5'
    yield problem('T-49', container(i, 'links'), 'Container links should not have a cycle', hint)
  }
}

export function* dependsOn(context: Context, c: ContainerDefinition, i: number, cycles: Cycles): Problems {
  for (const [k, { containerName, condition }] of (c.dependsOn ?? []).entries()) {
    const path = container(i, 'dependsOn', k)
    if (containerName === undefined) continue
    const target = context.containers[context.byName.get(containerName) ?? -1]
    if (!target) {
      // T-57: the plus sign is in the service's own text.
      const text = `Cannot depend on container + '${containerName}' because it does not exist`
      yield problem('T-57', [...path, 'containerName'], text, 'lifecycle-6')
    } else if ((condition === 'COMPLETE' || condition === 'SUCCESS') && target.essential !== false) {
      yield problem(
        'T-57',
        [...path, 'condition'],
        'A dependency container with SUCCESS or COMPLETE condition cannot be an essential container',
        `This waits until ${containerName} has ended, but the end of an essential container ends the task: set its essential to false.`,
      )
    } else if (condition === 'HEALTHY' && !target.healthCheck) {
      yield problem(
        'T-57',
        [...path, 'condition'],
        'A dependency container with HEALTHY condition must have health check configured',
        `Without a healthCheck of its own ${containerName} never becomes HEALTHY.`,
      )
    }
  }
  if (cycles.dependsOn === i) {
    const hint = 'lifecycle-7'
    yield problem('T-58', container(i, 'dependsOn'), 'Container dependencies should not have a cycle', hint)
  }
}

/** T-60: member, what the text calls it, least and greatest value. */
const HEALTH_RANGES = [
  ['interval', 'interval', 5, 300],
  ['timeout', 'timeout', 2, 60],
  ['retries', 'retries', 1, 10],
  ['startPeriod', 'start period', 0, 300],
] as const

export function* healthCheck(c: ContainerDefinition, i: number): Problems {
  const check = c.healthCheck
  if (!check) return
  if (check.command && check.command.length === 0) {
    yield {
      path: container(i, 'healthCheck', 'command'),
      error: invalidParameter('command can not be empty.'),
      rule: 'T-156',
      hint: 'lifecycle-8',
    }
  }
  for (const [member, label, min, max] of HEALTH_RANGES) {
    const value = check[member]
    if (value === undefined || (value >= min && value <= max)) continue
    const bound =
      value > max
        ? `less than or equal to the maximum allowed value ${max}`
        : `greater than or equal to the minimum allowed value ${min}`
    yield problem(
      'T-60',
      container(i, 'healthCheck', member),
      `Health check ${label} must be ${bound} for container '${nameOf(c)}'`,
      `${member} may be ${min} to ${max}${member === 'retries' ? ' failures in a row' : ' seconds'}.`,
    )
  }
}

export function* restartPolicy(c: ContainerDefinition, i: number): Problems {
  const policy = c.restartPolicy
  if (!policy) return
  const period = policy.restartAttemptPeriod
  if (period !== undefined && (period < 60 || period > 1800)) {
    yield problem(
      'T-62',
      container(i, 'restartPolicy', 'restartAttemptPeriod'),
      `The 'restartAttemptPeriod' setting for container '${nameOf(c)}' must be between 60 and 1800.`,
      'lifecycle-9',
    )
  }
  if (count(policy.ignoredExitCodes) > 50) {
    // ASSUMPTION on text
    const text = `The 'ignoredExitCodes' setting for container '${nameOf(c)}' must have at most 50 items.`
    const hint = 'lifecycle-10'
    yield problem('T-62', container(i, 'restartPolicy', 'ignoredExitCodes'), text, hint)
  }
}

export function* timeouts(context: Context, c: ContainerDefinition, i: number): Problems {
  for (const [member, word] of [
    ['startTimeout', 'start'],
    ['stopTimeout', 'stop'],
  ] as const) {
    const seconds = c[member]
    if (seconds === undefined) continue
    const path = container(i, member)
    if (seconds < 2) {
      const text = `Granular ${word} timeout on container '${nameOf(c)}' must be at least 2 seconds.`
      yield problem('T-63', path, text, 'lifecycle-11')
    }
    if (context.fargate && seconds > 120) {
      yield problem(
        'T-63',
        path,
        `Tasks using the Fargate launch type must have a container ${word} timeout of less than 120 seconds.`,
        'lifecycle-12',
      )
    }
  }
}
