import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'
import { translate } from './translated.ts'

const ROOM = '/c/design-studio/rooms/prototype-table'

/** Where the page says that Ana is in. Links to sessions that she was in by herself have her name as well. */
const namesOfAna = (page: Page) => page.locator('main').getByText('Ana', { exact: true }).and(page.locator(':not(a, a *)'))

test('a browser translates what people wrote: counts and names of the room’s page go on being right', async ({ openAs }) => {
  test.setTimeout(120_000)
  const [ana, emma] = [await openAs('ana'), await openAs('emma', { locale: 'en-GB' })]
  await emma.goto('/')
  await translate(emma, { honour: true })
  await expect(emma.locator('article font').first()).toBeVisible()
  await emma.goto(ROOM)
  await goIn(ana, ROOM)
  await translate(emma, { honour: true })
  const inRoom = namesOfAna(emma)
  await expect(inRoom.first()).toBeVisible()
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(inRoom).toHaveCount(0)
  await expect(emma.getByText('broke')).toHaveCount(0)
})

test('a translator rewrites everything all the same: what breaks is a part, the rest goes on, and it can be shown again', async ({
  openAs,
  watch,
}) => {
  test.setTimeout(120_000)
  // It may begin before the page is alive: then React finds other texts than it drew, and draws that part again.
  watch.allow(/NotFoundError|not a child of this node|React error #4(18|23|25)/)
  const [ana, emma] = [await openAs('ana'), await openAs('emma', { locale: 'en-GB' })]
  await goIn(ana, ROOM)
  await emma.goto(ROOM)
  await expect(namesOfAna(emma).first()).toBeVisible()
  await translate(emma, { honour: false })
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
  await goIn(ana, ROOM)
  await ana.getByRole('button', { name: 'Leave', exact: true }).click()
  // Wherever it broke, or did not: the page's frame is there, and nothing says that all of it broke.
  await expect(emma.getByText('Something broke on our side')).toHaveCount(0)
  const again = emma.getByRole('button', { name: 'Show it again' })
  for (const button of await again.all()) await button.click()
  await expect(emma.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Communities' })).toBeVisible()
  await emma.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Communities' }).click()
  await expect(emma.getByRole('heading', { level: 1, name: /Communities/ })).toBeVisible()
})
