import { describe, expect, it } from 'vitest'
import { embedCode, wholePage } from './embed'
import { decodeLink, encodeLink } from './link'

describe('a link in a frame', () => {
  it('leads to the whole page at the instant shown, with all that it carries', async () => {
    const link = { scenarioText: '{"a":1}', atMs: 1_000, speed: 10, selection: 'task:17', lens: 'traffic' }
    const fragment = await encodeLink({ ...link, embed: true, hideInterface: true, play: true })
    expect(await decodeLink(wholePage(fragment, 90_500.4, false))).toEqual({ ...link, atMs: 90_500 })
    expect(await decodeLink(wholePage(fragment, 90_500, true))).toEqual({ ...link, atMs: 90_500, play: true })
  })

  it('keeps keys that this version does not know, and their order', () => {
    expect(wholePage('#f=1&embed=1&new=%3Cx%3E&scenario=x&t=5&play=1', 7, true)).toBe(
      '#f=1&new=%3Cx%3E&scenario=x&t=7&play=1',
    )
  })

  it('that names nothing leads to the opening scenario, which it shows', () => {
    expect(wholePage('#f=1&embed=1', 180_000, false)).toBe('#f=1&scenario=opening&t=180000')
    expect(wholePage('#f=1&ui=none&lesson=x', 0, false)).toBe('#f=1&lesson=x&scenario=opening&t=0')
  })

  it('is put there by code in which link and title stay text', () => {
    const code = embedCode('https://x.test/#f=1&embed=1&s=ab', '"><script>alert(1)</script> & more')
    expect(code).toBe(
      '<iframe src="https://x.test/#f=1&amp;embed=1&amp;s=ab" ' +
        'title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" ' +
        'width="800" height="450" style="border:0" loading="lazy"></iframe>',
    )
  })
})
