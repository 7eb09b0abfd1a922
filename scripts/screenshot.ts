/** `npm run screenshot`: the picture in README.md, 1280×720, of a rolling update under way in the built page. */
import { isMain } from './common'
import { ask, openPage, openSite } from './page'

const FILE = '.github/screenshot.png'
/** Simulated seconds after the click: two old tasks drain, two new ones are healthy, one starts. */
const INTO_THE_UPDATE = 44

if (isMain(import.meta.url)) {
  const site = await openSite()
  try {
    const page = await openPage(site)
    await page.getByRole('button', { name: /^Deploy v2/ }).click()
    const elapsed = async () =>
      (await ask<{ elapsedSeconds: number }>(page, 'world', ['elapsedSeconds'])).elapsedSeconds
    const until = (await elapsed()) + INTO_THE_UPDATE
    while ((await elapsed()) < until) await page.waitForTimeout(50)
    await page.mouse.move(640, 700)
    await page.screenshot({ path: FILE })
    console.log(FILE)
  } finally {
    await site.close()
  }
}
