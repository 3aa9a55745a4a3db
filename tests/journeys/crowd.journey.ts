import type { Page } from 'playwright/test'
import { bringCrowd } from './crowd.ts'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'

const ROOM = '/c/everyone/rooms/coffee-corner'
const OTHERS = 26
/** Twenty-six people come one after the other, on a machine that is busy with other things. */
const CROWD_TIMEOUT_MS = 40_000
/** Narrower, a face is not recognised. */
const NARROWEST_TILE = 96

const peopleIn = (page: Page) => page.getByRole('list', { name: 'In the room' }).getByRole('listitem')
const tilesOn = (page: Page) => page.getByRole('region', { name: /^Call in/ }).getByRole('figure')
/** What of the page sticks out at its side. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Goes through all pages of tiles, and comes back to the first. Every tile is in sight, and large enough. */
async function namesOnTiles(page: Page): Promise<string[]> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const names: string[] = []
  const next = page.getByRole('button', { name: 'Next people' })
  const previous = page.getByRole('button', { name: 'Previous people' })
  for (;;) {
    for (const tile of await tilesOn(page).all()) {
      const box = await tile.boundingBox()
      if (!box) throw new Error('a tile is not shown')
      expect(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, 'a tile is in sight').toBe(true)
      expect(box.width, 'a face can be recognised').toBeGreaterThanOrEqual(NARROWEST_TILE)
      await expect(tile.locator('figcaption')).toHaveText(/\S/)
      names.push(await tile.locator('figcaption').innerText())
    }
    if (await next.isDisabled()) break
    await next.click()
  }
  while (await previous.isEnabled()) await previous.click()
  return names
}

test('28 people in one room: everybody has a place and a name, and whoever speaks is seen, also on a phone', async ({
  openAs,
  demo,
  browser,
  expectAccessible,
}, testInfo) => {
  test.setTimeout(150_000)
  const ana = await openAs('ana')
  const ben = await openAs('ben', { viewport: { width: 360, height: 740 } })
  // They listen: nobody speaks but who is asked to.
  for (const page of [ana, ben]) {
    await page.evaluate(() => localStorage.setItem('palier.devices', JSON.stringify({ microphone: false, camera: false })))
  }
  const sessionPage = await goIn(ana, ROOM)
  await goIn(ben, ROOM)

  const crowd = await bringCrowd(browser, demo, sessionPage.replace('/sessions/', ''), OTHERS)
  const lastOne = crowd.names.at(-1) ?? ''
  try {
    for (const [page, me, other] of [
      [ana, 'Ana', 'Ben'],
      [ben, 'Ben', 'Ana'],
    ] as const) {
      await expect(peopleIn(page)).toHaveCount(OTHERS + 2, { timeout: CROWD_TIMEOUT_MS })
      await expect.poll(() => overflow(page), 'nothing sticks out').toBeLessThanOrEqual(0)
      const names = await namesOnTiles(page)
      expect(await tilesOn(page).count(), 'a page holds many').toBeGreaterThanOrEqual(8)
      expect(names.toSorted()).toEqual([`${me} (you)`, other, ...crowd.names].toSorted())
      await expect(tilesOn(page).first()).toHaveAccessibleName(new RegExp(`^${me} \\(you\\)`))
      await expect(tilesOn(page).filter({ hasText: lastOne }), 'who came last is on a later page').toHaveCount(0)
    }

    await crowd.lastOneSpeaks()
    for (const page of [ana, ben]) {
      await expect(tilesOn(page).filter({ hasText: lastOne })).toHaveAccessibleName(/speaking/)
      await expect(tilesOn(page).filter({ hasText: lastOne })).toBeInViewport({ ratio: 1 })
      await page.screenshot({ path: testInfo.outputPath(`crowd-${page.viewportSize()?.width}.png`) })
      await expectAccessible(page)
    }
    await ben.getByRole('button', { name: `People (${OTHERS + 2})` }).click()
    const listed = peopleIn(ben).filter({ hasText: lastOne })
    await listed.scrollIntoViewIfNeeded()
    await expect(listed).toBeInViewport()
    await expect(ben.getByRole('button', { name: 'Leave', exact: true })).toBeInViewport()
    await ben.screenshot({ path: testInfo.outputPath('crowd-list-360.png') })

    // Who looks on from outside sees how many there are.
    const emma = await openAs('emma', { locale: 'en-GB' })
    await emma.goto('/c/everyone')
    const card = emma.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Coffee corner' }).first()
    await expect(card).toContainText(String(OTHERS))
    await emma.screenshot({ path: testInfo.outputPath('crowd-from-outside.png') })
  } finally {
    await crowd.leave()
  }
  await expect(peopleIn(ana)).toHaveCount(2)
})
