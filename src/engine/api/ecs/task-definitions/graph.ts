/**
 * Index of the first node that lies on a cycle or between two cycles; undefined when there is none. `edges[i]` are the
 * nodes that i points to. Works without recursion, in time proportional to nodes and edges.
 */
export function firstOnCycle(edges: readonly (readonly number[])[]): number | undefined {
  // A node that nothing can be peeled off from either side stays: what no other points to, and what points nowhere, goes.
  const into: number[][] = edges.map(() => [])
  for (const [from, targets] of edges.entries()) for (const to of targets) into[to]?.push(from)
  const alive = peel(
    into,
    edges,
    edges.map(() => true),
  )
  const onCycle = peel(edges, into, alive)
  const first = onCycle.indexOf(true)
  return first < 0 ? undefined : first
}

/** Removes again and again the nodes without a living neighbour in `away`; `toward` is the other direction. */
function peel(
  away: readonly (readonly number[])[],
  toward: readonly (readonly number[])[],
  alive: boolean[],
): boolean[] {
  const left = away.map((list) => list.filter((node) => alive[node]).length)
  const result = alive.slice()
  const idle = left.flatMap((n, i) => (alive[i] && n === 0 ? [i] : []))
  for (let node = idle.pop(); node !== undefined; node = idle.pop()) {
    result[node] = false
    for (const other of toward[node] ?? []) {
      if (!result[other]) continue
      left[other] = (left[other] as number) - 1
      if (left[other] === 0) idle.push(other)
    }
  }
  return result
}
