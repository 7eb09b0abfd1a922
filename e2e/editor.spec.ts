import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures'
import { Editor } from './pages/editor'
import type { Playground } from './pages/playground'

const read = (name: string): Record<string, unknown> & { family: string } =>
  JSON.parse(readFileSync(join('e2e', 'fixtures', 'task-definitions', `${name}.json`), 'utf8'))

/** What `aws ecs describe-task-definition` adds around and inside. */
const described = (definition: Record<string, unknown> & { family: string }): string =>
  JSON.stringify(
    {
      taskDefinition: {
        taskDefinitionArn: `arn:aws:ecs:us-east-1:123456789012:task-definition/${definition.family}:12`,
        ...definition,
        revision: 12,
        status: 'ACTIVE',
        requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
        compatibilities: ['EC2'],
        registeredAt: '2026-01-05T09:00:00.000000+00:00',
        registeredBy: 'arn:aws:iam::123456789012:user/somebody',
      },
      tags: [],
    },
    null,
    4,
  )

/**
 * The answer of DescribeTaskDefinition that AWS prints in the documentation of its JavaScript package: a definition that nobody
 * here wrote, read from the package itself.
 */
function awsExample(): string {
  const file = 'node_modules/@aws-sdk/client-ecs/dist-types/commands/DescribeTaskDefinitionCommand.d.ts'
  const example = readFileSync(file, 'utf8').split('@example To describe a task definition')[1] ?? ''
  const answer = /response is\n([\s\S]*?\n\})/.exec(example.replace(/^ \* ?/gm, ''))?.[1] ?? ''
  const literal = answer.replace(/^(\s*)(\w+):/gm, '$1"$2":')
  return JSON.stringify(JSON.parse(literal), null, 4)
}

const DROPPED =
  'Left out, because only ECS sets it: taskDefinitionArn, revision, status, registeredAt, registeredBy, compatibilities, requiresAttributes.'

async function showService(playground: Playground, name: string): Promise<void> {
  await playground.service.getByRole('button', { name: /^Service / }).click()
  await playground.page.getByRole('menuitemcheckbox', { name: new RegExp(`^${name}`) }).click()
  await expect(playground.service.getByRole('button', { name: `Service ${name}` })).toBeVisible()
}

const definitions = [
  { file: 'ec2-bridge-dynamic-port', targetGroup: 'web-tg', notes: [] },
  { file: 'fargate-logs-secrets', targetGroup: null, notes: ['secrets'] },
  { file: 'ordered-start-health-check', targetGroup: null, notes: [] },
  { file: 'host-mode-agent', targetGroup: null, notes: [] },
  { file: 'log-router', targetGroup: null, notes: ['firelensConfiguration'] },
] as const

