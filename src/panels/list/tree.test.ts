import { describe, expect, it } from 'vitest'
import type { TreeNode } from './tree'
import { buildTree, findNode, moveIn, visibleRows } from './tree'

type Lists = Parameters<typeof buildTree>[0]
const task = (id: string, part: object) => ({
  id,
  shortId: id,
  family: 'web',
  revision: 1,
  word: 'healthy',
  clusterId: 'c',
  serviceId: null,
  containerInstanceId: null,
  fargate: false,
  zone: 'a',
  ...part,
})
const lists = {
  clusters: [{ id: 'c', name: 'demo', status: 'ACTIVE' }],
  services: [{ id: 's', name: 'web', clusterId: 'c', status: 'ACTIVE', steady: true, why: { canProgress: true } }],
  tasks: [
    task('t1', { serviceId: 's', containerInstanceId: 'i1' }),
    task('t2', { serviceId: 's', fargate: true }),
    task('t3', { containerInstanceId: 'i1' }),
  ],
  zones: [{ id: 'a', name: 'a', clusterId: 'c', instanceIds: ['i1'], fargate: false }],
  instances: [{ id: 'i1', label: 'i-1', instanceType: 'c5.large', status: 'ACTIVE', agentConnected: true }],
  loadBalancers: [{ id: 'lb', name: 'alb', state: 'active' }],
  listeners: [{ id: 'li', loadBalancerId: 'lb', protocol: 'HTTP', port: 80 }],
  rules: [
    {
      id: 'r',
      listenerId: 'li',
      isDefault: true,
      forwards: [{ targetGroupId: 'tg', weight: 1, sharePercent: null, requestsPerSecond: 0 }],
    },
  ],
  targetGroups: [
    { id: 'tg', name: 'web-tg' },
    { id: 'tg2', name: 'idle' },
  ],
  targets: [{ id: 'ta', targetGroupId: 'tg', label: 'i-1 :80', state: 'healthy' }],
} as unknown as Lists

const keys = (nodes: readonly TreeNode[]): string[] => nodes.flatMap((one) => [one.key, ...keys(one.children)])
const tree = buildTree(lists)

describe('buildTree', () => {
  it('has every object of the graph, tasks under service and place', () => {
    expect(keys(tree)).toEqual([
      'services',
      'services/c',
      'services/c/s',
      'services/c/s/t1',
      'services/c/s/t2',
      'services/c/alone',
      'services/c/alone/t3',
      'places',
      'places/a',
      'places/a/i1',
      'places/a/i1/t1',
      'places/a/i1/t3',
      'places/a/fargate',
      'places/a/fargate/t2',
      'traffic',
      'traffic/lb',
      'traffic/lb/li',
      'traffic/lb/li/r',
      'traffic/lb/li/r/tg',
      'traffic/lb/li/r/tg/ta',
      'traffic/unused',
      'traffic/unused/tg2',
    ])
  })
  it('is empty for an empty workspace', () => {
    expect(buildTree({})).toEqual([])
  })
  it('finds a node with its parent by key', () => {
    expect(findNode(tree, 'places/a/i1/t3')).toMatchObject({
      node: { key: 'places/a/i1/t3' },
      parent: { key: 'places/a/i1' },
    })
    expect(findNode(tree, 'places/gone')).toBeNull()
  })
})

describe('moving', () => {
  const open = new Set(['services', 'services/c'])
  const rows = visibleRows(tree, (key) => open.has(key))
  it('shows what is open, with level and place among siblings', () => {
    expect(rows.map(({ node, level, position, siblings }) => [node.key, level, position, siblings])).toEqual([
      ['services', 1, 1, 3],
      ['services/c', 2, 1, 1],
      ['services/c/s', 3, 1, 2],
      ['services/c/alone', 3, 2, 2],
      ['places', 1, 2, 3],
      ['traffic', 1, 3, 3],
    ])
  })
  it('follows the ARIA tree pattern', () => {
    expect(moveIn(rows, 'services/c/s', 'ArrowDown')).toEqual({ focus: 'services/c/alone' })
    expect(moveIn(rows, 'services/c/s', 'ArrowUp')).toEqual({ focus: 'services/c' })
    expect(moveIn(rows, 'services/c/s', 'ArrowRight')).toEqual({ open: 'services/c/s' })
    expect(moveIn(rows, 'services/c/s', 'ArrowLeft')).toEqual({ focus: 'services/c' })
    expect(moveIn(rows, 'services/c', 'ArrowLeft')).toEqual({ close: 'services/c' })
    expect(moveIn(rows, 'services/c', 'ArrowRight')).toEqual({ focus: 'services/c/s' })
    expect(moveIn(rows, 'services', 'End')).toEqual({ focus: 'traffic' })
    expect(moveIn(rows, 'traffic', 'Home')).toEqual({ focus: 'services' })
    expect(moveIn(rows, 'traffic', 'ArrowDown')).toBeNull()
    expect(moveIn(rows, 'traffic', 'ArrowLeft')).toBeNull()
  })
  it('jumps to the next name with a letter', () => {
    expect(moveIn(rows, 'services', 't')).toEqual({ focus: 'services/c/alone' })
    expect(moveIn(rows, 'services/c/alone', 'T')).toEqual({ focus: 'traffic' })
    expect(moveIn(rows, 'services', 'q')).toBeNull()
  })
})
