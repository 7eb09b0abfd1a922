import { deflateRawSync } from 'node:zlib'
import { expect, test } from './fixtures'

const linkOf = (instances: number): string => {
  const steps = [
    { at: 0, do: 'ecs.CreateCluster', with: { clusterName: 'demo' } },
    {
      at: 0,
      do: 'playground.AddContainerInstances',
      with: { cluster: 'demo', instanceType: 'm5.large', count: instances },
    },
  ]
  const scenario = JSON.stringify({ format: 'ecs-playground/1', title: `${instances} instances`, steps })
  return `./#f=1&s=${deflateRawSync(scenario).toString('base64url')}&t=120000`
}

test('from 200 instances on a small map shows where one is, and a click goes there', async ({ page }) => {
  await page.goto(linkOf(200))
  const map = page.getByTestId('minimap')
  await expect(page.getByRole('button', { name: 'Zoom in' })).toBeVisible()
  // The whole picture is in view: there is nothing to find.
  await expect(map).toBeHidden()
  for (let i = 0; i < 8; i++) await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(map).toBeVisible()
  const inView = () => map.locator('.inview').boundingBox()
  const before = await inView()
  const box = (await map.boundingBox())!
  await page.mouse.click(box.x + box.width * 0.8, box.y + box.height * 0.8)
  await expect.poll(async () => (await inView())!.x).toBeGreaterThan(before!.x)
})

test('199 instances have none', async ({ page }) => {
  await page.goto(linkOf(199))
  const card = page.locator('.icard').first()
  await expect(async () => {
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect(card).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await expect(page.getByTestId('minimap')).toHaveCount(0)
})
