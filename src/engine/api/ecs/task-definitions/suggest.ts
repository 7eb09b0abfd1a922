/** Insertions, deletions and replacements (letter case free of charge) between two short words. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** The known word that `word` was probably meant to be: at most a third of its letters off; null when none is near. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  if (word.length > 60) return null
  // `memory_reservation` and `Memory-Reservation` are the same slip as a wrong letter case.
  const plain = (text: string) => text.replace(/[_\-\s]/g, '').toLowerCase()
  const asked = plain(word)
  let best: string | null = null
  let least = Math.floor(asked.length / 3) + 1
  for (const candidate of known) {
    const target = plain(candidate)
    if (Math.abs(target.length - asked.length) >= least) continue
    const distance = editDistance(asked, target)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}
