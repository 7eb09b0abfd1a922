/** The graph as a tree of words: cluster → service → task, zone → instance → task, load balancer → … → target. Pure. */
import type { Selection, SelectionKind } from '../../store'
import type { StatusWord } from '../../ui'
import type { ViewTable, ViewTables } from '../../worker'
import { labelOf } from '../parts/words'

export interface TreeNode {
  /** Path of ids: an object may stand in more than one branch. */
  key: string
  /** null for the three headings and the trays. */
  selection: Selection | null
  name: string
  status: string
  glyph: StatusWord | null
  children: TreeNode[]
}

type Lists = { readonly [T in ViewTable]?: readonly ViewTables[T][] }

const groupBy = <V>(rows: readonly V[], keyOf: (row: V) => string | null): Map<string, V[]> => {
  const groups = new Map<string, V[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

function node(
  kind: SelectionKind,
  row: ViewTables[ViewTable],
  parent: string,
  children: (key: string) => TreeNode[],
): TreeNode {
  const key = `${parent}/${row.id}`
  return { key, selection: { kind, id: row.id }, ...labelOf(kind, row), children: children(key) }
}

const none = (): TreeNode[] => []
const heading = (key: string, name: string, children: TreeNode[]): TreeNode => ({
  key,
  selection: null,
  name,
  status: '',
  glyph: null,
  children,
})

/** Everything there is, in the order in which it appeared. Headings without children are left out. */
export function buildTree(lists: Lists): TreeNode[] {
  return [services(lists), places(lists), traffic(lists)].filter((root) => root.children.length > 0)
}

function services({ clusters = [], services: all = [], tasks = [] }: Lists): TreeNode {
  const tasksOf = groupBy(tasks, (task) => task.serviceId ?? `alone ${task.clusterId}`)
  const servicesOf = groupBy(all, (service) => service.clusterId)
  const leaves = (owner: string, key: string) => (tasksOf.get(owner) ?? []).map((task) => node('task', task, key, none))
  return heading(
    'services',
    'Clusters and services',
    clusters.map((cluster) =>
      node('cluster', cluster, 'services', (clusterKey) => {
        const inCluster = (servicesOf.get(cluster.id) ?? []).map((service) =>
          node('service', service, clusterKey, (key) => leaves(service.id, key)),
        )
        const alone = leaves(`alone ${cluster.id}`, `${clusterKey}/alone`)
        return alone.length === 0
          ? inCluster
          : [...inCluster, heading(`${clusterKey}/alone`, 'Tasks without a service', alone)]
      }),
    ),
  )
}

function places({ clusters = [], zones = [], instances = [], tasks = [] }: Lists): TreeNode {
  const byId = new Map(instances.map((instance) => [instance.id, instance]))
  const onInstance = groupBy(tasks, (task) => task.containerInstanceId)
  const onFargate = groupBy(tasks, (task) => (task.fargate && task.zone ? `${task.clusterId} ${task.zone}` : null))
  return heading(
    'places',
    'Zones and instances',
    zones.map((zone) => {
      const made = node('zone', zone, 'places', (zoneKey) => {
        const inZone = zone.instanceIds.flatMap((id) => byId.get(id) ?? [])
        const cards = inZone.map((instance) =>
          node('instance', instance, zoneKey, (key) =>
            (onInstance.get(instance.id) ?? []).map((task) => node('task', task, key, none)),
          ),
        )
        const fargateKey = `${zoneKey}/fargate`
        const fargate = (onFargate.get(`${zone.clusterId} ${zone.name}`) ?? []).map((task) =>
          node('task', task, fargateKey, none),
        )
        return zone.fargate || fargate.length > 0 ? [...cards, heading(fargateKey, 'Fargate', fargate)] : cards
      })
      const cluster = clusters.find(({ id }) => id === zone.clusterId)
      return clusters.length > 1 && cluster ? { ...made, name: `${made.name} · ${cluster.name}` } : made
    }),
  )
}

function traffic({ loadBalancers = [], listeners = [], rules = [], targetGroups = [], targets = [] }: Lists): TreeNode {
  const listenersOf = groupBy(listeners, (listener) => listener.loadBalancerId)
  const rulesOf = groupBy(rules, (rule) => rule.listenerId)
  const targetsOf = groupBy(targets, (target) => target.targetGroupId)
  const groups = new Map(targetGroups.map((group) => [group.id, group]))
  const groupNode = (group: ViewTables['targetGroups'], parent: string) =>
    node('targetGroup', group, parent, (key) =>
      (targetsOf.get(group.id) ?? []).map((target) => node('target', target, key, none)),
    )
  const used = new Set(rules.flatMap((rule) => rule.forwards.map(({ targetGroupId }) => targetGroupId)))
  const balancers = loadBalancers.map((balancer) =>
    node('loadBalancer', balancer, 'traffic', (balancerKey) =>
      (listenersOf.get(balancer.id) ?? []).map((listener) =>
        node('listener', listener, balancerKey, (listenerKey) =>
          (rulesOf.get(listener.id) ?? []).map((rule) =>
            node('rule', rule, listenerKey, (key) =>
              rule.forwards.flatMap(({ targetGroupId }) => {
                const group = groups.get(targetGroupId)
                return group ? [groupNode(group, key)] : []
              }),
            ),
          ),
        ),
      ),
    ),
  )
  const idle = targetGroups.filter((group) => !used.has(group.id))
  const unused = heading(
    'traffic/unused',
    'Target groups without a rule',
    idle.map((group) => groupNode(group, 'traffic/unused')),
  )
  return heading('traffic', 'Traffic', idle.length > 0 ? [...balancers, unused] : balancers)
}

/** A row of the tree as it is shown. */
export interface TreeRow {
  node: TreeNode
  /** From 1. */
  level: number
  /** From 1, among its siblings. */
  position: number
  siblings: number
  expanded: boolean | null
  parentKey: string | null
}

/** The rows whose parents are all open, in order. */
export function visibleRows(roots: readonly TreeNode[], isOpen: (key: string, level: number) => boolean): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (nodes: readonly TreeNode[], level: number, parentKey: string | null) => {
    nodes.forEach((one, at) => {
      const expanded = one.children.length === 0 ? null : isOpen(one.key, level)
      rows.push({ node: one, level, position: at + 1, siblings: nodes.length, expanded, parentKey })
      if (expanded) walk(one.children, level + 1, one.key)
    })
  }
  walk(roots, 1, null)
  return rows
}

/** The node of a key and its parent; null when it is gone. */
export function findNode(roots: readonly TreeNode[], key: string): { node: TreeNode; parent: TreeNode | null } | null {
  const walk = (nodes: readonly TreeNode[], parent: TreeNode | null): ReturnType<typeof findNode> => {
    for (const one of nodes) {
      if (one.key === key) return { node: one, parent }
      if (!key.startsWith(`${one.key}/`)) continue
      const found = walk(one.children, one)
      if (found) return found
    }
    return null
  }
  return walk(roots, null)
}

/** Where the keys of the ARIA tree pattern lead from a row; null when the key means nothing here. */
export type TreeMove = { focus: string } | { open: string } | { close: string } | null

export function moveIn(rows: readonly TreeRow[], key: string | null, press: string): TreeMove {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.node.key === key),
  )
  const here = rows[at]
  if (!here) return null
  const focus = (to: TreeRow | undefined): TreeMove => (to ? { focus: to.node.key } : null)
  switch (press) {
    case 'ArrowDown':
      return focus(rows[at + 1])
    case 'ArrowUp':
      return focus(rows[at - 1])
    case 'Home':
      return focus(rows[0])
    case 'End':
      return focus(rows.at(-1))
    case 'ArrowRight':
      if (here.expanded === false) return { open: here.node.key }
      return here.expanded ? focus(rows[at + 1]) : null
    case 'ArrowLeft':
      if (here.expanded) return { close: here.node.key }
      return here.parentKey === null ? null : { focus: here.parentKey }
    default:
      return press.length === 1 && press !== ' ' ? focus(typeAhead(rows, at, press)) : null
  }
}

function typeAhead(rows: readonly TreeRow[], at: number, letter: string): TreeRow | undefined {
  const wanted = letter.toLowerCase()
  return [...rows.slice(at + 1), ...rows.slice(0, at)].find(({ node: { name } }) =>
    name.toLowerCase().startsWith(wanted),
  )
}