test.describe('real task definitions', () => {
  for (const { file, targetGroup, notes } of definitions) {
    test(`${file}: pasted, registered, run as a service, rolled`, async ({ page, playground }) => {
      const definition = read(file)
      const { family } = definition
      await playground.openPaused({ speed: 600 })
      const editor = new Editor(page)
      await editor.openNew()
      await editor.paste(described(definition))
      await expect(editor.verdict).toHaveText('ECS would take this')
      await expect(editor.root).toContainText(DROPPED)
      await expect(editor.code).not.toContainText('registeredBy')
      for (const note of notes) await expect(editor.findings.filter({ hasText: note }).first()).toBeVisible()
      // Every member that was written is kept.
      await expect.poll(() => editor.storedDefinition()).toMatchObject(definition)

      await editor.button('Register').click()
      await expect(editor.root).toContainText(`Registered a new revision of ${family}.`)
      await editor.button('Register and create a service…').click()
      await expect(editor.root.getByLabel('Service name')).toHaveValue(family)
      if (targetGroup) await editor.root.getByLabel(/^Target group for /).selectOption({ label: targetGroup })
      await expect(editor.root.getByRole('region', { name: 'Commands that will be sent' })).toContainText(
        `aws ecs create-service --cluster demo --service-name ${family}`,
      )
      await editor.button('Register and create service').click()
      await expect(editor.root).toHaveCount(0)
      await showService(playground, family)
      await playground.play()
      await expect(playground.why).toHaveText('Steady: 2 of 2 healthy.', { timeout: 15_000 })

      await playground.service.getByRole('button', { name: /^Deploy / }).click()
      await expect(playground.legend.getByRole('listitem')).toHaveText([/^3.*×2$/], { timeout: 15_000 })
      await expect(playground.why).toHaveText('Steady: 2 of 2 healthy.', { timeout: 15_000 })
      await playground.pause()
      // 100/200: nothing old stops before something new is healthy.
      const lines = await playground.commandLines()
      expect(lines.at(-1)).toBe(
        `aws ecs update-service --cluster demo --service ${family} --task-definition ${family}:3`,
      )
      expect(await playground.failedRequests()).toBe(0)
    })
  }

  test('what AWS prints in its own documentation: pasted, registered, run as a service, rolled', async ({
    page,
    playground,
  }) => {
    const printed = awsExample()
    expect(printed).toContain('wordpress')
    await playground.openPaused({ speed: 600 })
    const editor = new Editor(page)
    await editor.openNew()
    await editor.paste(printed)
    await expect(editor.verdict).toHaveText('ECS would take this')
    await expect(editor.root).toContainText('Left out, because only ECS sets it: taskDefinitionArn, revision.')
    await editor.button('Register').click()
    await editor.button('Register and create a service…').click()
    await editor.button('Register and create service').click()
    await expect(editor.root).toHaveCount(0)
    await showService(playground, 'hello_world')
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 2 of 2 healthy.', { timeout: 15_000 })
    await playground.service.getByRole('button', { name: /^Deploy / }).click()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/^3.*×2$/], { timeout: 15_000 })
    await expect(playground.why).toHaveText('Steady: 2 of 2 healthy.', { timeout: 15_000 })
    await playground.pause()
    expect(await playground.failedRequests()).toBe(0)
  })

  test('a bare definition and a file come in the same way', async ({ page, playground }) => {
    await playground.openPaused()
    const editor = new Editor(page)
    await editor.openNew()
    await editor.paste(JSON.stringify(read('host-mode-agent')))
    await expect(editor.verdict).toHaveText('ECS would take this')
    await expect(editor.root).not.toContainText('Left out')
    await editor.root.getByLabel('Definition file').setInputFiles({
      name: 'task.json',
      mimeType: 'application/json',
      buffer: Buffer.from(described(read('log-router'))),
    })
    await expect(editor.root).toContainText(DROPPED)
    await expect(editor.code).toContainText('aws-for-fluent-bit')
  })

  test('a definition in use is edited and deployed to its service', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await playground.inspectService()
    await playground.inspector.root.getByRole('button', { name: 'Edit task definition' }).click()
    const editor = new Editor(page)
    await expect(editor.code).toContainText('shop:1')
    const stored = await editor.storedDefinition()
    const [container] = stored.containerDefinitions as object[]
    await editor.paste(JSON.stringify({ family: 'web', containerDefinitions: [{ ...container, image: 'shop:3' }] }))
    await editor.button('Register and deploy to web').click()
    await expect(editor.root).toHaveCount(0)
    await playground.expectCommand(/^\$ aws ecs update-service --cluster demo --service web --task-definition web$/)
    await playground.play()
    await expect(playground.legend.getByRole('listitem')).toHaveText([/shop:3.*×4/], { timeout: 15_000 })
  })
})

