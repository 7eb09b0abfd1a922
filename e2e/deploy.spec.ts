import { expect, test } from './fixtures'
import { recordChanges } from './pages/changes'
import { gaugeFigures } from './pages/playground'

test.describe('Deploy v2', () => {
  test('plays to its end by itself, within its bounds, and answers the question', async ({ page, playground }) => {
    // Slow enough that a busy machine still draws each sentence of the why-line.
    await playground.open({ speed: 60 })
    await playground.dock.getByRole('button', { name: '4', exact: true }).click()
    await expect(playground.dock).toContainText('Your guess: 4.')
    const seen = await recordChanges(page)
    await playground.deployButton('v2').click()

    await expect(playground.deployButton('v3')).toBeVisible()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:1.*×\d/, /shop:2.*×\d/])
    await expect(playground.dock).toContainText('Your guess: 4.')
    await expect(playground.answer).toHaveText(
      /^You said 4\. 3\. The lower bound is 75 % of 4, so ECS may stop one task before a new one is healthy\. Peak 6 of at most 6 tasks, (1|2) min( \d+ s)? from start to end\.$/,
      { timeout: 15_000 },
    )
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:2.*×4/])
    await expect(playground.task(/^task \w+, revision 2, healthy/)).toHaveCount(4)

    // What was on screen meanwhile, in its order.
    const { why, gauge, legend } = await seen()
    const figures = gauge.map(gaugeFigures)
    for (const { healthy, lower, exist, upper } of figures) {
      expect(healthy).toBeGreaterThanOrEqual(lower)
      expect(exist).toBeLessThanOrEqual(upper)
    }
    expect(Math.min(...figures.map(({ healthy }) => healthy))).toBe(3)
    expect(Math.max(...figures.map(({ exist }) => exist))).toBe(6)
    expect(why[0]).toMatch(/^(Steady|Waiting): /)
    const waiting = why.filter((sentence) => sentence.startsWith('Waiting: '))
    expect(waiting.some((sentence) => sentence.startsWith('Waiting: 3 must stay healthy and 3 are; 6 of 6'))).toBe(true)
    expect(waiting.length).toBeGreaterThan(5)
    expect(Math.max(...why.map((sentence) => sentence.length))).toBeLessThanOrEqual(120)
    expect(legend.some((text) => text.includes('shop:1') && text.includes('shop:2'))).toBe(true)
    expect(legend.at(-1)).not.toContain('shop:1')

    await playground.pause()
    expect(await playground.failedRequests()).toBe(0)
  })

  test('step by step: each cause has its sentence, each event is told as ECS tells it', async ({ playground }) => {
    await playground.openPaused()
    await playground.deployButton('v2').click()
    await expect(playground.why).toContainText('Waiting: ')
    const told: string[] = []
    for (let step = 0; step < 60; step++) {
      const { healthy, lower, exist, upper } = await playground.figures()
      expect(healthy).toBeGreaterThanOrEqual(lower)
      expect(exist).toBeLessThanOrEqual(upper)
      const sentence = (await playground.why.textContent()) ?? ''
      told.push(sentence)
      if (sentence === 'Steady: 4 of 4 healthy.') break
      await playground.nextCause()
    }
    expect(told.at(-1)).toBe('Steady: 4 of 4 healthy.')

    expect(await playground.failedRequests()).toBe(0)

    const events = await playground.eventTexts()
    const deployed = events.slice(events.findIndex((text) => text.startsWith('has stopped 1 running tasks')))
    expect(deployed.map((text) => text.replace(/\(task [0-9a-f]{32}\)/g, '(T)'))).toEqual([
      'has stopped 1 running tasks: (T).',
      'has started 2 tasks: (T) (T).',
      expect.stringMatching(/^registered 2 targets in \(target-group arn:aws:elasticloadbalancing:.*\/web-tg\/\w+\)$/),
      expect.stringContaining('deregistered 1 targets in (target-group '),
      'has begun draining connections on 1 tasks.',
      'has stopped 2 running tasks: (T) (T).',
      expect.stringContaining('deregistered 2 targets in (target-group '),
      'has begun draining connections on 2 tasks.',
      'has started 1 tasks: (T).',
      expect.stringContaining('registered 1 targets in (target-group '),
      'has stopped 1 running tasks: (T).',
      'has started 1 tasks: (T).',
      expect.stringContaining('registered 1 targets in (target-group '),
      expect.stringContaining('deregistered 1 targets in (target-group '),
      'has begun draining connections on 1 tasks.',
      expect.stringMatching(/^\(deployment ecs-svc\/\d+\) deployment completed\.$/),
      'has reached a steady state.',
    ])
  })

  test('shows the two lines it sends and copies them', async ({ playground }) => {
    await playground.openPaused({ tab: 'events' })
    await playground.deployButton('v2').click()
    await playground.expectCommand(/^\$ aws ecs update-service --cluster demo --service web --task-definition web:2$/)
    await playground.control('Copy 2 lines').click()
    const search = playground.dock.getByRole('searchbox', { name: 'Search events' })
    await search.press('ControlOrMeta+v')
    await expect(search).toHaveValue(
      /^aws ecs register-task-definition --container-definitions '\[.*"image":"shop:2".*\]' --family web .* aws ecs update-service --cluster demo --service web --task-definition web:2$/,
    )
    const lines = await playground.commandLines()
    expect(lines.at(-2)).toMatch(/^aws ecs register-task-definition --container-definitions /)
    // ECS refuses an empty list of tags (T-9), so the line has none.
    expect(lines.at(-2)).not.toContain('--tags')
    expect(lines.at(-1)).toBe('aws ecs update-service --cluster demo --service web --task-definition web:2')
  })
})

