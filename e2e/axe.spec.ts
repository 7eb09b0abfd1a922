import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { Editor } from './pages/editor'

/**
 * Every rule that axe has in the light theme; the dark one differs in colours only. `within` looks at one part: an open
 * menu or dialog hangs at the end of the body, outside of the landmarks that axe's best practices want around everything.
 */
async function expectClean(page: Page, where: string, within?: string): Promise<void> {
  await test.step(where, async () => {
    const axe = new AxeBuilder({ page })
    if (within) axe.include(within)
    if (await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)) axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
    )
    expect(told, where).toEqual([])
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`axe, ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('first screen, deployment, inspector, X-ray', async ({ page, playground }) => {
      await playground.openPaused()
      await expectClean(page, 'first screen')
      await playground.deploy('v2')
      await playground.nextCause()
      await playground
        .task(/revision 2/)
        .first()
        .click()
      await expect(playground.inspector.heading).toHaveText(/^web:2/)
      for (const tab of ['Now', 'Why', 'Events', 'JSON'] as const) {
        await playground.inspector.tab(tab)
        await expectClean(page, `inspector, ${tab}`)
      }
      await playground.inspector.action('X-ray').click()
      await expect(playground.inspector.heading).toHaveText('why it stands there')
      await expectClean(page, 'X-ray')
    })

    test('dock and list', async ({ page, playground }) => {
      await playground.openPaused()
      for (const tab of ['Events', 'Tasks', 'Commands'] as const) {
        await playground.openTab(tab)
        await expect(playground.dock.getByRole('tabpanel')).not.toBeEmpty()
        await expectClean(page, `dock, ${tab}`)
      }
      await page.getByRole('button', { name: 'List', exact: true }).click()
      await page.getByRole('treeitem', { name: /^service web/ }).click()
      await expect(page.getByRole('table', { name: /^Tasks/ })).toBeVisible()
      await expectClean(page, 'list')
    })

    test('menus, little editors, Help', async ({ page, playground }) => {
      await playground.openPaused()
      await page.getByRole('button', { name: 'Other ways to deploy' }).press('Enter')
      await expect(page.getByRole('menu')).toBeVisible()
      await expectClean(page, 'menu of Deploy', '[role=menu]')
      await page.keyboard.press('Escape')
      await playground.service.getByRole('button', { name: 'desired 4' }).click()
      await expectClean(page, 'editor of the desired count')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Help' }).click()
      await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible()
      await expectClean(page, 'Help', '[role=dialog]')
    })

    test('definition editor', async ({ page, playground }) => {
      await playground.openPaused()
      const editor = new Editor(page)
      await editor.openNew()
      await expect(editor.verdict).toHaveText('ECS would take this')
      await expectClean(page, 'editor')
      await editor.paste('{"family": "a b", "containerDefinitons": [], "containerDefinitions": [{"name": "a"}]}')
      await expect(editor.verdict).toHaveText(/problem/)
      await expectClean(page, 'editor with problems')
      await editor.paste('{"family": "a", "containerDefinitions": [{"name": "a", "image": "a:1", "memory": 64}]}')
      await editor.button('Register and create a service…').click()
      await expect(editor.root.getByLabel('Service name')).toHaveValue('a')
      await expectClean(page, 'editor, new service')
    })

    test.describe('phone', () => {
      test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

      test('first screen, sheet, inspector, menu', async ({ page, playground }) => {
        await playground.openPaused()
        await expectClean(page, 'phone')
        await page.getByRole('button', { name: /^Sheet: peek/ }).click()
        await expectClean(page, 'phone, sheet')
        // The half sheet covers the tasks, and the picture does not scroll to meet a pointer: down with it first.
        await page.getByRole('button', { name: /^Sheet: half/ }).click()
        await page.getByRole('button', { name: /^Sheet: full/ }).click()
        await expect(page.getByRole('button', { name: /^Sheet: peek/ })).toBeVisible()
        await playground
          .task(/revision 1/)
          .first()
          .click()
        await expect(playground.inspector.heading).toHaveText(/^web:1/)
        await expectClean(page, 'phone, inspector')
        await page.getByRole('button', { name: 'More', exact: true }).press('Enter')
        await expect(page.getByRole('menu')).toBeVisible()
        await expectClean(page, 'phone, menu', '[role=menu]')
      })
    })
  })
}

test.describe('reduced motion', () => {
  const endless = (page: Page) =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(
            (animation) =>
              animation.playState === 'running' && animation.effect?.getComputedTiming().iterations === Infinity,
          ).length,
    )

  test('without it the flow moves', async ({ page, playground }) => {
    await playground.open()
    await expect.poll(() => endless(page)).toBeGreaterThan(0)
    await playground.pause()
    await expect.poll(() => endless(page)).toBe(0)
  })

  test.describe('asked for', () => {
    test.use({ contextOptions: { reducedMotion: 'reduce' } })

    test('nothing loops, nothing slides; the deployment is the same', async ({ page, playground }) => {
      await playground.open({ speed: 60 })
      expect(await endless(page)).toBe(0)
      await playground.deploy('v2')
      const moved: string[] = []
      await expect
        .poll(
          async () => {
            moved.push(
              ...(await page.evaluate(() =>
                document
                  .getAnimations()
                  .flatMap((animation) =>
                    ((animation.effect as KeyframeEffect | null)?.getKeyframes() ?? []).flatMap((frame) =>
                      ['transform', 'scale', 'translate', 'left', 'top'].filter(
                        (member) => member in frame && String(frame[member]) !== 'none',
                      ),
                    ),
                  ),
              )),
            )
            return playground.answer.isVisible()
          },
          { timeout: 15_000, intervals: [50] },
        )
        .toBe(true)
      expect(moved).toEqual([])
      await expect(playground.answer).toContainText('3. The lower bound is 75 % of 4')
    })
  })
})
