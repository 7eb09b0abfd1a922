/**
 * What the stage draws, kept beside the mirror: which tasks stand in which instance or Fargate block, how many rows a card
 * has had, and the layout. Renewed once a frame from what changed; a card listens to its own parent only.
 */
import type { FrameInfo } from '../store'
import { listOf, onFrame, world } from '../store'
import type { TaskView } from '../worker'
import type { Orientation } from './geometry'
import { slotRows } from './geometry'
import { isGhost, showsGhost } from './ghosts'
import type { Layout, LayoutInput } from './layout'
import { layOut, targetRows } from './layout'

/** More change than this in one frame comes without animation (screens.md §6). */
const MOVING_AT_ONCE = 60
export const APPEAR_MS = 180
export const LEAVE_MS = 240
/** A group with more targets gets one edge per zone. */
const BUNDLE_ABOVE = 24

/** Stopped tasks are looked at so often, wall ms. */
const GHOSTS_EVERY_MS = 200
let ghostsSeenAtMs = 0

type Listener = () => void

interface Parent {
  tasks: Map<string, TaskView>
  /** Tasks that are gone and fade out. */
  leaving: Map<string, TaskView>
  /** Drawn by React; a new array when anything of it changed. */
  shown: readonly TaskView[] | null
  listeners: Set<Listener>
}

const parents = new Map<string, Parent>()
const parentOfTask = new Map<string, string>()
/** Stopped tasks that are still drawn. */
const ghosts = new Set<string>()
/** By service: when its newest running task was created. */
const lastStarted = new Map<string, number>()
const appeared = new Map<string, number>()
const mostSlot = new Map<string, number>()
/** Parents whose tasks changed since the painter last asked. */
const repaint = new Set<string>()
let repaintAll = true

let orientation: Orientation = 'wide'
let layout: Layout = layOut({ ...emptyInput() })
let flowSignature = ''
let placesSignature = ''
let stale = true
const layoutListeners = new Set<Listener>()

/** Target ids by the edge that they share. */
export let targetsByEdge: ReadonlyMap<string, readonly string[]> = new Map()

function emptyInput(): LayoutInput {
  return { orientation, clusters: [], zones: [], loadBalancers: [], targetGroups: [], targetPlaces: [], trays: [] }
}

/** Key of what a task stands in: `instance:ID`, `fargate:ZONE`, or null when it has no place yet. */
export function parentKey(task: TaskView): string | null {
  if (task.containerInstanceId) return `instance:${task.containerInstanceId}`
  if (!task.fargate || !task.zone) return null
  for (const zone of world.rows.zones.values())
    if (zone.name === task.zone && zone.clusterId === task.clusterId) return `fargate:${zone.id}`
  return null
}

function parentAt(key: string): Parent {
  let parent = parents.get(key)
  if (!parent) {
    parent = { tasks: new Map(), leaving: new Map(), shown: null, listeners: new Set() }
    parents.set(key, parent)
  }
  return parent
}

/** The tasks of an instance or Fargate block, by slot, those that fade out last; the same array until one changes. */
export function tasksIn(key: string): readonly TaskView[] {
  const parent = parents.get(key)
  if (!parent) return NONE
  parent.shown ??= [...parent.tasks.values()].sort((a, b) => a.slot - b.slot || (a.id < b.id ? -1 : 1))
  return parent.shown
}
const NONE: readonly TaskView[] = []

export const leavingIn = (key: string): readonly TaskView[] => [...(parents.get(key)?.leaving.values() ?? [])]

