/**
 * A table of plain rows keyed by the engine's own short ids. A row is never changed in place: writing replaces it, so
 * a checkpoint is a copy of the Map with shared rows. Indexes and aggregates follow every write and can be rebuilt
 * from the rows alone (an invariant compares the two).
 */

/** Every row has its id (`task-17`) and its ordinal (17): creation order is the order of `n`. */
export interface RowBase {
  readonly id: string
  readonly n: number
}

/** Something derived from the rows that follows each write: `prev` undefined on insert, `next` undefined on removal. */
export interface Aggregate<R> {
  clear(): void
  apply(prev: R | undefined, next: R | undefined): void
}

type KeyOf<R> = (row: R) => string | undefined

interface Bucket {
  ids: Map<string, number>
  lastN: number
  sorted: boolean
}

/** An index that is built from the rows when it is first read after they were loaded: many a jump reads few of them. */
abstract class LateIndex<R extends RowBase> {
  private stale = false

  /** The rows were replaced as a whole. */
  forget() {
    this.clear()
    this.stale = true
  }
  /** Must come before every reading. */
  ready(rows: ReadonlyMap<string, R>): this {
    if (!this.stale) return this
    this.stale = false
    for (const row of rows.values()) this.write(undefined, row, rows)
    return this
  }
  apply(prev: R | undefined, next: R | undefined, rows: ReadonlyMap<string, R>) {
    if (!this.stale) this.write(prev, next, rows)
  }

  protected abstract clear(): void
  protected abstract write(prev: R | undefined, next: R | undefined, rows: ReadonlyMap<string, R>): void
}

/** A many-valued index; reading gives the ids in creation order, whatever the order of the writes. */
class MultiIndex<R extends RowBase> extends LateIndex<R> {
  private readonly buckets = new Map<string, Bucket>()
  constructor(private readonly key: KeyOf<R>) {
    super()
  }

  protected clear() {
    this.buckets.clear()
  }

  protected write(prev: R | undefined, next: R | undefined) {
    const before = prev && this.key(prev)
    const after = next && this.key(next)
    if (before === after) return
    if (prev && before !== undefined) {
      const bucket = this.buckets.get(before)
      bucket?.ids.delete(prev.id)
      if (bucket?.ids.size === 0) this.buckets.delete(before)
    }
    if (next && after !== undefined) {
      let bucket = this.buckets.get(after)
      if (!bucket) {
        bucket = { ids: new Map(), lastN: -1, sorted: true }
        this.buckets.set(after, bucket)
      }
      if (next.n < bucket.lastN) bucket.sorted = false
      else bucket.lastN = next.n
      bucket.ids.set(next.id, next.n)
    }
  }

  ids(key: string): Iterable<string> {
    const bucket = this.buckets.get(key)
    if (!bucket) return []
    if (!bucket.sorted) {
      bucket.ids = new Map([...bucket.ids].sort((a, b) => a[1] - b[1]))
      bucket.sorted = true
    }
    return bucket.ids.keys()
  }

  count(key: string): number {
    return this.buckets.get(key)?.ids.size ?? 0
  }

  /** For the invariant: the same content whatever the history. */
  dump(): string {
    return JSON.stringify(
      [...this.buckets.entries()]
        .map(([k]) => [k, [...this.ids(k)]])
        .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    )
  }
}

/** A single-valued index: a later row of the same key takes it over. */
class UniqueIndex<R extends RowBase> extends LateIndex<R> {
  readonly ids = new Map<string, string>()
  constructor(private readonly key: KeyOf<R>) {
    super()
  }

  protected clear() {
    this.ids.clear()
  }

  protected write(prev: R | undefined, next: R | undefined, rows: ReadonlyMap<string, R>) {
    const { ids } = this
    const before = prev && this.key(prev)
    const after = next && this.key(next)
    if (prev && before !== undefined && before !== after && ids.get(before) === prev.id) ids.delete(before)
    if (!next || after === undefined) return
    const holder = ids.get(after)
    const other = holder === undefined || holder === next.id ? undefined : rows.get(holder)
    if (!other || other.n < next.n) ids.set(after, next.id)
  }

  dump(): [string, string][] {
    return [...this.ids].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  }
}

export interface IndexSpec<R> {
  /** Several rows may share a key. */
  multi?: Record<string, KeyOf<R>>
  /** At most one live row per key; a later row of the same key takes it over. */
  unique?: Record<string, KeyOf<R>>
}

