/** A scenario file or link that is refused: the place (`steps[3].with.count`; '' = the whole file) and the reason. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'

  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(place === '' ? reason : `${place}: ${reason}`)
  }
}

/** `steps` + 3 → `steps[3]`, `steps[3]` + `with` → `steps[3].with`; a key that is no plain word is quoted. */
export function placeOf(place: string, key: string | number): string {
  if (typeof key === 'number') return `${place}[${key}]`
  if (!/^[\w$-]+$/.test(key)) return `${place}[${JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)}]`
  return place === '' ? key : `${place}.${key}`
}