/** A bad revision, what its failed task says in plain words, and what ECS says. */
const bad = [
  {
    name: 'crashes',
    chip: /^task \w+, revision 2, exit 1/,
    plain: 'Container web ended with exit code 1: a general error. It is essential, so the whole task stopped.',
    ecs: { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' },
    event: /^has started 2 tasks/,
  },
  {
    name: 'cannot be pulled',
    chip: /^task \w+, revision 2, cannot pull/,
    plain: 'It never ran: the image could not be pulled.',
    ecs: {
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'Task failed to start',
      'web reason': /^CannotPullContainerError: /,
    },
    event: /^has started 2 tasks/,
  },
  {
    name: 'is slow to start',
    chip: /^task \w+, revision 2, failed health check/,
    plain: 'Its target failed the load balancer’s health checks, so the service replaces it.',
    ecs: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: /^Task failed ELB health checks in / },
    event:
      /^\(task \w+\) \(instance i-\w+\) \(port \d+\) is unhealthy in \(target-group .*\) due to \(reason Health checks failed\)\.$/,
  },
  {
    name: 'fails its health check',
    chip: /^task \w+, revision 2, failed health check/,
    plain: 'Its target failed the load balancer’s health checks, so the service replaces it.',
    ecs: { stopCode: 'ServiceSchedulerInitiated', stoppedReason: /^Task failed ELB health checks in / },
    event: /is unhealthy in \(target-group .*\) due to \(reason Health checks failed with these codes: \[404\]\)\.$/,
  },
  {
    name: 'leaks memory',
    chip: /^task \w+, revision 2, out of memory/,
    plain: 'Container web used more memory than its limit and was killed.',
    ecs: { stopCode: 'EssentialContainerExited', 'web exitCode': '137', 'web reason': /^OutOfMemoryError: / },
    event: /deployment completed\.$/,
  },
] as const

test.describe('bad on purpose: v2', () => {
  for (const { name, chip, plain, ecs, event } of bad) {
    test(name, async ({ playground }) => {
      await playground.openPaused()
      await playground.deployBad(name)
      await expect(playground.why).toContainText('Waiting: ')
      const failed = playground.task(chip).first()
      await playground.stepUntil(() => failed.isVisible())
      // The lower bound holds back what ECS stops; only what fails by itself goes below it.
      if (name !== 'crashes' && name !== 'leaks memory')
        expect((await playground.figures()).healthy).toBeGreaterThanOrEqual(3)

      await failed.click()
      const { inspector } = playground
      const story = inspector.root.getByRole('region', { name: 'Why it stopped' })
      await expect(story).toContainText(plain)
      await story.getByText('ECS says').click()
      for (const [member, text] of Object.entries(ecs)) await expect(inspector.fact(member)).toHaveText(text)
      await expect(inspector.fact('Last status')).toHaveText('STOPPED')
      await inspector.close()
      expect((await playground.eventTexts()).some((text) => event.test(text))).toBe(true)
    })
  }
})
