import type { Page } from '@playwright/test'

export interface Changes {
  why: string[]
  gauge: string[]
  legend: string[]
}

/** Notes each text that why-line, gauge and legend show from now on; the answer reads what came so far. */
export async function recordChanges(page: Page): Promise<() => Promise<Changes>> {
  const notes = await page.evaluateHandle(() => {
    const changes: Changes = { why: [], gauge: [], legend: [] }
    const bar = document.querySelector('section[aria-label="Service"]') as HTMLElement
    const note = (list: string[], text: string | null | undefined) => {
      if (text && list.at(-1) !== text) list.push(text)
    }
    const look = () => {
      note(changes.why, bar.querySelector('[data-testid="why-line"]')?.textContent)
      note(changes.gauge, bar.querySelector('svg[role="img"]')?.getAttribute('aria-label'))
      note(changes.legend, bar.querySelector('ul[aria-label="Revisions"]')?.textContent)
    }
    look()
    const everything = { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-label'] }
    new MutationObserver(look).observe(bar, everything)
    return changes
  })
  return () => notes.jsonValue()
}
