/**
 * The world document (design.md §6): what checks, `sim --json`, the endpoint and `--query` see. A table is assembled when asked
 * for; an entity is kept until a row that it reads changes. Reading changes nothing.
 */
import type { Sim } from '../kernel'
import type { WorldDocument } from '../types'
import type { WorldTable } from './names'
import { WORLD_TABLES } from './names'
import { plain } from './plain'
import { WORLD } from './tables'

/** An entity and what it was made from: it holds as long as every one of these is the same. */
interface Kept {
  from: readonly unknown[]
  entity: unknown
}

const caches = new WeakMap<Sim, Map<WorldTable, WeakMap<object, Kept>>>()

/** Every table, or those named; an unknown name is left out. Entities are shared between calls: never write to them. */
export function worldDocument(sim: Sim, tables: readonly string[] = WORLD_TABLES): WorldDocument {
  const document: WorldDocument = {}
  for (const name of tables) {
    if (Object.hasOwn(WORLD, name)) document[name] = assemble(sim, name as WorldTable)
  }
  return document
}

function assemble(sim: Sim, name: WorldTable): unknown {
  const table = WORLD[name]
  if ('value' in table) return plain(table.value(sim))
  const kept = keptOf(sim, name)
  const entities: unknown[] = []
  for (const row of table.rows(sim)) {
    const from = table.from(sim, row)
    let entry = kept.get(row)
    if (!entry || !same(entry.from, from)) {
      entry = { from, entity: plain({ ...table.view(sim, row), ...table.extra(sim, row) }) }
      kept.set(row, entry)
    }
    entities.push(entry.entity)
  }
  return entities
}

function keptOf(sim: Sim, name: WorldTable): WeakMap<object, Kept> {
  const tables = caches.get(sim) ?? new Map<WorldTable, WeakMap<object, Kept>>()
  caches.set(sim, tables)
  const kept = tables.get(name) ?? new WeakMap<object, Kept>()
  tables.set(name, kept)
  return kept
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => Object.is(item, b[i]))
}
