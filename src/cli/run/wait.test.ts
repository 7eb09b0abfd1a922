import { describe, expect, it } from 'vitest'
import { WAITERS } from '../command/waiters'
import { testCli } from '../testing'
import type { CliPort } from './port'

/** Answers one after the other, the last one for ever; counts the simulated seconds that were waited. */
function fakePort(answers: unknown[]) {
  const state = { asked: 0, waitedSeconds: 0 }
  const port: CliPort = {
    call: () => {
      const answer = answers[Math.min(state.asked++, answers.length - 1)]
      if (answer instanceof Error) throw answer
      return answer
    },
    wait: (ms) => {
      state.waitedSeconds += ms / 1000
    },
  }
  return { port, state }
}

async function wait(what: string, answers: unknown[]) {
  const { port, state } = fakePort(answers)
  const { exitCode, statements } = await testCli.run(`aws ecs wait ${what}`, port)
  return { exitCode, stderr: statements[0]?.stderr, ...state }
}

const service = (more: object) => ({
  services: [{ status: 'ACTIVE', deployments: [{}], runningCount: 2, desiredCount: 2, ...more }],
})
const terminal = (name: string, why: string) =>
  `Waiter ${name} failed: Waiter encountered a terminal failure state: For expression ${why}\n`

describe('wait', () => {
  it('D-740 services-stable: one deployment, running = desired; every 15 s', async () => {
    const answers = [service({ deployments: [{}, {}] }), service({ runningCount: 1 }), service({})]
    expect(await wait('services-stable --services a', answers)).toEqual({
      exitCode: 0,
      stderr: '',
      asked: 3,
      waitedSeconds: 30,
    })
  })

  it('D-740 services-stable: does not look at rolloutState', async () => {
    const answers = [service({ deployments: [{ rolloutState: 'FAILED' }] })]
    expect((await wait('services-stable --services a', answers)).exitCode).toBe(0)
  })

  it('D-740 services-stable fails at MISSING, DRAINING, INACTIVE, in this order', async () => {
    const failed = (answer: object) => wait('services-stable --services a', [answer]).then(({ stderr }) => stderr)
    const missing = { failures: [{ reason: 'MISSING' }] }
    const expected = (path: string, value: string) =>
      terminal('ServicesStable', `"${path}" we matched expected path: "${value}" at least once`)
    expect(await failed({ services: [], ...missing })).toBe(expected('failures[].reason', 'MISSING'))
    expect(await failed({ ...service({ status: 'DRAINING' }), ...missing })).toBe(
      expected('failures[].reason', 'MISSING'),
    )
    expect(await failed(service({ status: 'DRAINING' }))).toBe(expected('services[].status', 'DRAINING'))
    expect(await failed(service({ status: 'INACTIVE' }))).toBe(expected('services[].status', 'INACTIVE'))
  })

  it('D-740 services-stable gives up after 40 tries with exit code 255', async () => {
    expect(await wait('services-stable --services a', [service({ runningCount: 0 })])).toEqual({
      exitCode: 255,
      stderr: 'Waiter ServicesStable failed: Max attempts exceeded\n',
      asked: 40,
      waitedSeconds: 39 * 15,
    })
  })

  it('D-741 services-inactive: any INACTIVE is enough, MISSING fails', async () => {
    const both = { services: [{ status: 'ACTIVE' }, { status: 'INACTIVE' }] }
    expect((await wait('services-inactive --services a b', [service({}), both])).waitedSeconds).toBe(15)
    expect((await wait('services-inactive --services a', [{ failures: [{ reason: 'MISSING' }] }])).exitCode).toBe(255)
  })

  it('D-742 tasks-running: all RUNNING, every 6 s, 100 tries; STOPPED fails', async () => {
    const tasks = (...statuses: string[]) => ({ tasks: statuses.map((lastStatus) => ({ lastStatus })) })
    const done = await wait('tasks-running --tasks a b', [tasks('RUNNING', 'PENDING'), tasks('RUNNING', 'RUNNING')])
    expect(done).toMatchObject({ exitCode: 0, asked: 2, waitedSeconds: 6 })
    expect(await wait('tasks-running --tasks a b', [tasks('RUNNING', 'STOPPED')])).toMatchObject({
      exitCode: 255,
      stderr: terminal('TasksRunning', '"tasks[].lastStatus" we matched expected path: "STOPPED" at least once'),
    })
    expect(await wait('tasks-running --tasks a', [tasks()])).toMatchObject({ exitCode: 255, asked: 100 })
  })

  it('D-742 tasks-stopped: all STOPPED, at least one', async () => {
    const tasks = (...statuses: string[]) => ({ tasks: statuses.map((lastStatus) => ({ lastStatus })) })
    const done = await wait('tasks-stopped --tasks a b', [tasks('STOPPED', 'RUNNING'), tasks('STOPPED', 'STOPPED')])
    expect(done).toMatchObject({ exitCode: 0, waitedSeconds: 6 })
    expect(WAITERS.ecs?.['tasks-stopped']?.maxAttempts).toBe(100)
  })

  it('fails with the refusal of the service', async () => {
    const refusal = Object.assign(new Error('Cluster not found.'), { name: 'ClusterNotFoundException' })
    expect(await wait('services-stable --services a', [refusal])).toMatchObject({
      exitCode: 255,
      stderr: 'Waiter ServicesStable failed: An error occurred (ClusterNotFoundException): Cluster not found.\n',
    })
  })
})
