import { connect } from 'node:net'
import * as sdk from '@aws-sdk/client-ecs'
import { describe, expect, it } from 'vitest'
import { createEngine } from '../../engine'
import { ECS_OPERATIONS } from './operations'
import { endpoint } from './testing'
import { errorAnswer, wireText } from './wire'

const TARGET = { 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters' }

describe('awsJson of ECS', () => {
  it('T-153 answers 200 with a JSON object, its content type and a request id of its own', async () => {
    const wire = await endpoint()
    const first = await wire.ecs('CreateCluster', { clusterName: 'demo' })
    expect(first).toMatchObject({ status: 200, json: { cluster: { clusterName: 'demo', status: 'ACTIVE' } } })
    expect(first.headers['content-type']).toBe('application/x-amz-json-1.1')
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/
    expect(first.headers['x-amzn-requestid']).toMatch(uuid)
    const second = await wire.ecs('ListClusters')
    expect(second.headers['x-amzn-requestid']).toMatch(uuid)
    expect(second.headers['x-amzn-requestid']).not.toBe(first.headers['x-amzn-requestid'])
    expect((await (await endpoint()).ecs('ListClusters')).headers['x-amzn-requestid']).toBe(
      first.headers['x-amzn-requestid'],
    )
  })

  it('T-153 takes awsJson1_0 and an empty body too', async () => {
    const wire = await endpoint()
    const reply = await wire.send('POST', '/', '', { ...TARGET, 'content-type': 'application/x-amz-json-1.0' })
    expect(reply).toMatchObject({ status: 200, json: { clusterArns: [] } })
    expect(reply.headers['content-type']).toBe('application/x-amz-json-1.0')
  })

  it('T-154 gives times as seconds since 1970 with up to three decimals, from the clock of the machine', async () => {
    const wire = await endpoint()
    const before = Date.now()
    await wire.send('POST', '/_playground/reset')
    const definition = { family: 'web', containerDefinitions: [{ name: 'a', image: 'a', memory: 64 }] }
    const { registeredAt } = (await wire.ecs('RegisterTaskDefinition', definition)).json.taskDefinition
    expect(registeredAt).toBeTypeOf('number')
    expect(registeredAt * 1000).toBeGreaterThanOrEqual(before)
    expect(registeredAt * 1000).toBeLessThanOrEqual(Date.now())
    const at = new Date(1_700_000_000_123)
    expect(wireText({ at, list: [at, { at }], none: undefined, empty: null, text: at.toISOString() })).toBe(
      '{"at":1700000000.123,"list":[1700000000.123,{"at":1700000000.123}],"text":"2023-11-14T22:13:20.123Z"}',
    )
  })

  it('T-155 errors are 400 with type and message in body and header', async () => {
    const reply = await (await endpoint()).ecs('ListServices', { cluster: 'nowhere' })
    expect(reply).toMatchObject({
      status: 400,
      json: { __type: 'ClusterNotFoundException', message: 'Cluster not found.' },
    })
    expect(reply.headers['x-amzn-errortype']).toBe('ClusterNotFoundException')
    expect(reply.headers['content-type']).toBe('application/x-amz-json-1.1')
    expect(reply.headers['x-amzn-requestid']).toBeDefined()
  })

  it('T-155 ConflictException carries resourceIds, ServerException is 500', () => {
    const conflict = { name: 'ConflictException', message: 'm', httpStatus: 400, resourceIds: ['arn:1'] }
    expect(JSON.parse(errorAnswer(conflict).body)).toEqual({
      __type: 'ConflictException',
      message: 'm',
      resourceIds: ['arn:1'],
    })
    expect(errorAnswer({ name: 'ServerException', message: 'm', httpStatus: 500 }).status).toBe(500)
  })

  it('T-155 unknown operations, services and missing targets are UnknownOperationException', async () => {
    const wire = await endpoint()
    const unknown = { status: 400, json: { __type: 'UnknownOperationException' } }
    expect(await wire.ecs('MakeCoffee')).toMatchObject(unknown)
    expect(await wire.ecs('toString')).toMatchObject(unknown)
    expect(await wire.send('POST', '/', '{}')).toMatchObject(unknown)
    expect(await wire.send('POST', '/', '{}', { 'x-amz-target': 'DynamoDB_20120810.ListTables' })).toMatchObject(
      unknown,
    )
  })

  it('T-155 wrong JSON types and what is no JSON object are SerializationException; unknown members are ignored', async () => {
    const wire = await endpoint()
    const refused = { status: 400, json: { __type: 'SerializationException' } }
    expect(await wire.ecs('CreateCluster', { clusterName: 7 })).toMatchObject(refused)
    expect(await wire.ecs('RegisterTaskDefinition', { family: 'a', containerDefinitions: 'x' })).toMatchObject(refused)
    for (const body of [
      '{"clusterName": ',
      '[]',
      '"demo"',
      'null',
      '7',
      '['.repeat(500_000),
      Buffer.from([0x22, 0xff]),
    ]) {
      expect(await wire.send('POST', '/', body, TARGET)).toMatchObject(refused)
    }
    const reply = await wire.ecs('CreateCluster', { clusterName: 'demo', colour: { a: [1] }, __proto__x: 1 })
    expect(reply).toMatchObject({ status: 200, json: { cluster: { clusterName: 'demo' } } })
    expect(wire.reports).toEqual([])
  })

  it('T-159 knows the operations of the SDK and says of each that it lacks that it is not available', async () => {
    const commands = Object.keys(sdk).filter((name) => /^[A-Z].+Command$/.test(name))
    expect([...ECS_OPERATIONS].sort()).toEqual(commands.map((name) => name.slice(0, -'Command'.length)).sort())
    expect(ECS_OPERATIONS.size).toBe(88)
    const wire = await endpoint()
    const { operations } = createEngine()
    const lacking = [...ECS_OPERATIONS].filter((name) => !operations.includes(`ecs.${name}`))
    expect(lacking).toContain('CreateDaemon')
    for (const name of lacking) {
      expect(await wire.ecs(name)).toMatchObject({
        status: 400,
        json: {
          __type: 'UnsupportedFeatureException',
          message: 'This operation is not available in the simulator.',
        },
      })
    }
  })

  it('tells clients of Query protocols in XML which way is open', async () => {
    const wire = await endpoint()
    const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    const elb = await wire.send('POST', '/', 'Action=DescribeLoadBalancers&Version=2015-12-01', form)
    expect(elb).toMatchObject({ status: 400, text: expect.stringMatching(/^<ErrorResponse><Error><Code>Unsupported/) })
    const ec2 = await wire.send('POST', '/', 'Action=DescribeVpcs&Version=2016-11-15', form)
    expect(ec2.text).toMatch(/^<Response><Errors><Error><Code>UnsupportedFeatureException<\/Code>/)
  })
})

describe('who is answered', () => {
  it('answers loopback hosts and refuses every other', async () => {
    const wire = await endpoint()
    const port = new URL(wire.url).port
    for (const host of ['127.0.0.1', 'localhost', `LOCALHOST:${port}`, '[::1]', `[::1]:${port}`]) {
      expect((await wire.send('GET', '/_playground/world?tables=now', '', { host })).status).toBe(200)
    }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '0.0.0.0',
      'localhost:x',
      'a@localhost',
    ]) {
      const reply = await wire.send('POST', '/_playground/reset', '{}', { host })
      expect([host, reply.status]).toEqual([host, 403])
      expect((await wire.send('GET', '/_playground/world', '', { host })).status).toBe(403)
    }
  })

  it('refuses a POST with an Origin, whichever', async () => {
    const wire = await endpoint()
    for (const origin of ['https://evil.example', 'null', wire.url, '']) {
      expect((await wire.send('POST', '/', '{}', { ...TARGET, origin })).status).toBe(403)
      expect((await wire.send('POST', '/_playground/reset', '', { origin })).status).toBe(403)
    }
    const foreign = await wire.send('GET', '/_playground/world?tables=now', '', { origin: 'https://evil.example' })
    expect(foreign.status).toBe(200)
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('takes a body of 1 MiB and refuses a longer one with 413', async () => {
    const wire = await endpoint()
    const body = (bytes: number) => JSON.stringify({ x: 'a'.repeat(bytes - 8) })
    expect(body(1_048_576)).toHaveLength(1_048_576)
    expect((await wire.send('POST', '/', body(1_048_576), TARGET)).status).toBe(200)
    expect((await wire.send('POST', '/', body(1_048_577), TARGET)).status).toBe(413)
    const chunked = { ...TARGET, 'transfer-encoding': 'chunked' }
    expect((await wire.send('POST', '/', body(5_000_000), chunked)).status).toBe(413)
    expect((await wire.ecs('ListClusters')).status).toBe(200)
    expect(wire.reports).toEqual([])
  })

  it('has no other paths or methods', async () => {
    const wire = await endpoint()
    for (const [method, path] of [
      ['GET', '/'],
      ['OPTIONS', '/'],
      ['PUT', '/'],
      ['POST', '/x'],
      ['GET', '/_playground/reset'],
      ['POST', '//'],
      ['GET', 'http://'],
    ] as const) {
      expect([path, (await wire.send(method, path)).status]).toEqual([path, 404])
    }
  })

  it('outlives what is no HTTP and clients that go away', async () => {
    const wire = await endpoint()
    const port = Number(new URL(wire.url).port)
    const half = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{"a"'
    for (const text of [
      '\u0000\u0001\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET / HTTP/1.1\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    ]) {
      expect(await raw(port, text)).toMatch(/^HTTP\/1.1 4\d\d /)
    }
    for (const head of ['HTTP/1.0', 'HTTP/1.0\r\nHost: ', 'HTTP/1.1\r\nConnection: close\r\nHost: '])
      expect(await raw(port, `GET /_playground/world ${head}\r\n\r\n`)).toMatch(/^HTTP\/1.1 403 /)
    await raw(port, half, true)
    expect((await wire.ecs('ListClusters')).status).toBe(200)
    expect(wire.reports).toEqual([])
  })
})

/** Sends bytes as they are; resolves to what came back when the connection closes (cut after writing, when `cut`). */
function raw(port: number, text: string, cut = false): Promise<string> {
  return new Promise((resolve) => {
    let back = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text, () => {
        if (cut) socket.destroy()
      })
    })
    socket.on('data', (chunk) => {
      back += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(back))
  })
}
