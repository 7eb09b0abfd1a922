import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseOptions } from './options'
import { runEndpoint } from './run'

const files: Record<string, string> = {
  'good.json': JSON.stringify({
    format: 'ecs-playground/1',
    steps: [{ at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'a' } }],
  }),
  'malformed.json': '{"format": 3}',
  'refused.json': JSON.stringify({
    format: 'ecs-playground/1',
    steps: [{ at: 0, do: 'ecs.DeleteCluster', with: { cluster: 'a' } }],
  }),
}

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const readFile = (path: string) => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  }
  const started = await runEndpoint(args, { out: (line) => out.push(line), err: (line) => err.push(line), readFile })
  if ('close' in started) onTestFinished(started.close)
  return { started, out, err: err.join('\n') }
}

describe('npm run endpoint', () => {
  it('reads its flags, with defaults', () => {
    expect(parseOptions([])).toEqual({ port: 4566, speed: 1 })
    expect(parseOptions(['--port', '0', '--speed', 'max', '--scenario', 'a.json'])).toEqual({
      port: 0,
      speed: 'max',
      scenario: 'a.json',
    })
    expect(parseOptions(['--port=8080', '--speed=60'])).toEqual({ port: 8080, speed: 60 })
  })

  it.each([
    ['--speed', 'fast'],
    ['--speed', 'constructor'],
    ['--speed', '-1'],
    ['--port', '70000'],
    ['--port', 'x'],
    ['--port'],
    ['--host', '0.0.0.0'],
    ['stray'],
  ])('says how it is used and exits 2: %s %s', async (...args) => {
    const { started, err, out } = await run(...args.filter((arg) => arg !== undefined))
    expect(started).toEqual({ exitCode: 2 })
    expect(err).toContain('usage: npm run endpoint -- [--port 4566] [--scenario FILE] [--speed 0|1|60|max]')
    expect(out).toEqual([])
  })

  it('prints its address on one line and starts from the scenario', async () => {
    const { out } = await run('--port', '0', '--scenario', 'good.json')
    expect(out).toEqual([expect.stringMatching(/^ECS Playground endpoint: http:\/\/127\.0\.0\.1:\d+$/)])
    const url = out[0]?.split(': ')[1]
    const world = await (await fetch(`${url}/_playground/world?tables=clusters`)).json()
    expect(world).toMatchObject({ clusters: [{ clusterName: 'a' }] })
  })

  it.each([
    ['nowhere.json', 'nowhere.json: no such file'],
    ['malformed.json', 'malformed.json: format:'],
    ['refused.json', 'refused.json: steps[0]: ClusterNotFoundException: Cluster not found.'],
  ])('exits 2 for a bad scenario: %s', async (file, said) => {
    const { started, err } = await run('--port', '0', '--scenario', file)
    expect(started).toEqual({ exitCode: 2 })
    expect(err).toContain(said)
  })

  it('exits 1 when the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { started, err } = await run('--port', `${(other.address() as AddressInfo).port}`)
    expect(started).toEqual({ exitCode: 1 })
    expect(err).toContain('EADDRINUSE')
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'closes on %s with exit code 0, an open connection or not',
    async (signal) => {
      // As the script of package.json starts it: tsx's own command kills a child that is slow to take a signal.
      const args = ['--import', 'tsx', 'src/headless/endpoint.ts', '--port', '0', '--speed', '60']
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      onTestFinished(() => void child.kill('SIGKILL'))
      const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))))
      await fetch(`${line.trim().split(': ')[1]}/_playground/world?tables=now`)
      const ended = new Promise((resolve) => child.once('exit', (code, by) => resolve({ code, by })))
      child.kill(signal)
      expect(await ended).toEqual({ code: 0, by: null })
    },
  )
})
