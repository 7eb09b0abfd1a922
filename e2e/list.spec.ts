import { expect, test } from './fixtures'

test.describe('list view', () => {
  test('is walked by keyboard, and does what the graph does', async ({ page, playground }) => {
    await playground.openPaused({ speed: 600 })
    await page.getByRole('button', { name: 'List', exact: true }).click()
    const tree = page.getByRole('tree', { name: 'Everything, as a tree' })
    const item = (name: string | RegExp) => tree.getByRole('treeitem', { name })
    await expect(item(/^cluster demo/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Graph', exact: true })).toHaveAttribute('aria-pressed', 'false')

    // One stop; arrows walk, right opens, left closes.
    await item('Clusters and services').focus()
    await page.keyboard.press('ArrowDown')
    await expect(item(/^cluster demo/)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(item(/^service web/)).toBeFocused()
    await expect(item(/^service web/)).toHaveAttribute('aria-expanded', 'false')
    await page.keyboard.press('ArrowRight')
    await expect(item(/^service web/)).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('ArrowRight')
    await expect(item(/^task web:1/).first()).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(item(/^service web/)).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(item(/^service web/)).toHaveAttribute('aria-expanded', 'false')
    await page.keyboard.press('Home')
    await expect(item('Clusters and services')).toBeFocused()
    // A letter jumps.
    await page.keyboard.press('d')
    await expect(item(/^cluster demo/)).toBeFocused()

    // Enter selects; the table shows the same words; the inspector has the same actions.
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(item(/^service web/)).toHaveAttribute('aria-selected', 'true')
    await expect(playground.inspector.heading).toHaveText('web')
    const table = page.getByRole('table', { name: /^Tasks/ })
    await expect(table.getByRole('row')).toHaveCount(5)
    await expect(table.getByRole('row', { name: /healthy/ })).toHaveCount(4)
    await table
      .getByRole('button', { name: /^web:1/ })
      .first()
      .click()
    await expect(playground.inspector.heading).toHaveText(/^web:1/)
    const line = await playground.inspector.press('Crash its container')
    expect(line).toMatch(/^\$ playground inject-fault --kind stopContainer /)
    await expect(playground.inspector.root.getByRole('region', { name: 'Why it stopped' })).toBeVisible()
    await playground.inspector.close()
    await playground.play()
    await expect(playground.why).toHaveText('Steady: 4 of 4 healthy.')
  })

  test('shows everything the graph shows', async ({ page, playground }) => {
    await playground.openPaused()
    await page.getByRole('button', { name: 'List', exact: true }).click()
    const tree = page.getByRole('tree')
    for (const name of [
      /^cluster demo, ACTIVE/,
      /^service web, steady/,
      /^availability zone us-east-1a/,
      /^container instance i-1 · c5.large, ACTIVE/,
      /^load balancer web-alb, active/,
      /^listener HTTP:80/,
    ])
      await expect(tree.getByRole('treeitem', { name })).toBeVisible()
    await tree.getByRole('treeitem', { name: 'Clusters and services' }).focus()
    await page.keyboard.press('End')
    await expect(tree.getByRole('treeitem', { name: /^listener HTTP:80/ })).toBeFocused()
    // Right opens, right again goes in.
    for (const name of [/^rule default rule/, /^target group web-tg/, /^target i-1 :/]) {
      await page.keyboard.press('ArrowRight')
      await expect(tree.getByRole('treeitem', { name }).first()).toBeVisible()
      await page.keyboard.press('ArrowRight')
      await expect(tree.getByRole('treeitem', { name }).first()).toBeFocused()
    }
    await expect(tree.getByRole('treeitem', { name: /^target i-\d :\d+, healthy/ })).toHaveCount(4)
    // Back in the graph the same is selected.
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Graph', exact: true }).click()
    await expect(playground.graph.locator('.picked')).toHaveCount(1)
  })
})
