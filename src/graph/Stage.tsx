import { ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi, ViewportPortal } from '@xyflow/react'
import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react'
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Selection, SelectionKind } from '../store'
import { light, select, ui, useUi, world } from '../store'
import { Controls } from './Controls'
import type { Size, View } from './camera'
import { allInView, fitView, leastZoom, MAX_ZOOM, onScreen, orientationOf, panInto } from './camera'
import { FlowEdges } from './FlowEdge'
import { nodesOf } from './flowElements'
import { ClientsNode, LoadBalancerNode, RuleNode, TrayNode } from './nodes/flowNodes'
import { InstanceCard } from './nodes/InstanceCard'
import { TargetGroupNode } from './nodes/TargetGroupNode'
import { ClusterNode, FargateNode, ZoneNode } from './nodes/ZoneNode'
import { objectAt, rectOf } from './places'
import type { RingsHandle } from './Rings'
import { Rings } from './Rings'
import { getLayout, setOrientation, subscribeLayout, tidy } from './scene'
import { stopsNow } from './stops'
import { useStage, viewOf } from './useStage'
import type { Step } from './walk'
import { walk } from './walk'
import { spoken } from './words'

const nodeTypes = {
  clients: ClientsNode,
  loadBalancer: LoadBalancerNode,
  rule: RuleNode,
  targetGroup: TargetGroupNode,
  tray: TrayNode,
  cluster: ClusterNode,
  zone: ZoneNode,
  fargate: FargateNode,
  instance: InstanceCard,
}

const Minimap = lazy(() => import('./Minimap'))
/** From so many instances on (screens.md §2). */
const MINIMAP_FROM = 200

/** The X-ray shows all instances when there are at most so many: of more, tags could not be read. */
const TAGS_READ = 24

/** Pan or zoom by the page, ms on the wall. */
const MOVE_MS = 250

/** In a bare frame the picture is whole and stays put: a reader who scrolls past is not held up. */
const STILL = { panOnDrag: false, zoomOnScroll: false, zoomOnPinch: false, preventScrolling: false }

/** The picture of the cluster: pan, zoom, select, walk. Fills its parent. */
export function Stage() {
  return (
    <ReactFlowProvider>
      <Picture />
    </ReactFlowProvider>
  )
}