test.describe('bad input', () => {
  const valid = '{"family": "a", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}'
  const cases = [
    {
      what: 'a comma too many',
      text: '{\n  "family": "a",\n}',
      where: 'line 3, column 1',
      says: 'There is a comma before the closing bracket; JSON allows none there.',
    },
    {
      what: 'single quotes',
      text: "{'family': 'a'}",
      where: 'line 1, column 2',
      says: 'JSON uses double quotes, not single ones.',
    },
    {
      what: 'a text that ends',
      text: '{"family": "a"',
      where: 'line 1, column 15',
      says: 'The text ends here; "," or "}" is missing.',
    },
    {
      what: 'a list',
      text: '[]',
      where: 'line 1, column 1',
      says: 'A task definition is an object: it starts with { and ends with }.',
    },
    {
      what: '__proto__',
      text: '{\n  "__proto__": {"family": "a"}\n}',
      where: 'line 2, column 3',
      says: 'A member named __proto__ is refused.',
    },
    {
      what: 'nesting without end',
      text: '['.repeat(5_000),
      where: /^line 1, column \d+$/,
      says: /This text is nested more than \d+ levels deep\./,
    },
  ] as const

  test('what is no JSON is said at its place; the page stays alive', async ({ page, playground }) => {
    await playground.openPaused()
    const editor = new Editor(page)
    await editor.openNew()
    for (const { what, text, where, says } of cases) {
      await test.step(what, async () => {
        await editor.paste(text)
        await expect(editor.verdict).toHaveText('Not JSON yet')
        await expect(editor.findings).toHaveCount(1)
        await expect(editor.findings).toContainText(says)
        await expect(editor.findings.locator('.font-mono')).toHaveText(where)
        await expect(editor.button('Register')).toHaveAttribute('aria-disabled', 'true')
      })
    }
    // The list's row puts the cursor where the problem is.
    await editor.paste('{\n  "family": "a",\n}')
    await expect(editor.findings.locator('.font-mono')).toHaveText('line 3, column 1')
    await editor.findings.getByRole('button').click()
    await expect(editor.root.locator('.cm-activeLine')).toHaveText('}')
    await editor.paste(valid)
    await expect(editor.verdict).toHaveText('ECS would take this')
    await editor.close()
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
  })

  test('two megabytes are refused, and nothing freezes', async ({ page, playground }) => {
    await playground.openPaused()
    const editor = new Editor(page)
    await editor.openNew()
    const huge = `{"family": "a", "containerDefinitions": [], "x": "${'y'.repeat(2_100_000)}"}`
    await editor.root
      .getByLabel('Definition file')
      .setInputFiles({ name: 'huge.json', mimeType: 'application/json', buffer: Buffer.from(huge) })
    await expect(editor.root.getByRole('alert')).toHaveText('huge.json is larger than 2 MB.')
    await editor.paste(huge)
    await expect(editor.verdict).toHaveText('Not JSON yet')
    await expect(editor.findings).toHaveCount(1)
    await expect(editor.findings).toContainText('2 MB')
    await editor.paste(valid)
    await expect(editor.verdict).toHaveText('ECS would take this')
  })

  test('unknown members get a suggestion, wrong values the words of ECS, each at its place', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    const editor = new Editor(page)
    await editor.openNew()
    await editor.paste(
      JSON.stringify({
        family: 'a',
        containerDefinitons: [],
        networkMode: 'overlay',
        containerDefinitions: [{ name: 'a b', image: 'a:1', memory: 'much', portMapping: [] }],
      }),
    )
    await expect(editor.verdict).toHaveText(/^\d+ problems?$/)
    const finding = (text: string | RegExp) => editor.findings.filter({ hasText: text })
    await expect(
      finding('ECS does not know containerDefinitons; did you mean containerDefinitions? It is not sent.'),
    ).toHaveCount(1)
    await expect(finding('ECS does not know portMapping; did you mean portMappings? It is not sent.')).toContainText(
      'containerDefinitions[0].portMapping',
    )
    await expect(finding('containerDefinitions[0].memory')).toContainText('ECS says: ')
    await expect(finding(/networkMode/)).toContainText('ECS says: ')
    await expect(editor.root.locator('.cm-lint-marker-error').first()).toBeVisible()
    await expect(editor.button('Register')).toHaveAttribute('aria-disabled', 'true')
    await expect(editor.root).toContainText('Nothing: ECS refuses this definition.')
  })

  test('closing with changes asks first', async ({ page, playground }) => {
    await playground.openPaused()
    const editor = new Editor(page)
    await editor.openNew()
    await editor.paste(valid)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('alertdialog', { name: 'Discard changes' })).toBeVisible()
    await editor.button('Keep editing').click()
    await expect(editor.code).toContainText('"memory"')
    await page.keyboard.press('Escape')
    await editor.button('Discard').click()
    await expect(editor.root).toHaveCount(0)
  })
})