export function subscribeParent(key: string, listener: Listener): () => void {
  const { listeners } = parentAt(key)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** True for tasks that came just now, so that only they fade in, not what panning mounts. */
export const justAppeared = (id: string): boolean => performance.now() - (appeared.get(id) ?? -1e9) < APPEAR_MS

/** Parents to paint again, or 'all'; asking clears the list. */
export function takeRepaints(): ReadonlySet<string> | 'all' | null {
  if (repaintAll) {
    repaintAll = false
    repaint.clear()
    return 'all'
  }
  if (repaint.size === 0) return null
  const taken = new Set(repaint)
  repaint.clear()
  return taken
}

function touch(key: string, touched: Set<string>): void {
  const parent = parents.get(key)
  if (parent) parent.shown = null
  touched.add(key)
  repaint.add(key)
}

function placeTask(id: string, animate: boolean, touched: Set<string>): void {
  const task = world.rows.tasks.get(id)
  const before = parentOfTask.get(id)
  let after = task ? parentKey(task) : null
  ghosts.delete(id)
  if (task && after && isGhost(task)) {
    if (isShown(task, after)) ghosts.add(id)
    else after = null
  } else if (task?.serviceId && task.startedAtMs !== null) {
    lastStarted.set(task.serviceId, Math.max(task.createdAtMs, lastStarted.get(task.serviceId) ?? 0))
  }
  if (before && before !== after) {
    const parent = parentAt(before)
    const last = parent.tasks.get(id)
    parent.tasks.delete(id)
    parentOfTask.delete(id)
    if (last && animate) leave(before, parent, last)
    touch(before, touched)
  }
  if (!task || !after) return
  const parent = parentAt(after)
  if (!before && animate) appeared.set(id, performance.now())
  parent.tasks.set(id, task)
  parentOfTask.set(id, after)
  if (task.slot > (mostSlot.get(after) ?? -1)) {
    const rows = slotRows(mostSlot.get(after) ?? 0, orientation)
    mostSlot.set(after, task.slot)
    if (after.startsWith('fargate:') || slotRows(task.slot, orientation) !== rows) stale = true
  }
  touch(after, touched)
}

function isShown(task: TaskView, parent: string): boolean {
  const lastStartedMs = (task.serviceId && lastStarted.get(task.serviceId)) || null
  return showsGhost(task, world.nowMs, lastStartedMs, isSlotTaken(task, parent))
}

function isSlotTaken(task: TaskView, parent: string): boolean {
  for (const other of parents.get(parent)?.tasks.values() ?? [])
    if (other.slot === task.slot && other.id !== task.id && !isGhost(other)) return true
  return false
}

function leave(key: string, parent: Parent, task: TaskView): void {
  if (parent.listeners.size === 0) return
  parent.leaving.set(task.id, task)
  setTimeout(() => {
    parent.leaving.delete(task.id)
    parent.shown = null
    for (const listener of parents.get(key)?.listeners ?? []) listener()
  }, LEAVE_MS)
}

/** Lets go of stopped tasks whose time is over. */
function lookAfterGhosts(animate: boolean, touched: Set<string>): void {
  const wallMs = performance.now()
  if (wallMs - ghostsSeenAtMs < GHOSTS_EVERY_MS) return
  ghostsSeenAtMs = wallMs
  for (const id of [...ghosts]) {
    const task = world.rows.tasks.get(id)
    const parent = parentOfTask.get(id)
    if (!task || !parent || !isShown(task, parent)) placeTask(id, animate, touched)
  }
}

function forget(): void {
  for (const parent of parents.values()) {
    parent.tasks.clear()
    parent.leaving.clear()
    parent.shown = null
  }
  parentOfTask.clear()
  ghosts.clear()
  lastStarted.clear()
  appeared.clear()
  mostSlot.clear()
  stale = repaintAll = true
}

function renew(frame: FrameInfo): void {
  const touched = new Set<string>()
  if (frame.reset) {
    forget()
    for (const key of parents.keys()) touched.add(key)
    for (const id of world.rows.tasks.keys()) placeTask(id, false, touched)
  } else {
    const animate = frame.dirty.tasks.size <= MOVING_AT_ONCE
    // A task may be known before its zone is.
    if (frame.dirty.zones.size > 0) for (const id of world.rows.tasks.keys()) placeTask(id, false, touched)
    for (const id of frame.dirty.tasks) placeTask(id, animate, touched)
    if (frame.changed) lookAfterGhosts(animate, touched)
  }
  for (const id of frame.dirty.instances) repaint.add(`instance:${id}`)
  if (appeared.size > MOVING_AT_ONCE) appeared.clear()
  refreshLayout(frame)
  for (const key of touched) for (const listener of parents.get(key)?.listeners ?? []) listener()
}

function refreshLayout(frame: FrameInfo): void {
  const { dirty } = frame
  if (dirty.zones.size + dirty.clusters.size > 0 || frame.idsChanged.has('instances')) stale = true
  // What an instance uses changes often; where it stands only with its zone's list or a new slot.
  for (const id of dirty.instances) {
    const view = world.rows.instances.get(id)
    if (view && slotOfInstance.get(id) !== view.slot) stale = true
  }
  const flowDirty =
    dirty.loadBalancers.size + dirty.listeners.size + dirty.rules.size + dirty.targetGroups.size + dirty.services.size >
    0
  if (!stale && !flowDirty && dirty.targets.size === 0) return
  const flow = flowInput()
  const { places, byEdge } = targetPlaces()
  targetsByEdge = byEdge
  const [flowNow, placesNow] = [JSON.stringify(flow), JSON.stringify(places)]
  if (!stale && flowNow === flowSignature && placesNow === placesSignature) return
  flowSignature = flowNow
  placesSignature = placesNow
  layout = layOut({ orientation, ...zonesInput(), ...flow, targetPlaces: places })
  stale = false
  repaintAll = true
  for (const listener of layoutListeners) listener()
}

const slotOfInstance = new Map<string, number>()

function zonesInput(): Pick<LayoutInput, 'clusters' | 'zones'> {
  slotOfInstance.clear()
  const zones = [...world.rows.zones.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return {
    clusters: [...world.rows.clusters.keys()].filter((id) => zones.some((zone) => zone.clusterId === id)),
    zones: zones.map((zone) => ({
      id: zone.id,
      clusterId: zone.clusterId,
      fargateMaxSlot: zone.fargate ? (mostSlot.get(`fargate:${zone.id}`) ?? -1) : null,
      instances: zone.instanceIds.flatMap((id) => {
        const slot = world.rows.instances.get(id)?.slot
        if (slot === undefined) return []
        slotOfInstance.set(id, slot)
        return [{ id, slot, rows: slotRows(mostSlot.get(`instance:${id}`) ?? 0, orientation) }]
      }),
    })),
  }
}

function flowInput(): Pick<LayoutInput, 'loadBalancers' | 'targetGroups' | 'trays'> {
  const listeners = listOf('listeners')
  const rules = listOf('rules')
  return {
    loadBalancers: listOf('loadBalancers').map((balancer) => ({
      id: balancer.id,
      rules: listeners
        .filter((listener) => listener.loadBalancerId === balancer.id)
        .flatMap((listener) => rules.filter((rule) => rule.listenerId === listener.id))
        // A default action without a target group of its own says nothing on the picture.
        .filter((rule) => !rule.isDefault || rule.forwards.length > 0)
        .sort((a, b) => Number(a.isDefault) - Number(b.isDefault) || a.priority - b.priority)
        .map((rule) => ({ id: rule.id, targetGroupIds: rule.forwards.map((forward) => forward.targetGroupId) })),
    })),
    targetGroups: listOf('targetGroups').map((group) => {
      const rows = Math.max(targetRows(group.targetIds.length), mostRows.get(group.id) ?? 0)
      mostRows.set(group.id, rows)
      return { id: group.id, rows }
    }),
    trays: listOf('services')
      .filter((service) => service.tray)
      .map((service) => service.id),
  }
}
/** Rows that a group's list has had: it does not shrink while one looks. */
const mostRows = new Map<string, number>()

function targetPlaces(): { places: LayoutInput['targetPlaces']; byEdge: Map<string, string[]> } {
  const byEdge = new Map<string, string[]>()
  const places: LayoutInput['targetPlaces'] = []
  for (const group of world.rows.targetGroups.values()) {
    const whole = group.targetIds.length > BUNDLE_ABOVE
    for (const targetId of group.targetIds) {
      const taskId = world.rows.targets.get(targetId)?.taskId
      const task = taskId ? world.rows.tasks.get(taskId) : undefined
      const key = task && parentKey(task)
      if (!task || !key) continue
      const instanceId = task.containerInstanceId
      const zoneId = zoneOf(task)
      if (!zoneId) continue
      const edge = `target:targetGroup:${group.id}>${whole ? `zone:${zoneId}` : key}`
      const known = byEdge.get(edge)
      if (known) known.push(targetId)
      else {
        byEdge.set(edge, [targetId])
        places.push({ targetGroupId: group.id, zoneId, instanceId, whole })
      }
    }
  }
  return { places, byEdge }
}

function zoneOf(task: TaskView): string | null {
  const name = task.containerInstanceId ? world.rows.instances.get(task.containerInstanceId)?.zone : task.zone
  for (const zone of world.rows.zones.values())
    if (zone.name === name && zone.clusterId === task.clusterId) return zone.id
  return null
}

export const getLayout = (): Layout => layout
export function subscribeLayout(listener: Listener): () => void {
  layoutListeners.add(listener)
  return () => {
    layoutListeners.delete(listener)
  }
}

/** Lanes or columns; lays out again when it changed. */
export function setOrientation(next: Orientation): void {
  if (next === orientation) return
  orientation = next
  relayout()
}

/** Gives back the rows of cards and lists that nothing uses any more. */
export function tidy(): void {
  mostSlot.clear()
  mostRows.clear()
  for (const [key, parent] of parents)
    for (const task of parent.tasks.values()) mostSlot.set(key, Math.max(task.slot, mostSlot.get(key) ?? -1))
  relayout()
}

function relayout(): void {
  const flow = flowInput()
  const { places, byEdge } = targetPlaces()
  targetsByEdge = byEdge
  layout = layOut({ orientation, ...zonesInput(), ...flow, targetPlaces: places })
  repaintAll = true
  for (const listener of layoutListeners) listener()
}

onFrame(renew)
