import type { Page } from 'playwright/test'
import { bringCrowd } from './crowd.ts'
import { expect, test } from './fixtures.ts'

const OTHERS = 27
/** Twenty-seven people come one after the other, on a machine that is busy with other things. */
const CROWD_TIMEOUT_MS = 60_000

/** What of the page sticks out at its side. */
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('28 people in one room: everybody has a place, the list is right, and the call can still be used, also on a phone', async ({
  openAs,
  demo,
  browser,
  expectAccessible,
}, testInfo) => {
  test.setTimeout(240_000)
  const ana = await openAs('ana')
  await ana.evaluate(() => localStorage.setItem('palier.devices', JSON.stringify({ microphone: true, camera: true })))
  const ticket = ana.waitForResponse(async (response) => response.url().endsWith('/ticket') && 'sessionId' in (await response.json()))
  await ana.goto('/c/everyone')
  await ana.getByRole('complementary').getByRole('button', { name: 'Start a call' }).first().click()
  const { sessionId } = (await (await ticket).json()) as { sessionId: string }
  await expect(ana.getByRole('button', { name: 'Leave' })).toBeVisible()

  const crowd = await bringCrowd(browser, demo, sessionId, OTHERS)
  try {
    const list = ana.getByRole('list', { name: 'In the room' }).getByRole('listitem')
    await expect(list).toHaveCount(OTHERS + 1, { timeout: CROWD_TIMEOUT_MS })
    for (const name of crowd.names) await expect(list.filter({ hasText: name })).toHaveCount(1)
    const tiles = ana
      .getByRole('region', { name: /^The call/ })
      .or(ana.locator('section[tabindex="-1"]'))
      .first()
      .getByRole('figure')
    for (const [width, height] of [
      [1280, 800],
      [360, 740],
    ] as const) {
      await ana.setViewportSize({ width, height })
      await expect.poll(() => overflow(ana), `nothing sticks out at ${width} px`).toBeLessThanOrEqual(0)
      const onFirst = await tiles.count()
      expect(onFirst).toBeGreaterThan(width > 1000 ? 12 : 3)
      for (const tile of await tiles.all()) {
        const box = await tile.boundingBox()
        expect(box && box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, 'a tile is in sight').toBe(
          true,
        )
        expect(box?.width, 'a face can be recognised').toBeGreaterThanOrEqual(96)
      }
      await ana.screenshot({ path: testInfo.outputPath(`crowd-${width}.png`) })
      await ana.getByRole('button', { name: 'Next people' }).click()
      await expect(tiles.first()).toBeVisible()
      await ana.getByRole('button', { name: 'Previous people' }).click()
      await ana.getByRole('button', { name: 'People (28)' }).click()
      await expect(list.last()).toBeVisible()
      await ana.screenshot({ path: testInfo.outputPath(`crowd-list-${width}.png`) })
      await ana.getByRole('button', { name: 'People (28)' }).click()
    }
    await expectAccessible(ana)
    await ana.setViewportSize({ width: 1280, height: 800 })
    await ana.getByRole('button', { name: 'Mute' }).click()
    await expect(ana.getByRole('button', { name: 'Unmute' })).toBeVisible()

    // Who looks on from the community's page sees how many there are.
    const emma = await openAs('emma', { locale: 'en-GB' })
    await emma.goto('/c/everyone')
    await expect(emma.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Join' }).first()).toContainText(/2[0-9]/)
    await emma.screenshot({ path: testInfo.outputPath('crowd-from-outside.png') })
  } finally {
    await crowd.leave()
  }
  await expect(ana.getByRole('list', { name: 'In the room' }).getByRole('listitem')).toHaveCount(1, { timeout: CROWD_TIMEOUT_MS })
  await ana.getByRole('button', { name: 'Leave' }).click()
})
