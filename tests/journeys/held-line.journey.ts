import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'
import { openLine } from './held-line.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'
/** A ghost lasts so long at most, from the moment that the line is there again (product.md). */
const HEALED_WITHIN_MS = 10_000
/** livekit-client gives a signalling connection up after 15 s without an answer, and begins another. */
const GIVEN_UP_WITHIN_MS = 40_000

const peopleOf = (page: Page) => page.getByRole('list', { name: 'In the room' }).getByRole('listitem')
const tileOf = (page: Page, name: string) => page.getByRole('figure', { name: new RegExp(`^${name}(?!\\p{L})`, 'u') })

test('while Ana’s line is held Ben leaves and Emma comes: once it is let go, her stage has Chloé and Emma', async ({
  openAs,
  demo,
  watch,
}) => {
  test.setTimeout(240_000)
  const line = await openLine(demo.baseURL)
  try {
    watch.allow(/request to another origin: http:\/\/127\.0\.0\.1/, /WebSocket connection to/, /signal/i)
    const ana = await openAs('ana', { baseURL: line.url })
    const [ben, chloe, emma] = [await openAs('ben'), await openAs('chloe'), await openAs('emma', { locale: 'en-GB' })]
    await goIn(ana, ROOM)
    await goIn(ben, ROOM)
    await goIn(chloe, ROOM)
    await expect(peopleOf(ana)).toHaveCount(3)
    await expect(tileOf(ana, 'Ben')).toBeVisible()

    const again = ana.waitForEvent('websocket', { predicate: (socket) => socket.url().includes('/livekit/'), timeout: GIVEN_UP_WITHIN_MS })
    line.hold()
    await ben.getByRole('button', { name: 'Leave', exact: true }).click()
    await expect(tileOf(chloe, 'Ben')).toBeHidden()
    await goIn(emma, ROOM)
    await again
    line.letGo()
    await expect(ana.getByText('The connection was lost')).toBeHidden()
    await expect(tileOf(ana, 'Ben')).toBeHidden({ timeout: HEALED_WITHIN_MS })
    await expect(tileOf(ana, 'Emma')).toBeVisible({ timeout: HEALED_WITHIN_MS })
    await expect(tileOf(ana, 'Chloé')).toBeVisible()
    await expect(peopleOf(ana)).toHaveCount(3)

    // Who comes back is seen again.
    await goIn(ben, ROOM)
    await expect(tileOf(ana, 'Ben')).toBeVisible()
    for (const page of [ana, ben, chloe, emma]) await page.getByRole('button', { name: 'Leave', exact: true }).click()
  } finally {
    line.close()
  }
})
