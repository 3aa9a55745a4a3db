import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { goIn } from './going-in.ts'
import { inDatabase } from './in-database.ts'
import { cutSocket, RETURN_TIMEOUT_MS } from './sockets.ts'

/** Journeys share one company: each makes a community of its own. */
const ownName = (name: string) => `${name} ${randomUUID().slice(0, 8)}`

async function create(
  page: Page,
  { name, visibility, startFrom }: { name: string; visibility: string; startFrom: string },
): Promise<string> {
  await page.goto('/communities/new')
  await page.getByLabel('Name').fill(name)
  await page.getByRole('radio', { name: new RegExp(`^${startFrom}`) }).check()
  await page.getByRole('radio', { name: new RegExp(`^${visibility}`) }).check()
  await page.getByRole('button', { name: 'Create the community' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
  return new URL(page.url()).pathname
}

test('who visits an open community goes on seeing who is in its rooms', async ({ openAs }) => {
  const [dan, emma] = [await openAs('dan'), await openAs('emma')]
  const place = await create(dan, { name: ownName('Lunch run'), visibility: 'Open', startFrom: 'Leisure' })
  await dan.getByRole('region', { name: 'Rooms' }).getByRole('link').first().click()
  await goIn(dan, new URL(dan.url()).pathname)
  // What her socket has an answer to: who is in the rooms of one's own communities, and in those of this one.
  const asked = new Map<string, string>()
  const answered = new Set<string>()
  let cut = () => {}
  await emma.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      const [, number, name] = /^42(\d+)\["([\w.]+)"/.exec(String(message)) ?? []
      if (number && name) asked.set(number, name)
      server.send(message)
    })
    server.onMessage((message) => {
      answered.add(asked.get(/^43(\d+)/.exec(String(message))?.[1] ?? '') ?? '')
      socket.send(message)
    })
    cut = () => void socket.close()
  })
  await emma.goto(place)
  const room = emma.getByRole('region', { name: 'Rooms' }).getByRole('listitem').first()
  for (const _ of ['at first', 'and after a lost connection']) {
    await expect.poll(() => [...answered]).toEqual(expect.arrayContaining(['rosters.read', 'community.watch']))
    await emma.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await expect(room).toContainText('Dan')
    answered.clear()
    cut()
  }
})

test('somebody creates a community: it has a purpose, a room and a place in the sidebar', async ({ openAs, expectAccessible }) => {
  const dan = await openAs('dan')
  await dan.goto('/communities')
  await expectAccessible(dan)
  await dan.getByRole('link', { name: 'New community' }).last().click()
  await expect(dan).toHaveURL(/\/communities\/new$/)
  await expectAccessible(dan)

  const name = ownName('Lunch walks')
  await create(dan, { name, visibility: 'Open', startFrom: 'Leisure' })
  await expect(dan.getByText('Nothing to do with work, and all the better for it.')).toBeVisible()
  await expect(dan.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).first()).toBeVisible()
  await expectAccessible(dan)

  await dan.goto('/communities')
  await dan.getByRole('searchbox', { name: 'Search communities' }).fill(name.toUpperCase())
  await expect(dan).toHaveURL(/search=/)
  await expect(dan.locator('main').getByRole('link', { name })).toBeVisible()
  await expect(dan.locator('main').getByRole('link', { name: 'Everyone' })).toBeHidden()
})

test('a name that is too long is told next to its field, and nothing that was typed is lost', async ({ openAs, watch }) => {
  watch.allow(/status of 400/)
  const dan = await openAs('dan')
  await dan.goto('/communities/new')
  await dan.getByLabel('Name').fill('x'.repeat(81))
  await dan.getByLabel('Purpose').fill('To try what happens.')
  await dan.getByRole('button', { name: 'Create the community' }).click()
  await expect(dan.getByText('80 characters at most.')).toBeVisible()
  await expect(dan.getByLabel('Purpose')).toHaveValue('To try what happens.')
  await expect(dan.getByLabel('Name')).toHaveValue('x'.repeat(81))
})

