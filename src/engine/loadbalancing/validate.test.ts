import { describe, expect, it } from 'vitest'
import type { Sim } from '../kernel'
import { validateServiceLoadBalancers } from '.'
import { balancer, front, group, listen, network, taskDefinition } from './testing'

type Mode = 'awsvpc' | 'bridge' | 'host' | 'none'

/** The refusal of one entry (or list), or null. */
function refusal(
  sim: Sim,
  entry: object | object[],
  mode: Mode = 'awsvpc',
  launchType: 'EC2' | 'FARGATE' | 'EXTERNAL' = 'EC2',
) {
  const loadBalancers = (Array.isArray(entry) ? entry : [entry]).map((e) => ({
    containerName: 'web',
    containerPort: 80,
    ...e,
  }))
  try {
    validateServiceLoadBalancers(sim, { loadBalancers, taskDefinition: taskDefinition(sim, mode), launchType })
    return null
  } catch (error) {
    expect((error as Error).name).toBe('InvalidParameterException')
    return (error as Error).message
  }
}

describe('N-86: what CreateService and UpdateService refuse', () => {
  it('networking V-25: target type, listener and container port', () => {
    const sim = network()
    const { lb, tg } = front(sim)
    const instances = group(sim, 'instances', { TargetType: 'instance' })
    const loose = group(sim, 'loose')
    expect(refusal(sim, { targetGroupArn: tg })).toBeNull()
    expect(refusal(sim, { targetGroupArn: instances })).toBe(
      `The provided target group ${instances} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    )
    expect(refusal(sim, { targetGroupArn: tg }, 'bridge')).toBe(
      `The provided target group ${tg} has target type ip, which is incompatible with the bridge network mode specified in the task definition.`,
    )
    expect(refusal(sim, { targetGroupArn: loose })).toBe(
      `The target group with targetGroupArn ${loose} does not have an associated load balancer.`,
    )
    expect(refusal(sim, { targetGroupArn: tg, containerPort: 8080 })).toBe(
      'The container web did not have a container port 8080 defined.',
    )
    expect(refusal(sim, { targetGroupArn: tg, containerName: 'api' })).toBe(
      'The container api does not exist in the task definition.',
    )
    expect(refusal(sim, { targetGroupArn: `${lb}-x` })).toBe(`The target group ${lb}-x was not found.`)
  })

  it('networking V-26: five groups pass, six do not (N-87)', () => {
    const sim = network()
    const lb = balancer(sim)
    const entries = [1, 2, 3, 4, 5, 6].map((i) => ({ targetGroupArn: group(sim, `g${i}`) }))
    for (const [i, { targetGroupArn }] of entries.entries()) {
      if (i === 0) listen(sim, lb, targetGroupArn)
      else listen(sim, balancer(sim, `lb-${i}`), targetGroupArn)
    }
    expect(refusal(sim, entries.slice(0, 5))).toBeNull()
    expect(refusal(sim, entries)).toBe('loadBalancers can have at most 5 items.')
  })

  it('N-80, N-86: names, external capacity, mode none', () => {
    const sim = network()
    const { tg } = front(sim)
    expect(refusal(sim, { targetGroupArn: tg, loadBalancerName: 'old' })).toBe(
      'loadBalancerName and targetGroupArn cannot both be specified. You must specify either a loadBalancerName or a targetGroupArn in all loadBalancer entries',
    )
    expect(refusal(sim, { loadBalancerName: 'old' }, 'awsvpc', 'FARGATE')).toBe(
      'Classic Load Balancers are not supported with Fargate.',
    )
    expect(refusal(sim, { targetGroupArn: tg }, 'awsvpc', 'EXTERNAL')).toBe(
      'Load balancers are not supported for this launch type.',
    )
    expect(refusal(sim, { targetGroupArn: tg }, 'none')).toBe('Load balancers are not supported for this network mode.')
    expect(refusal(sim, [])).toBeNull()
  })
})
