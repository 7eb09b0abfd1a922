import { describe, expect, it } from 'vitest'
import { engineHost } from './host'
import { EXIT, simulate } from './simulate'

/** Runs the program over one file held in memory. */
function sim(file: unknown, ...flags: string[]) {
  const out: string[] = []
  const err: string[] = []
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  const readFile = (path: string) => {
    if (path !== 'run.json') throw new Error(`no such file: ${path}`)
    return text
  }
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), readFile }
  const code = simulate(
    [flags.includes('elsewhere') ? 'elsewhere' : 'run.json', ...flags.filter((f) => f.startsWith('-'))],
    terminal,
    engineHost,
  )
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const file = (...steps: unknown[]) => ({ format: 'ecs-playground/1', title: 'x', seed: 1, steps })
const create = { at: '0s', do: 'ecs.CreateCluster', with: { clusterName: 'demo' } }
const holds = { at: '5s', expect: 'length(clusters) == `1`' }
const fails = { at: '5s', expect: 'length(clusters) == `2`' }

describe('npm run sim', () => {
  it('exits 0 when all checks hold, and prints each with its time', () => {
    const { code, out, err } = sim(file(create, holds))
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('✔ 5s        steps[1] expect length(clusters) == `1`')
    expect(out).toMatch(/1 of 1 checks hold, 5s simulated, digest [0-9a-f]{16}$/)
    expect(err).toBe('')
  })

  it('exits 1 when a check failed, and shows what was instead', () => {
    const { code, out } = sim(file(create, holds, { ...fails, expect: 'clusters[].clusterName' }))
    expect(code).toBe(EXIT.failed)
    expect(out).toContain('✘ 5s        steps[2] expect clusters[].clusterName\n    was ["demo"]')
  })

  it('exits 2 when the file is bad, a command is refused or the arguments are wrong', () => {
    expect(sim('{"format": 3}')).toMatchObject({
      code: EXIT.bad,
      err: expect.stringContaining('run.json: ScenarioError: format:'),
    })
    expect(sim(file({ at: '1s', do: 'ecs.DeleteCluster', with: { cluster: 'x' } }))).toMatchObject({
      code: EXIT.bad,
      err: expect.stringContaining('steps[0]: ClusterNotFoundException: Cluster not found.'),
    })
    expect(sim(file(create), 'elsewhere')).toMatchObject({
      code: EXIT.bad,
      err: expect.stringContaining('no such file'),
    })
    expect(sim(file(create), '--xml')).toMatchObject({ code: EXIT.bad, err: expect.stringContaining('usage') })
  })

  it('--json writes one object to stdout and the checks to stderr', () => {
    const { code, out, err } = sim(file(create, holds, fails), '--json')
    expect(code).toBe(EXIT.failed)
    expect(err).toContain('✔')
    const result = JSON.parse(out)
    expect(result).toMatchObject({
      format: 'ecs-playground-result/1',
      engine: engineHost.version,
      ok: false,
      checks: [
        { step: 1, kind: 'expect', ok: true, decidedAt: '2026-01-05T09:00:05.000Z', value: true },
        { step: 2, kind: 'expect', ok: false, value: false },
      ],
      digest: expect.stringMatching(/^[0-9a-f]{16}$/),
      world: { elapsedSeconds: 5, clusters: [{ clusterName: 'demo' }] },
    })
    expect(result).not.toHaveProperty('error')
  })

  it('--json of a file that is refused is an object too', () => {
    const result = JSON.parse(sim(file({ at: 0, expect: 'clustres' }), '--json').out)
    expect(result).toMatchObject({
      ok: false,
      checks: [],
      error: {
        name: 'ScenarioError',
        message: 'steps[0].expect: the world document has no table clustres. Did you mean clusters?',
      },
    })
  })
})