test('a closed community: asked, withdrawn, asked again, let in, left', async ({ openAs, expectAccessible }) => {
  const dan = await openAs('dan')
  const name = ownName('Oak and ash')
  const path = await create(dan, { name, visibility: 'Closed', startFrom: 'Expertise' })

  const ben = await openAs('ben')
  await ben.goto(path)
  await expect(ben.getByRole('heading', { name: 'Only members read this community' })).toBeVisible()
  await expect(ben.getByRole('link', { name: 'Members', exact: true })).toBeHidden()
  await expectAccessible(ben)
  await ben.getByLabel('Your message').fill('I glue veneers every day.')
  await ben.getByRole('button', { name: 'Ask to join' }).click()
  await expect(ben.getByRole('heading', { name: 'You asked to join' })).toBeVisible()
  await ben.getByRole('button', { name: 'Withdraw the request' }).click()
  await ben.getByLabel('Your message').fill('I glue veneers every day, and would like to learn.')
  await ben.getByRole('button', { name: 'Ask to join' }).click()
  await expect(ben.getByRole('heading', { name: 'You asked to join' })).toBeVisible()

  await dan.goto(`${path}/members`)
  await expect(dan.getByText('I glue veneers every day, and would like to learn.')).toBeVisible()
  await expectAccessible(dan)
  await dan.getByRole('button', { name: 'Let Ben in' }).click()
  await expect(dan.getByText('Ben is in.')).toBeVisible()
  await expect(dan.getByRole('heading', { name: 'Would like to join' })).toBeHidden()

  await ben.goto(path)
  await expect(ben.getByRole('link', { name: 'Members', exact: true })).toBeVisible()
  await ben.getByRole('button', { name: 'Membership' }).click()
  await ben.getByRole('menuitem', { name: 'Leave this community' }).click()
  await expect(ben.getByText('To come back, you will have to ask.')).toBeVisible()
  await ben.getByRole('button', { name: 'Leave the community' }).click()
  await expect(ben.getByRole('heading', { name: 'Only members read this community' })).toBeVisible()
})

