/** The text twin of the graph (screens.md §7): a tree of everything, and the table of the chosen branch. Loaded on demand. */
import { useCallback, useMemo, useState } from 'react'
import type { Selection } from '../../store'
import { select, useTable, useUi } from '../../store'
import { useShownService } from '../service/ServiceBar'
import { Branch } from './Branch'
import { Tree } from './Tree'
import type { TreeNode } from './tree'
import { buildTree, findNode, visibleRows } from './tree'

/** Down to services, instances and listeners at first; leaves stay shut, they stand in the table. */
const OPEN_LEVELS = 2

export default function ListView() {
  const tree = useTree()
  const selection = useUi((state) => state.selection)
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [current, setCurrent] = useState<string | null>(null)
  const isOpen = useCallback((key: string, level: number) => toggled.get(key) ?? level <= OPEN_LEVELS, [toggled])
  const rows = useMemo(() => visibleRows(tree, isOpen), [tree, isOpen])
  const shown = useShownService()?.id
  const branch = useMemo(() => branchOf(tree, current, selection, shown), [tree, current, selection, shown])

  const toggle = useCallback((key: string, open: boolean) => {
    setToggled((old) => new Map(old).set(key, open))
    setCurrent(key)
  }, [])
  const choose = useCallback((node: TreeNode) => {
    setCurrent(node.key)
    if (node.selection) select(node.selection)
    else setToggled((old) => new Map(old).set(node.key, true))
  }, [])

  if (tree.length === 0) return <p className="p-4 text-ink-2">No cluster yet.</p>
  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,2fr)_minmax(0,3fr)] bg-surface sm:grid-cols-[minmax(220px,320px)_minmax(0,1fr)] sm:grid-rows-1">
      <nav
        aria-label="Tree of the cluster"
        className="min-h-0 overflow-y-auto border-line border-b p-1 sm:border-r sm:border-b-0"
      >
        <Tree rows={rows} current={current} onMove={setCurrent} onToggle={toggle} onChoose={choose} />
      </nav>
      <section
        aria-label="Table of the chosen branch"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
        className="min-h-0 overflow-auto p-3 -outline-offset-3!"
      >
        {branch && <Branch node={branch} />}
      </section>
    </div>
  )
}

function useTree(): TreeNode[] {
  const clusters = useTable('clusters')
  const services = useTable('services')
  const tasks = useTable('tasks')
  const zones = useTable('zones')
  const instances = useTable('instances')
  const loadBalancers = useTable('loadBalancers')
  const listeners = useTable('listeners')
  const rules = useTable('rules')
  const targetGroups = useTable('targetGroups')
  const targets = useTable('targets')
  return useMemo(
    () =>
      buildTree({
        clusters,
        services,
        tasks,
        zones,
        instances,
        loadBalancers,
        listeners,
        rules,
        targetGroups,
        targets,
      }),
    [clusters, services, tasks, zones, instances, loadBalancers, listeners, rules, targetGroups, targets],
  )
}

/** The branch whose table is shown: the chosen row, or around a leaf its parent; without a choice what is selected, else the shown service. */
function branchOf(
  tree: readonly TreeNode[],
  current: string | null,
  selection: Selection | null,
  shown: string | undefined,
): TreeNode | null {
  const wanted = selection ?? (shown ? ({ kind: 'service', id: shown } as const) : null)
  const found = current ? findNode(tree, current) : wanted ? findSelected(tree, wanted) : null
  if (!found) return tree[0] ?? null
  const isLeaf = found.node.children.length === 0 && found.node.selection?.kind !== 'service'
  return isLeaf ? (found.parent ?? found.node) : found.node
}

function findSelected(
  nodes: readonly TreeNode[],
  selection: Selection,
  parent: TreeNode | null = null,
): { node: TreeNode; parent: TreeNode | null } | null {
  for (const node of nodes) {
    if (node.selection?.id === selection.id && node.selection.kind === selection.kind) return { node, parent }
    const found = findSelected(node.children, selection, node)
    if (found) return found
  }
  return null
}
