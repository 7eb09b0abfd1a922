/** A link in a frame on somebody's page: the code that puts it there, and the way from the frame to the whole page. */

/** Width and height of the frame that the code asks for, px; the reader may change them. */
const SIZE = 'width="800" height="450"'

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** HTML that shows `link` in a frame. */
export function embedCode(link: string, title: string): string {
  return `<iframe src="${quoted(link)}" title="${quoted(title)}" ${SIZE} style="border:0" loading="lazy"></iframe>`
}

/**
 * The fragment of the whole page at the instant `atMs`, from the fragment of a frame: it keeps what the link carries, also
 * keys that this version does not know. A frame whose link names nothing shows the opening scenario.
 */
export function wholePage(fragment: string, atMs: number, playing: boolean): string {
  const parts = fragment.replace(/^#/, '').split('&')
  const kept = parts.filter((part) => part !== '' && !/^(embed|ui|t|play)(=|$)/.test(part))
  const names = kept.some((part) => /^(s|scenario)=/.test(part))
  return `#${[...kept, ...(names ? [] : ['scenario=opening']), `t=${Math.round(atMs)}`, ...(playing ? ['play=1'] : [])].join('&')}`
}