function Picture() {
  const flow = useReactFlow()
  const store = useStoreApi()
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const rings = useRef<RingsHandle>(null)
  const size = useRef<Size>({ width: 0, height: 0 })
  /** The reader has moved the picture: it is not fitted any more until asked for. */
  const moved = useRef(false)
  const layout = useSyncExternalStore(subscribeLayout, getLayout)
  const selection = useUi((state) => state.selection)
  const xray = useUi((state) => state.xray)
  const ahead = useUi((state) => state.ahead)
  const placing = useUi((state) => state.lens === 'placement')
  const playing = useUi((state) => state.playing)
  const bare = useUi((state) => state.bare !== null)
  const [focused, setFocused] = useState<Selection | null>(null)
  const [hasFocus, setHasFocus] = useState(false)

  const onMove = useCallback((view: View) => {
    rings.current?.place(view)
    const element = box.current
    if (!element) return
    const { width, height, x, y } = onScreen(getLayout().bounds, view)
    element.classList.toggle('more-left', x < -8)
    element.classList.toggle('more-right', x + width > size.current.width + 8)
    element.classList.toggle('more-down', y + height > size.current.height + 8)
    const label = labelPx(view.zoom)
    if (element.style.getPropertyValue('--label') !== label) element.style.setProperty('--label', label)
  }, [])
  const { level, canvas: onCanvas, mounted } = useStage(size, canvas, onMove)

  const move = useCallback(
    (view: View, animate = true) => {
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      void flow.setViewport(view, animate && !still ? { duration: MOVE_MS } : {})
    },
    [flow],
  )
  const fitAll = useCallback(
    (animate = true) => {
      moved.current = false
      if (size.current.width > 0) move(fitView(getLayout(), size.current, bare), animate)
    },
    [move, bare],
  )
  /** With an X-ray the instances and their tags are what is looked at: all of them, in what the inspector leaves free. */
  const fitTags = useCallback((): boolean => {
    const layout = getLayout()
    if (!ui().xray || layout.cards.size > TAGS_READ || !box.current) return false
    const over = document.querySelector('[data-over]')?.getBoundingClientRect().left ?? Number.POSITIVE_INFINITY
    const width = Math.min(size.current.width, over - box.current.getBoundingClientRect().left)
    moved.current = false
    move(fitView(layout, { ...size.current, width }), false)
    return true
  }, [move])
  const reveal = useCallback(
    (object: Selection | null) => {
      const rect = bare ? null : object && rectOf(object)
      const view = viewOf(store)
      const next = rect ? panInto(rect, view, size.current) : view
      if (next !== view) move(next)
    },
    [move, store, bare],
  )

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect
      const first = size.current.width === 0
      size.current = { width, height }
      setOrientation(orientationOf(size.current))
      const chosen = selectedNow.current
      // With something selected the picture moves by the least that keeps it in view, and is not fitted anew.
      if (!moved.current && fitTags()) return
      if (chosen && !first && !bare) reveal(chosen)
      else if (!moved.current) fitAll(false)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [fitAll, fitTags, reveal, bare])
  const selectedNow = useRef(selection)
  selectedNow.current = selection

  // The picture grew or turned: fitted again only if it is not whole in view and nobody has moved it.
  const orientation = useRef(layout.orientation)
  const wasEmpty = useRef(true)
  useEffect(() => {
    const turned = orientation.current !== layout.orientation || wasEmpty.current
    orientation.current = layout.orientation
    wasEmpty.current = layout.boxes.size === 0
    if (turned) fitAll(false)
    else if (!moved.current && !allInView(layout.bounds, viewOf(store), size.current)) fitAll()
  }, [layout, fitAll, store])

  useEffect(() => {
    if (selection) setFocused(selection)
    reveal(selection)
  }, [selection, reveal])
  const wasXray = useRef(false)
  useEffect(() => {
    if (xray) fitTags()
    else if (wasXray.current && !moved.current) fitAll()
    wasXray.current = xray !== null
  }, [xray, fitTags, fitAll])
  // Marks that have just come are put into place before they are painted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these brings or moves marks
  useLayoutEffect(
    () => rings.current?.place(viewOf(store)),
    [selection, xray, ahead, focused, hasFocus, layout, onCanvas, store],
  )

  const stageSize = useCallback(() => size.current, [])
  const goFromMap = useCallback(
    (view: View) => {
      moved.current = true
      move(view, false)
    },
    [move],
  )
  const nodes = useMemo(() => nodesOf(layout, mounted, onCanvas), [layout, mounted, onCanvas])

  const onClick = (event: MouseEvent) => {
    box.current?.querySelector<HTMLElement>('.react-flow')?.focus({ preventScroll: true })
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    const object = picked(event.target) ?? objectAt(at.x, at.y)
    // Bare ground of a zone is ground: the zone itself is chosen by keyboard or from the list.
    select(object?.kind === 'zone' ? null : object)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const step = stepOf(event.key, layout.orientation)
    if (step) {
      const stop = walk(stopsNow(), focused, step)
      setFocused(stop && { kind: stop.kind, id: stop.id })
      reveal(stop)
    } else if (event.key === 'Enter' && focused) select(focused)
    else if (event.key === 'Escape' && selection) {
      const parent = walk(stopsNow(), selection, 'back')
      const top = !parent || (parent.kind === selection.kind && parent.id === selection.id)
      select(null)
      if (!top) setFocused(parent)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPointerOver = (event: PointerEvent) => light(relatives(picked(event.target)))

  const label = focused ? spoken(focused) : ''
  return (
    <div
      ref={box}
      className={`stage ${layout.orientation} ${onCanvas ? 'on-canvas' : ''} ${playing ? 'flowing' : ''} ${xray ? 'xrayed' : ''} ${placing ? 'placing' : ''}`}
      data-level={level}
    >
      <canvas ref={canvas} aria-hidden className="far" hidden={!onCanvas} />
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        minZoom={leastZoom(layout.bounds)}
        maxZoom={MAX_ZOOM}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        {...(bare ? STILL : {})}
        attributionPosition="bottom-left"
        onMoveStart={(event) => {
          if (event) moved.current = true
        }}
        tabIndex={0}
        aria-label="Picture of the cluster. Arrow keys walk, Enter selects, Escape goes back."
        aria-activedescendant={hasFocus && focused ? `at-${focused.kind}-${focused.id}` : undefined}
        onFocus={({ target }) => {
          setHasFocus(true)
          // A chip that has the focus itself is what the keys are about.
          const object = picked(target)
          if (object) setFocused(object)
          else if (!focused) setFocused(walk(stopsNow(), null, 'forth'))
        }}
        onBlur={() => setHasFocus(false)}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerOver={onPointerOver}
        onPointerLeave={() => light()}
      >
        <ViewportPortal>
          <FlowEdges edges={layout.edges} />
        </ViewportPortal>
        {focused && (
          // biome-ignore lint/a11y/useSemanticElements: stands for what may be painted on a canvas
          // biome-ignore lint/a11y/useFocusableInteractive: the stage keeps the focus and names it as its active descendant
          <div
            key={label}
            id={`at-${focused.kind}-${focused.id}`}
            role="button"
            aria-label={label}
            className="sr-only"
          />
        )}
      </ReactFlow>
      <Rings ref={rings} focused={hasFocus ? focused : null} canvas={onCanvas} />
      {!bare && layout.orientation === 'wide' && layout.cards.size >= MINIMAP_FROM && (
        <Suspense fallback={null}>
          <Minimap layout={layout} stage={stageSize} onGo={goFromMap} />
        </Suspense>
      )}
      {!bare && (
        <Controls
          onFit={() => fitAll()}
          onZoom={(by) => {
            moved.current = true
            void flow.zoomTo(viewOf(store).zoom * by, { duration: MOVE_MS })
          }}
          onTidy={() => {
            tidy()
            fitAll()
          }}
        />
      )}
    </div>
  )
}

/** The object that an element stands for. */
function picked(target: EventTarget): Selection | null {
  const pick = target instanceof Element ? target.closest<HTMLElement>('[data-pick]')?.dataset.pick : undefined
  if (!pick) return null
  const colon = pick.indexOf(':')
  return { kind: pick.slice(0, colon) as SelectionKind, id: pick.slice(colon + 1) }
}

/** What lights up with an object: a task and its targets belong together. */
function relatives(object: Selection | null): string[] {
  if (object?.kind === 'target') {
    const taskId = world.rows.targets.get(object.id)?.taskId
    return taskId ? [object.id, taskId] : [object.id]
  }
  if (object?.kind === 'task') {
    const targets = world.rows.tasks.get(object.id)?.targetIds ?? []
    return targets.length > 0 ? [object.id, ...targets] : []
  }
  return []
}

function stepOf(key: string, orientation: 'wide' | 'tall'): Step | undefined {
  const wide = orientation === 'wide'
  const steps: Record<string, Step> = {
    [wide ? 'ArrowRight' : 'ArrowDown']: 'forth',
    [wide ? 'ArrowLeft' : 'ArrowUp']: 'back',
    [wide ? 'ArrowDown' : 'ArrowRight']: 'next',
    [wide ? 'ArrowUp' : 'ArrowLeft']: 'previous',
    Home: 'first',
    End: 'last',
  }
  return steps[key]
}

/** Size of card names at zoom 1, in few steps, so that they stay readable down to mid level. */
function labelPx(zoom: number): string {
  const steps = [13, 15, 18, 22, 27, 34]
  const wish = 12 / zoom
  return `${steps.find((step) => step >= wish) ?? 34}px`
}
