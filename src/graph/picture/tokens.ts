/** Colours of the light theme as plain values: a picture leaves the page and its style sheet behind. */

/** The tokens of `:root` outside any condition: the light theme, whatever theme the page has. */
export function lightTokens(sheets: Iterable<CSSStyleSheet>): Map<string, string> {
  const tokens = new Map<string, string>()
  for (const sheet of sheets) collect(sheet.cssRules, tokens)
  return tokens
}

function collect(rules: CSSRuleList, tokens: Map<string, string>): void {
  for (const rule of rules) {
    if (rule instanceof CSSLayerBlockRule) collect(rule.cssRules, tokens)
    if (!(rule instanceof CSSStyleRule) || !/^:root\b(?!\[)/.test(rule.selectorText)) continue
    for (const name of rule.style) {
      if (name.startsWith('--')) tokens.set(name, rule.style.getPropertyValue(name).trim())
    }
  }
}

/** Every `var(--token)` replaced by its value; of those that are no token the fallback stays. */
export function plainColours(svg: string, tokens: ReadonlyMap<string, string>): string {
  return svg.replace(/var\((--[\w-]+)(?:,\s*([^()]*))?\)/g, (_, name: string, fallback?: string) => {
    return tokens.get(name) ?? fallback ?? 'currentColor'
  })
}
