import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './fixtures'

test.describe('palette', () => {
  test('Ctrl+K, words, Enter: a bad deploy, the theme, and an object, by keyboard alone', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Find an action or an object' })
    const box = palette.getByRole('combobox')
    await expect(box).toBeFocused()
    await box.fill('one that crashes')
    await expect(palette.getByRole('option')).toHaveText([/^Deploy one that crashes/])
    await page.keyboard.press('Enter')
    await expect(palette).toHaveCount(0)
    await expect(playground.service.getByRole('button', { name: 'Deploy v3' })).toBeVisible()

    await page.keyboard.press('Control+k')
    await box.fill('theme dark')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')

    await page.keyboard.press('Control+k')
    await box.fill('instance i-2')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('i-2')
    // What is selected brings its own actions.
    await page.keyboard.press('Control+k')
    await box.fill('drain')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('complementary', { name: 'Inspector' })).toContainText('DRAINING')
  })

  test('keys that come before it is there do nothing', async ({ page, playground }) => {
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/Palette-*.js', async (route) => {
      await held
      await route.continue()
    })
    await playground.openPaused()
    const clock = await playground.clock.getAttribute('datetime')
    await playground.deployButton('v2').focus()
    await page.keyboard.press('Control+k')
    for (const key of ['r', 'n', 'Enter', ' ']) await page.keyboard.press(key)
    release()
    await expect(page.getByRole('dialog', { name: 'Find an action or an object' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(playground.deployButton('v2')).toBeVisible()
    await expect(playground.clock).toHaveAttribute('datetime', clock ?? '')
  })

  test('an action of an object that is not selected is found by its own word, before a scenario that mentions it', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Find an action or an object' })
    await palette.getByRole('combobox').fill('drain')
    await expect(palette.getByRole('option').first()).toContainText('Drain i-1')
    await expect(palette.getByRole('option').last()).toContainText('Open Requests cut off')
    await palette.getByRole('combobox').fill('drain i-2')
    await expect(palette.getByRole('option')).toHaveText([/^Drain i-2/])
    await page.keyboard.press('Enter')
    expect((await playground.commandLines()).at(-1)).toContain('update-container-instances-state')
  })

  test('what cannot be done says why; nothing found says so; Esc gives the focus back; axe finds nothing', async ({
    page,
    playground,
  }) => {
    await playground.openPaused()
    const button = page.getByRole('button', { name: 'Find an action or an object' })
    await button.click()
    const palette = page.getByRole('dialog', { name: 'Find an action or an object' })
    await palette.getByRole('combobox').fill('x-ray')
    await expect(palette.getByRole('option', { name: /X-ray.*Select a task first/ })).toBeDisabled()
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze()
    expect(violations).toEqual([])
    await palette.getByRole('combobox').fill('no such thing')
    await expect(palette).toContainText('Nothing has these words.')
    await page.keyboard.press('Escape')
    await expect(palette).toHaveCount(0)
    await expect(button).toBeFocused()
  })
})
