/** Draws the gallery's pictures: each scenario as it stands where it opens, from its own run (public/scenarios/*.svg). */
import { readFileSync, writeFileSync } from 'node:fs'
import { createEngine, ENGINE_VERSION, restoreEngine } from '../src/engine'
import type { GalleryEntry } from '../src/scenario'
import { parseDuration, parseGallery, parseScenario, runScenario } from '../src/scenario'
import { isMain } from './common'

const folder = 'public/scenarios'
const host = { version: ENGINE_VERSION, create: createEngine, restore: restoreEngine }

/** Tokens of the light theme (src/ui/tokens.css). */
const colours = {
  ...{ ground: '#f3f5f9', lane: '#e6ebf2', card: '#ffffff', edge: '#667385', flow: '#46535f', empty: '#c5ceda' },
  revisions: ['#e9b3e6', '#175a9e', '#ffc58a', '#0b6b62'],
  rims: ['#85307f', '#175a9e', '#9a4a00', '#0b6b62'],
}

interface Attribute {
  name: string
  value?: string
}
interface Picture {
  containerInstances: { containerInstanceArn: string; attributes: Attribute[] }[]
  tasks: {
    containerInstanceArn?: string
    availabilityZone?: string
    desiredStatus: string
    playground: { revision: number; slot: number }
  }[]
  loadBalancers: unknown[]
}

/** The scenario's first state as the page shows it: its steps up to where it opens. */
function worldOf({ file, at }: GalleryEntry): Picture {
  const scenario = parseScenario(readFileSync(`${folder}/${file}`, 'utf8'))
  const atMs = parseDuration(at ?? 0) ?? 0
  const steps = scenario.steps.filter((step) => 'do' in step && (parseDuration(step.at) ?? 0) <= atMs)
  return runScenario({ ...scenario, steps, until: atMs }, host).world as unknown as Picture
}

const WIDTH = 240
const HEIGHT = 120
const SLOTS = 3

/** Load balancer at the left, zones as lanes, instances as cards, tasks in the colour of their revision. */
export function drawPicture(entry: GalleryEntry): string {
  const world = worldOf(entry)
  const zoneOf = (attributes: Attribute[]) =>
    attributes.find(({ name }) => name === 'ecs.availability-zone')?.value ?? ''
  const zones = [
    ...new Set([
      ...world.containerInstances.map(({ attributes }) => zoneOf(attributes)),
      ...world.tasks.flatMap(({ availabilityZone }) => availabilityZone ?? []),
    ]),
  ].sort()
  const left = world.loadBalancers.length > 0 ? 56 : 8
  const lane = (HEIGHT - 16 - (zones.length - 1) * 4) / Math.max(1, zones.length)
  const parts = [`<rect width="${WIDTH}" height="${HEIGHT}" fill="${colours.ground}"/>`]
  zones.forEach((zone, at) => {
    const y = 8 + at * (lane + 4)
    parts.push(box(left, y, WIDTH - left - 8, lane, colours.lane))
    const cards = world.containerInstances.filter(({ attributes }) => zoneOf(attributes) === zone)
    const width = (WIDTH - left - 12) / Math.max(1, cards.length) - 4
    cards.forEach(({ containerInstanceArn }, n) => {
      const x = left + 4 + n * (width + 4)
      parts.push(box(x, y + 4, width, lane - 8, colours.card, colours.edge))
      const tasks = world.tasks.filter((task) => task.containerInstanceArn === containerInstanceArn)
      parts.push(...slots(tasks, x, y + 4, width, lane - 8))
    })
    const fargate = world.tasks.filter((task) => !task.containerInstanceArn && task.availabilityZone === zone)
    if (cards.length === 0) parts.push(...slots(fargate, left + 4, y + 4, WIDTH - left - 16, lane - 8))
  })
  if (world.loadBalancers.length > 0) {
    const middle = HEIGHT / 2
    const lines = zones.map((_, at) => `M44 ${middle}H50V${round(8 + at * (lane + 4) + lane / 2)}H${left}`).join('')
    parts.push(`<path d="M18 ${middle}H44${lines}" fill="none" stroke="${colours.flow}" stroke-width="2"/>`)
    parts.push(`<circle cx="13" cy="${middle}" r="6" fill="${colours.card}" stroke="${colours.edge}"/>`)
    parts.push(box(26, middle - 12, 18, 24, colours.card, colours.edge))
  }
  const size = `viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${parts.join('\n')}\n</svg>\n`
}

function slots(tasks: Picture['tasks'], x: number, y: number, width: number, height: number): string[] {
  const live = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING')
  const rows = Math.max(1, ...live.map(({ playground }) => Math.floor(playground.slot / SLOTS) + 1))
  const [w, h] = [(width - 4) / SLOTS - 2, (height - 4) / rows - 2]
  const place = (slot: number) =>
    [x + 3 + (slot % SLOTS) * (w + 2), y + 3 + Math.floor(slot / SLOTS) * (h + 2)] as const
  const empty = Array.from({ length: rows * SLOTS }, (_, slot) => box(...place(slot), w, h, 'none', colours.empty))
  const full = live.map(({ playground: { slot, revision } }) =>
    box(...place(slot), w, h, colours.revisions[revision % 4] ?? '', colours.rims[revision % 4]),
  )
  return [...empty, ...full]
}

const round = (value: number): number => Math.round(value * 10) / 10
function box(x: number, y: number, width: number, height: number, fill: string, stroke?: string): string {
  const [a, b, c, d] = [x, y, width, height].map(round)
  const rim = stroke ? ` stroke="${stroke}"` : ''
  return `<rect x="${a}" y="${b}" width="${c}" height="${d}" rx="2" fill="${fill}"${rim}/>`
}

export const pictureFile = ({ file }: GalleryEntry): string => `${folder}/${file.replace(/json$/, 'svg')}`
export const gallery = (): GalleryEntry[] => parseGallery(readFileSync(`${folder}/index.json`, 'utf8'))

if (isMain(import.meta.url)) for (const entry of gallery()) writeFileSync(pictureFile(entry), drawPicture(entry))
