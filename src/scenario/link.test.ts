import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decodeLink, encodeLink, LinkError } from './link'

const packed = (text: string) => deflateRawSync(text).toString('base64url')

describe('a share link', () => {
  it('carries the scenario and every setting there and back', async () => {
    const link = {
      scenarioText: '{"format":"ecs-playground/1","steps":[],"title":"Größe – 大"}',
      scenario: 'first-look',
      lesson: 'rolling-1',
      atMs: 90_500,
      play: true,
      speed: 0.25,
      lens: 'traffic',
      selection: 'task:17',
      panel: 'why',
      embed: true,
      hideInterface: true,
      presenter: true,
    }
    const fragment = await encodeLink(link)
    expect(fragment).toMatch(/^#f=1&/)
    expect(await decodeLink(fragment)).toEqual(link)
    expect(await decodeLink(fragment.slice(1))).toEqual(link)
  })

  it('made by hand from the format alone is opened: raw deflate in base64url', async () => {
    expect(await decodeLink(`#f=1&s=${packed('{"a":1}')}`)).toEqual({ scenarioText: '{"a":1}' })
  })

  it('of another version is refused, unknown keys are ignored', async () => {
    await expect(decodeLink('#f=2&scenario=x')).rejects.toThrow('newer version')
    await expect(decodeLink('#scenario=x')).rejects.toThrow(LinkError)
    await expect(decodeLink('')).rejects.toThrow(LinkError)
    expect(await decodeLink('#f=1&future=%3Cx%3E&scenario=x&&=&y')).toEqual({ scenario: 'x' })
    expect(await decodeLink('#f=1&__proto__=x&constructor=1&scenario=x')).toEqual({ scenario: 'x' })
  })

  it('says each key at most once: the first counts', async () => {
    expect(await decodeLink('#f=1&embed=0&embed=1&t=5&t=7&f=2')).toEqual({ atMs: 5 })
  })

  it('hides the interface only when it says so', async () => {
    expect(await decodeLink('#f=1&ui=none')).toEqual({ hideInterface: true })
    for (const other of ['ui=', 'ui=all', 'ui=NONE', 'ui=%3Cb%3E'])
      expect(await decodeLink(`#f=1&${other}`)).toEqual({})
  })

  it('with values that are none is refused', async () => {
    const bad = [
      'scenario=../x',
      'lesson=<b>',
      't=-5',
      't=99999999999',
      'speed=fast',
      'sel=%22x',
      's=***',
      'play=yes',
      'lens=%',
      'lens=%3Cb%3E',
      'panel=../x',
      'panel=',
      `sel=${'x'.repeat(301)}`,
      'sel=task:a%20b',
      't=1e3',
      't=',
      'speed=-1',
      'speed=Infinity',
      'speed=99999',
      'embed=2',
      'embed=true',
      'present=',
      'present=%31%31',
      'play=1;alert(1)',
      'scenario=__proto__',
      'scenario=a%2Fb',
      'lesson=a/../b',
      's=',
      's=ab%3D',
    ]
    for (const part of bad) await expect(decodeLink(`#f=1&${part}`), part).rejects.toThrow(LinkError)
  })

  it('longer than 32,000 characters is neither made nor read', async () => {
    let noise = ''
    for (let i = 0; noise.length < 60_000; i++) noise += Math.imul(i + 1, 2_654_435_761).toString(36)
    await expect(encodeLink({ scenarioText: noise })).rejects.toThrow('the limit is 32000')
    await expect(decodeLink(`#f=1&x=${'y'.repeat(32_000)}`)).rejects.toThrow('too long')
  })

  it('that unpacks to more than 1 MiB is refused before it is unpacked', async () => {
    const bomb = packed('x'.repeat(20_000_000))
    expect(bomb.length).toBeLessThan(30_000)
    await expect(decodeLink(`#f=1&s=${bomb}`)).rejects.toThrow('larger than 1 MiB')
    await expect(encodeLink({ scenarioText: 'x'.repeat(1_048_577) })).rejects.toThrow('larger than 1 MiB')
    const whole = await encodeLink({ scenarioText: 'x'.repeat(1_048_576) })
    expect((await decodeLink(whole)).scenarioText).toHaveLength(1_048_576)
  })

  it('whose bytes are no text is refused', async () => {
    const bytes = deflateRawSync(Uint8Array.of(0xff, 0xfe)).toString('base64url')
    await expect(decodeLink(`#f=1&s=${bytes}`)).rejects.toThrow('damaged')
  })
})
