import { describe, expect, it } from 'vitest'
import type { RequestFacts } from '.'
import { candidatesOf, mainListener, routeRequest } from '.'
import { wildcard } from './conditions'
import { at, balancer, elb, group, listen, network, putImage, register, task } from './testing'

const request = (more: Partial<RequestFacts> = {}): RequestFacts => ({
  method: 'GET',
  host: 'www.example.com',
  path: '/',
  headers: {},
  query: [],
  sourceIp: '203.0.113.9',
  ...more,
})

/** The four groups and three rules of N-103. */
function pathRouting() {
  const sim = network()
  const arns = ['web', 'api', 'img', 'admin'].map((name) => group(sim, `tg-${name}`))
  const lb = balancer(sim)
  const ListenerArn = listen(sim, lb, arns[0] as string)
  const rule = (Priority: number, condition: object, i: number) =>
    elb(sim, 'CreateRule', {
      ListenerArn,
      Priority,
      Conditions: [condition],
      Actions: [{ Type: 'forward', TargetGroupArn: arns[i] }],
    })
  rule(30, { Field: 'host-header', Values: ['admin.example.com'] }, 3)
  rule(10, { Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }, 1)
  rule(20, { Field: 'path-pattern', Values: ['/img/*'] }, 2)
  const row = sim.t.loadBalancers.find('arn', lb)
  const to = (facts: Partial<RequestFacts>, listener = ListenerArn) => {
    const found = sim.t.listeners.find('arn', listener)
    const route = row && routeRequest(sim, row, found, request(facts))
    return route?.kind === 'forward' ? route.groups.map((entry) => entry.group.name).join() : route
  }
  return { sim, lb, ListenerArn, rule, to }
}

describe('rules (N-58, N-59)', () => {
  it('networking V-22: path and host routing', () => {
    const { to } = pathRouting()
    expect(to({ path: '/api/users' })).toBe('tg-api')
    expect(to({ path: '/api' })).toBe('tg-web')
    expect(to({ path: '/API/users' })).toBe('tg-web')
    expect(to({ host: 'Admin.Example.com' })).toBe('tg-admin')
    expect(to({ host: 'admin.example.com', path: '/img/x.png' })).toBe('tg-img')
  })

  it('N-58: SetRulePriorities reorders, all or none', () => {
    const { sim, ListenerArn, to } = pathRouting()
    const rules = elb(sim, 'DescribeRules', { ListenerArn }).Rules
    expect(rules.map((r: { Priority: string }) => r.Priority)).toEqual(['10', '20', '30', 'default'])
    const set = (priorities: [number, number][]) =>
      elb(sim, 'SetRulePriorities', {
        RulePriorities: priorities.map(([i, Priority]) => ({ RuleArn: rules[i].RuleArn, Priority })),
      })
    expect(() => set([[2, 20]])).toThrow("Priority '20' is currently in use")
    set([
      [1, 30],
      [2, 20],
    ])
    expect(to({ host: 'admin.example.com', path: '/img/x.png' })).toBe('tg-admin')
  })

  it('N-59: methods, headers, query strings and source addresses', () => {
    const { rule, to } = pathRouting()
    rule(1, { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['POST'] } }, 1)
    rule(2, { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'User-Agent', Values: ['*Curl*'] } }, 2)
    rule(3, { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'beta', Value: 't*' }] } }, 3)
    rule(4, { Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8', '192.0.2.0/24'] } }, 1)
    expect(to({ method: 'POST' })).toBe('tg-api')
    expect(to({ method: 'post' })).toBe('tg-web')
    expect(to({ headers: { 'user-agent': 'curl/8.5' } })).toBe('tg-img')
    expect(to({ query: [['Beta', 'TRUE']] })).toBe('tg-admin')
    expect(to({ sourceIp: '192.0.2.77' })).toBe('tg-api')
    expect(to({ sourceIp: '192.0.3.77' })).toBe('tg-web')
  })

  it('N-59: wildcards match any run and exactly one character, over the whole text', () => {
    const cases: [string, string, boolean][] = [
      ['/img/*', '/img/a/b', true],
      ['/img/*', '/img', false],
      ['*', '', true],
      ['a?c', 'abc', true],
      ['a?c', 'ac', false],
      ['*.example.*', 'www.example.com', true],
      ['a*b*c', 'a-b-b-c', true],
      ['a*b*c', 'a-b-b-d', false],
    ]
    for (const [pattern, text, matches] of cases)
      expect([pattern, text, wildcard(pattern, text)]).toEqual([pattern, text, matches])
  })

  it('N-60: redirects and fixed responses are answered by the load balancer', () => {
    const { sim, ListenerArn, to } = pathRouting()
    const fixed = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }
    elb(sim, 'ModifyListener', { ListenerArn, DefaultActions: [fixed] })
    expect(to({})).toEqual({ kind: 'answered', code: 404 })
    const redirect = { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' } }
    elb(sim, 'ModifyListener', { ListenerArn, DefaultActions: [redirect] })
    expect(to({})).toEqual({ kind: 'answered', code: 301 })
    expect(to({ path: '/api/x' })).toBe('tg-api')
  })

  it('a load balancer without listener, or still provisioning, refuses', () => {
    const sim = network({ lbProvisioning: 60 })
    const tg = group(sim, 'web')
    const lb = sim.t.loadBalancers.find('arn', balancer(sim))
    if (!lb) throw new Error('no load balancer')
    expect(mainListener(sim, lb.id)).toBeUndefined()
    listen(sim, lb.arn, tg)
    expect(routeRequest(sim, lb, mainListener(sim, lb.id), request())).toEqual({ kind: 'refused' })
    at(sim, 61)
    const active = sim.t.loadBalancers.need(lb.id)
    expect(routeRequest(sim, active, mainListener(sim, lb.id), request()).kind).toBe('forward')
  })
})

describe('candidates (N-70, N-71)', () => {
  it('healthy targets only; all unhealthy and checked ones when none is healthy', () => {
    const sim = network()
    const tg = group(sim, 'web')
    listen(sim, balancer(sim), tg)
    const row = sim.t.targetGroups.find('arn', tg)
    const names = () => (row ? candidatesOf(sim, row).map((target) => target.id) : [])
    const a = register(sim, tg, task(sim))
    expect(names()).toEqual([])
    at(sim, 1.5)
    expect(names()).toEqual([a.id])
    const b = register(sim, tg, task(sim, { process: 'booting' }))
    at(sim, 2.6)
    expect(names()).toEqual([a.id])
    putImage(sim, { healthCheckPath: '/other' })
    for (const hook of sim.hooks.processChanged) for (const t of sim.t.tasks.values()) hook(sim, t.id)
    at(sim, 200)
    expect([sim.t.targets.need(a.id).state, sim.t.targets.need(b.id).state]).toEqual(['unhealthy', 'unhealthy'])
    expect(names()).toEqual([a.id, b.id])
  })
})