test('a secret community is there for those who are invited, and for nobody else', async ({ openAs, watch, expectAccessible }) => {
  watch.allow(/status of 404/)
  const dan = await openAs('dan')
  const name = ownName('Surprise party')
  const path = await create(dan, { name, visibility: 'Secret', startFrom: 'Project' })
  const ben = await openAs('ben')
  await ben.goto(path)
  await expect(ben.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()

  await dan.goto(`${path}/members`)
  await dan.getByRole('link', { name: 'Invite people' }).click()
  await expectAccessible(dan)
  await dan.getByRole('button', { name: 'Invite Ben' }).click()
  await expect(dan.getByText('Ben is invited.')).toBeVisible()
  await expect(dan.getByRole('heading', { name: 'Invited, no answer yet' })).toBeVisible()

  await ben.goto('/communities')
  await expect(ben.getByRole('button', { name: `Decline: ${name}` })).toBeVisible()
  await ben.goto(path)
  await expect(ben.getByRole('heading', { name: 'Dan invites you here' })).toBeVisible()
  await expectAccessible(ben)
  await ben.getByRole('button', { name: 'Accept' }).click()
  await expect(ben.getByRole('link', { name: 'Members', exact: true })).toBeVisible()

  await dan.reload()
  await dan.getByRole('button', { name: 'What to do about Ben' }).click()
  await dan.getByRole('menuitem', { name: 'Remove' }).click()
  await dan.getByRole('button', { name: 'Remove from the community' }).click()
  await expect(dan.getByText('Ben is not a member any more.')).toBeVisible()
  await ben.goto(path)
  await expect(ben.getByRole('heading', { name: 'There is nothing at this address' })).toBeVisible()
})

test('who is removed in mid-call is out of it at once, is told so, and is left with nothing of the community', async ({
  openAs,
  watch,
}) => {
  // What became out of reach while it was on screen.
  watch.allow(/status of 40[34]/)
  const dan = await openAs('dan')
  const name = ownName('Night shift')
  const path = await create(dan, { name, visibility: 'Closed', startFrom: 'Team' })
  await dan.goto(`${path}/members`)
  const ben = await openAs('ben')
  await ben.evaluate(() => localStorage.setItem('palier.devices', JSON.stringify({ microphone: true, camera: true })))
  await ben.goto(path)
  await ben.getByRole('button', { name: 'Ask to join' }).click()

  // Neither of the two loads a page again: both hear of it.
  await dan.getByRole('button', { name: 'Let Ben in' }).click()
  const sidebar = ben.getByRole('navigation', { name: 'Main' })
  await expect(sidebar.getByRole('link', { name }).first()).toBeVisible()
  await ben.getByRole('complementary').getByRole('button', { name: 'Start a call' }).click()
  await expect(ben.getByRole('button', { name: 'Mute' })).toBeVisible()
  const room = dan.getByRole('complementary').getByRole('listitem').filter({ hasText: 'Join' })
  await expect(room).toContainText('Ben')

  await dan.getByRole('button', { name: 'What to do about Ben' }).click()
  await dan.getByRole('menuitem', { name: 'Remove' }).click()
  await dan.getByRole('button', { name: 'Remove from the community' }).click()
  await expect(ben.getByRole('heading', { name: 'You are no longer in this call' })).toBeVisible()
  await expect(sidebar.getByRole('link', { name })).toHaveCount(0)
  await expect(room).toHaveCount(0)
  await expect(dan.getByRole('button', { name: 'What to do about Ben' })).toHaveCount(0)

  await ben.getByRole('button', { name: 'Close', exact: true }).click()
  await ben.goto('/')
  await expect(ben.getByRole('button', { name: 'Join', exact: true }).and(ben.locator(`[form*="${path}"]`))).toHaveCount(0)
  await ben.goto('/rooms')
  await expect(ben).toHaveTitle('Rooms · Palier')
  await expect(ben.locator('main').getByText(name)).toHaveCount(0)
})

test('the last owner stays until somebody else is one', async ({ openAs, watch }) => {
  watch.allow(/status of 400/)
  const dan = await openAs('dan')
  const path = await create(dan, { name: ownName('Handing over'), visibility: 'Open', startFrom: 'Team' })
  const ben = await openAs('ben')
  await ben.goto(path)
  await ben.getByRole('button', { name: 'Become a member' }).click()
  await expect(ben.getByRole('button', { name: 'Membership' })).toBeVisible()

  await dan.goto(path)
  const leave = async () => {
    await dan.getByRole('button', { name: 'Membership' }).click()
    await dan.getByRole('menuitem', { name: 'Leave this community' }).click()
    await dan.getByRole('button', { name: 'Leave the community' }).click()
  }
  await leave()
  await expect(dan.getByText('A community needs an owner. Make somebody else owner first.')).toBeVisible()

  await dan.goto(`${path}/members`)
  await dan.getByRole('button', { name: 'What to do about Ben' }).click()
  await dan.getByRole('menuitem', { name: 'Make owner' }).click()
  await expect(dan.getByText('Ben: Owner')).toBeVisible()
  await leave()
  await expect(dan.getByRole('button', { name: 'Become a member' })).toBeVisible()
})

test('an owner renames a community, archives it and brings it back', async ({ openAs, expectAccessible }) => {
  const dan = await openAs('dan')
  const name = ownName('Winter fair')
  const path = await create(dan, { name, visibility: 'Open', startFrom: 'Project' })
  await dan.getByRole('link', { name: 'Settings' }).click()
  await expectAccessible(dan)
  await dan.getByLabel('Name').fill(`${name}, again`)
  await dan.getByRole('button', { name: 'Save' }).first().click()
  await expect(dan.getByText('Saved', { exact: true })).toBeVisible()
  await expect(dan.getByRole('heading', { level: 1, name: `${name}, again` })).toBeVisible()
  expect(new URL(dan.url()).pathname).toBe(`${path}/settings`)

  await dan.getByRole('button', { name: 'Archive the community' }).click()
  await dan.getByRole('dialog').getByRole('button', { name: 'Archive the community' }).click()
  await expect(dan.getByText(/^Archived since/)).toBeVisible()
  await expectAccessible(dan)
  await dan.getByRole('button', { name: 'Bring it back' }).click()
  await expect(dan.getByText(/^Archived since/)).toBeHidden()
})

test('who looks on sees a community renamed and archived; who was away finds the ones that they were let into', async ({
  openAs,
  demo,
}) => {
  const dan = await openAs('dan')
  const emma = await openAs('emma')
  const name = ownName('Choir')
  const path = await create(dan, { name, visibility: 'Closed', startFrom: 'Project' })
  const line = await cutSocket(emma)
  await emma.goto('/communities')
  const inSidebar = (words: string) => emma.getByRole('navigation').getByRole('link', { name: words, exact: true })
  await expect(inSidebar(name)).toBeHidden()

  await line.cut()
  await inDatabase(demo, (client) =>
    client.query(
      `INSERT INTO "Membership" ("communityId", "memberId", role)
       SELECT c.id, m.id, 'member' FROM "Community" c, "Member" m WHERE c.slug = $1 AND m.email = 'emma@demo.palier'`,
      [path.split('/').at(-1)],
    ),
  )
  line.mend()
  await expect(inSidebar(name)).toBeVisible({ timeout: RETURN_TIMEOUT_MS })

  await dan.goto(`${path}/settings`)
  await dan.getByLabel('Name').fill(`${name}, again`)
  await dan.getByRole('button', { name: 'Save' }).first().click()
  await expect(inSidebar(`${name}, again`)).toBeVisible()
  await dan.getByRole('button', { name: 'Archive the community' }).click()
  await dan.getByRole('dialog').getByRole('button', { name: 'Archive the community' }).click()
  await expect(inSidebar(`${name}, again`)).toBeHidden()
})

test('in French, the directory speaks French', async ({ openAs, expectAccessible }) => {
  const chloe = await openAs('chloe', { locale: 'fr-FR' })
  await chloe.goto('/communities')
  await expect(chloe.getByRole('heading', { level: 1, name: 'Communautés' })).toBeVisible()
  await expect(chloe.getByRole('heading', { name: 'Les vôtres' })).toBeVisible()
  await expectAccessible(chloe)
  await chloe.goto('/communities/new')
  await expect(chloe.getByRole('heading', { level: 1, name: 'Créer une communauté' })).toBeVisible()
  await expectAccessible(chloe)
})

test.describe('on a phone', () => {
  test('a community fits', async ({ openAs, expectAccessible }) => {
    const ana = await openAs('ana', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' })
    for (const path of ['/communities', '/communities/new', '/c/everyone', '/c/everyone/members', '/c/everyone/settings']) {
      await ana.goto(path)
      await expect(ana.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await ana.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), path).toBe(true)
      await expectAccessible(ana)
    }
  })
})

test('without scripts, one can create a community and become a member', async ({ openAs }) => {
  const dan = await openAs('dan', { javaScriptEnabled: false })
  await dan.goto('/communities/new')
  const name = ownName('Plain')
  await dan.getByLabel('Name').fill(name)
  await dan.getByRole('button', { name: 'Create the community' }).click()
  await expect(dan.getByRole('heading', { level: 1, name })).toBeVisible()
  const ben = await openAs('ben', { javaScriptEnabled: false })
  await ben.goto(new URL(dan.url()).pathname)
  await ben.getByRole('button', { name: 'Become a member' }).click()
  await expect(ben.getByRole('link', { name: 'Members', exact: true })).toBeVisible()
})
