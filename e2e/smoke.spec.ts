import { expect, test } from './fixtures'

test('the built page starts under a sub-path', async ({ page }) => {
  const response = await page.goto('./')
  expect(response?.status()).toBe(200)
  expect(new URL(page.url()).pathname).toBe('/ecs-playground/')
  await expect(page).toHaveTitle(/ECS Playground/)
  await expect(page.locator('.before-start')).toHaveCount(0)
  await expect(page.locator('#root > *').first()).toBeVisible()
})

test('the built page carries the content security policy and holds no inline script', async ({ page }) => {
  await page.goto('./')
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  await expect(page.locator('script:not([src])')).toHaveCount(0)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says what it needs', async ({ page }) => {
    await page.goto('./')
    await expect(page.locator('noscript')).toBeVisible()
  })
})
