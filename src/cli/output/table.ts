/** `--output table`: boxes within boxes, one section for each object or list of objects (awscli 1.45 checked). */
import type { JsonObject } from './values'
import { byName, isObject, isScalar, python } from './values'

interface Section {
  title: string
  /** How deep it stands: a bar at each side for each level. */
  indent: number
  headers: string[]
  rows: string[][]
}

const PADDING = 4

/** The table of an answer; '' when there is nothing to show. `columns`: characters in a line, beyond which single rows stand upright. */
export function tableText(title: string, value: unknown, columns: number): string {
  const sections: Section[] = []
  if (!build(sections, title, value, 0)) return ''
  let width = widthOf(sections)
  if (width > columns) {
    sections.forEach(standUp)
    width = widthOf(sections)
  }
  const lines = ['-'.repeat(width)]
  for (const section of sections) {
    const bars = '|'.repeat(section.indent)
    for (const line of sectionLines(section, width - section.indent * 2)) lines.push(`${bars}${line}${bars}`)
  }
  return `${lines.join('\n')}\n`
}

function build(sections: Section[], title: string | null, value: unknown, indent: number): boolean {
  const isEmpty = Array.isArray(value) ? value.length === 0 : isObject(value) ? Object.keys(value).length === 0 : !value
  if (isEmpty) return false
  if (title !== null) sections.push({ title, indent, headers: [], rows: [] })
  if (Array.isArray(value)) {
    if (isObject(value[0])) buildList(sections, value.filter(isObject), indent, title ?? '')
    else
      for (const item of value) {
        if (isScalar(item)) addRow(sections, [item])
        else if (Array.isArray(item) && item.every(isScalar)) addRow(sections, item)
        else build(sections, null, item, 0)
      }
  } else if (isObject(value)) buildObject(sections, value, indent)
  return true
}

function addRow(sections: Section[], cells: readonly unknown[]): void {
  sections.at(-1)?.rows.push(cells.map(python))
}

function namesOf(objects: readonly JsonObject[], wanted: (value: unknown) => boolean): string[] {
  const names = new Set<string>()
  for (const object of objects) for (const [name, value] of Object.entries(object)) if (wanted(value)) names.add(name)
  return [...names].sort(byName)
}

function buildObject(sections: Section[], object: JsonObject, indent: number): void {
  const headers = namesOf([object], isScalar)
  const section = sections.at(-1) as Section
  if (headers.length === 1) addRow(sections, [headers[0], object[headers[0] as string]])
  else if (headers.length > 1) {
    section.headers = headers
    addRow(
      sections,
      headers.map((name) => object[name]),
    )
  }
  for (const name of namesOf([object], (value) => !isScalar(value))) build(sections, name, object[name], indent + 1)
}

function buildList(sections: Section[], objects: readonly JsonObject[], indent: number, title: string): void {
  const headers = namesOf(objects, isScalar)
  const nested = namesOf(objects, (value) => !isScalar(value))
  const section = sections.at(-1) as Section
  section.headers = headers
  for (const [i, object] of objects.entries()) {
    if (i > 0 && nested.length > 0) sections.push({ title, indent, headers, rows: [] })
    addRow(
      sections,
      headers.map((name) => (Object.hasOwn(object, name) ? object[name] : '')),
    )
    for (const name of nested) if (Object.hasOwn(object, name)) build(sections, name, object[name], indent + 1)
  }
}

/** A section of one row: its columns become lines. */
function standUp(section: Section): void {
  const [row, ...more] = section.rows
  if (!row || more.length > 0 || section.headers.length === 0) return
  section.rows = section.headers.map((header, i) => [header, row[i] ?? ''])
  section.headers = []
}

const lengthOf = (text: string): number => [...text].length

function columnWidths({ headers, rows }: Section): number[] {
  const widths: number[] = []
  for (const row of [headers, ...rows])
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, lengthOf(cell))
  return widths
}

function widthOf(sections: readonly Section[]): number {
  let width = 0
  for (const section of sections) {
    const cells = columnWidths(section).reduce((sum, cell) => sum + cell + PADDING, 0)
    const edges = 2 + section.indent * 2
    width = Math.max(width, lengthOf(section.title) + edges, cells + edges)
  }
  return width
}

/** Column widths stretched so that their sum is the width of the table. */
function stretched(section: Section, width: number): number[] {
  const natural = columnWidths(section).map((cell) => cell + PADDING)
  const sum = natural.reduce((a, b) => a + b, 0)
  const scaled = natural.map((cell) => roundHalfEven((width / sum) * cell))
  let over = scaled.reduce((a, b) => a + b, 0) - width
  // The first columns give, the last ones take.
  while (over !== 0 && scaled.length > 0) {
    const step = over > 0 ? -1 : 1
    const order = over > 0 ? scaled.keys() : [...scaled.keys()].reverse()
    for (const i of order) {
      if (over === 0) break
      scaled[i] = (scaled[i] ?? 0) + step
      over += step
    }
  }
  return scaled
}

/** Python's round(). */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const part = value - floor
  return part > 0.5 || (part === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

function centred(text: string, width: number, left: string): string {
  const before = Math.max(0, Math.floor(width / 2) - Math.floor(lengthOf(text) / 2) - 1)
  const after = Math.max(0, width - 1 - left.length - before - lengthOf(text))
  return `${left}${' '.repeat(before)}${text}${' '.repeat(after)}|`
}

function leftAligned(text: string, width: number, left: string): string {
  const padding = width - lengthOf(text) - 3 - left.length >= 0 ? 2 : 0
  const after = Math.max(0, width - left.length - padding - lengthOf(text) - 1)
  return `${left}${' '.repeat(padding)}${text}${' '.repeat(after)}|`
}

function sectionLines(section: Section, width: number): string[] {
  const { title, headers, rows } = section
  const lines: string[] = []
  if (title !== '') {
    lines.push(centred(title, width, '|'))
    if (headers.length === 0 && rows.length === 0) lines.push(`+${'-'.repeat(width - 2)}+`)
  }
  const widths = stretched(section, width)
  if (widths.length === 0) return lines
  const rule = `+${widths.map((cell, i) => '-'.repeat(Math.max(0, i === 0 ? cell - 2 : cell - 1))).join('+')}+`
  if (headers.length > 0) {
    lines.push(rule, headers.map((header, i) => centred(header, widths[i] ?? 0, i === 0 ? '|' : '')).join(''))
  }
  if (rows.length === 0) return lines
  lines.push(rule)
  for (const row of rows)
    lines.push(row.map((cell, i) => leftAligned(cell, widths[i] ?? 0, i === 0 ? '|' : '')).join(''))
  lines.push(rule)
  return lines
}
