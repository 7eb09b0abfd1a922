/** The page's tokens as a CodeMirror theme; hue stays with revisions (screens.md §1), so JSON is told apart by weight. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const floating = {
  backgroundColor: 'var(--surface)',
  color: 'var(--ink)',
  border: '1px solid var(--edge)',
  borderRadius: '6px',
}

/** A shape in a token's colour: octagon, triangle, bar. */
const marker = (token: string, path: string) => ({
  content: 'normal',
  backgroundColor: `var(${token})`,
  mask: `url("data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12"><path d="${path}"/></svg>`)}") center / contain no-repeat`,
})

export const colours = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: 'var(--text-13)' },
  // The ring is drawn by the frame around it.
  '&.cm-focused': { outline: 'none' },
  // Smaller text makes phones zoom into the field.
  '@media (pointer: coarse)': { '.cm-content': { fontSize: '16px' } },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.45' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--ink-2)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--edge)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--bad-tint)' },
  '.cm-tooltip': floating,
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '14em' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 16%, var(--surface))',
    color: 'var(--ink)',
    outline: '2px solid var(--accent)',
    outlineOffset: '-2px',
  },
  '.cm-completionDetail': { color: 'var(--ink-2)', fontStyle: 'normal', marginLeft: '1em' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '800' },
  '.cm-diagnostic': { padding: '4px 8px', whiteSpace: 'pre-line', fontFamily: 'var(--font-sans)' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--warn)' },
  '.cm-diagnostic-info': { borderLeft: '4px solid var(--off)' },
  '.cm-lint-marker': { content: 'normal', width: '12px', height: '12px', margin: '3px 1px' },
  '.cm-lint-marker-error': marker('--bad', 'M4 1h4l3 3v4l-3 3H4L1 8V4Z'),
  '.cm-lint-marker-warning': marker('--warn', 'M6 1l5.5 10H.5Z'),
  '.cm-lint-marker-info': marker('--off', 'M1 5h10v2.5H1Z'),
  // A line of our own instead of pictures: it keeps the contrast of the tokens in both themes.
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--bad)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', borderBottom: '2px dashed var(--warn)' },
  '.cm-lintRange-info': { backgroundImage: 'none', borderBottom: '2px dotted var(--off)' },
})

export const highlighting = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: 'var(--ink)', fontWeight: '600' },
    { tag: tags.string, color: 'var(--ink-2)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--ink)' },
    { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-2)' },
    { tag: tags.invalid, color: 'var(--bad)' },
  ]),
)