/** What a table tells its owner about each write; used for the change log and for undoing a refused command. */
export type WriteListener = (table: string, id: string, prev: RowBase | undefined) => void

export class Table<R extends RowBase> {
  private rows = new Map<string, R>()
  private readonly multi: Record<string, MultiIndex<R>> = {}
  private readonly unique: Record<string, UniqueIndex<R>> = {}
  private readonly indexes: LateIndex<R>[]
  private readonly aggregates: Aggregate<R>[] = []
  /** Grows with every write: what was read of the whole table holds as long as this stays. Not part of the state. */
  version = 0

  constructor(
    readonly name: string,
    private readonly onWrite: WriteListener,
    spec: IndexSpec<R> = {},
  ) {
    for (const [index, key] of Object.entries(spec.multi ?? {})) this.multi[index] = new MultiIndex(key)
    for (const [index, key] of Object.entries(spec.unique ?? {})) this.unique[index] = new UniqueIndex(key)
    this.indexes = [...Object.values(this.multi), ...Object.values(this.unique)]
  }

  get size(): number {
    return this.rows.size
  }

  get(id: string | undefined): R | undefined {
    return id === undefined ? undefined : this.rows.get(id)
  }

  /** The row, which must exist: a missing one is a defect of the engine. */
  need(id: string): R {
    const row = this.rows.get(id)
    if (!row) throw new Error(`no row ${id} in ${this.name}`)
    return row
  }

  has(id: string): boolean {
    return this.rows.has(id)
  }

  /** All rows in creation order. */
  values(): IterableIterator<R> {
    return this.rows.values()
  }

  /** Inserts or replaces. */
  put(row: R): R {
    const prev = this.rows.get(row.id)
    this.onWrite(this.name, row.id, prev)
    this.rows.set(row.id, row)
    this.follow(prev, row)
    return row
  }

  /** Replaces the row by a copy with `patch` applied; the row must exist. Returns the new row. */
  patch(id: string, patch: Partial<R>): R {
    return this.put({ ...this.need(id), ...patch })
  }

  delete(id: string): void {
    const prev = this.rows.get(id)
    if (!prev) return
    this.onWrite(this.name, id, prev)
    this.rows.delete(id)
    this.follow(prev, undefined)
  }

  /** Rows whose key in a multi index is `key`, in creation order. */
  by(index: string, key: string): R[] {
    const out: R[] = []
    for (const id of this.indexOf(index).ids(key)) out.push(this.rows.get(id) as R)
    return out
  }

  countBy(index: string, key: string): number {
    return this.indexOf(index).count(key)
  }

  /** The row holding `key` in a unique index. */
  find(index: string, key: string): R | undefined {
    const found = this.unique[index]
    if (!found) throw new Error(`no unique index ${index} on ${this.name}`)
    return this.get(found.ready(this.rows).ids.get(key))
  }

  addAggregate(aggregate: Aggregate<R>): void {
    this.aggregates.push(aggregate)
    for (const row of this.rows.values()) aggregate.apply(undefined, row)
  }

  /** The rows as a Map of its own (rows shared): half of a checkpoint. */
  snapshot(): Map<string, R> {
    return new Map(this.rows)
  }

  /** Replaces all rows: the other half. Rows are put in creation order. */
  load(rows: Iterable<R>): void {
    const sorted = [...rows].sort((a, b) => a.n - b.n || (a.id < b.id ? -1 : 1))
    this.rows = new Map(sorted.map((row) => [row.id, row]))
    this.rebuild()
  }

  rebuild(): void {
    this.version++
    for (const index of this.indexes) index.forget()
    for (const aggregate of this.aggregates) {
      aggregate.clear()
      for (const row of this.rows.values()) aggregate.apply(undefined, row)
    }
  }

  /** For the invariant "indexes equal their rebuild". */
  dumpIndexes(): string {
    const multi = Object.entries(this.multi).map(([k, v]) => [k, v.ready(this.rows).dump()])
    const unique = Object.entries(this.unique).map(([k, v]) => [k, v.ready(this.rows).dump()])
    return JSON.stringify([multi, unique])
  }

  private indexOf(index: string): MultiIndex<R> {
    const found = this.multi[index]
    if (!found) throw new Error(`no index ${index} on ${this.name}`)
    return found.ready(this.rows)
  }

  private follow(prev: R | undefined, next: R | undefined) {
    this.version++
    for (const index of this.indexes) index.apply(prev, next, this.rows)
    for (const aggregate of this.aggregates) aggregate.apply(prev, next)
  }
}
