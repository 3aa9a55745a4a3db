import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import { type Demo, expect, test } from './fixtures.ts'
import { inDatabase } from './in-database.ts'
import { cutSocket, RETURN_TIMEOUT_MS } from './sockets.ts'

const composer = (page: Page) => page.getByRole('textbox', { name: 'Write an update' })
const thread = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })

/** Words that no other post has, also where a journey runs twice on one database. */
const unlike = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`

async function post(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await page.getByLabel('in which community').selectOption({ label: 'Everyone' })
  await composer(page).press('Control+Enter')
  await expect(thread(page, words.replaceAll('**', ''))).toBeVisible()
  await expect(composer(page)).toHaveValue('')
}

test('two people talk in a thread, and each sees what the other does', async ({ openAs, expectAccessible }) => {
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  await expect(ana.getByRole('article').first()).toBeVisible()
  const words = unlike('The **keys** are at the desk')
  const plain = words.replaceAll('**', '')

  await post(ben, words)
  await expect(thread(ben, plain).locator('strong')).toHaveText('keys')
  await expect(ben.getByRole('button', { name: '1 new' })).toBeHidden()
  await ana.getByRole('button', { name: '1 new' }).click()
  await expect(ana.getByRole('article').first()).toContainText(plain)
  await expect(ana.getByRole('article').first()).toBeFocused()

  await thread(ana, plain).getByRole('button', { name: 'Reply', exact: true }).click()
  await expect(thread(ana, plain).getByRole('textbox', { name: 'Write a reply' })).toBeFocused()
  await ana.keyboard.type('Thank you, Ben')
  await ana.keyboard.press('Control+Enter')
  await expect(thread(ben, plain).getByRole('listitem').filter({ hasText: 'Thank you, Ben' })).toBeVisible()

  await thread(ana, plain).getByRole('button', { name: 'React' }).first().click()
  await thread(ana, plain).getByRole('button', { name: '🎉' }).click()
  await expect(thread(ben, plain).getByRole('button', { name: '🎉, 1' })).toHaveAttribute('aria-pressed', 'false')
  await expect(thread(ana, plain).getByRole('button', { name: '🎉, 1' })).toHaveAttribute('aria-pressed', 'true')
  await expectAccessible(ana)

  await thread(ben, plain).getByRole('button', { name: 'More about this thread' }).click()
  await ben.getByRole('menuitem', { name: 'Edit' }).click()
  await ben.getByRole('textbox', { name: 'Edit' }).fill(`${words}, on the left`)
  await ben.getByRole('button', { name: 'Save' }).click()
  await expect(thread(ana, plain)).toContainText('on the left')
  await expect(thread(ana, plain)).toContainText('edited')

  const card = ana.locator(`[data-thread="${await thread(ana, plain).getAttribute('data-thread')}"]`)
  await thread(ben, plain).getByRole('button', { name: 'More about this thread' }).click()
  await ben.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(ben.getByRole('button', { name: 'Undo' })).toBeFocused()
  await expect(card).toBeHidden()
  await expect(ana.getByText('This thread is deleted.')).toBeVisible()
  await expect(ana.getByRole('button', { name: 'Undo' })).toBeHidden()
  await ben.keyboard.press('Enter')
  await expect(card).toContainText('Thank you, Ben')
  await expect(thread(ben, plain)).toBeFocused()
})

test('a reply is deleted, and comes back while one may still change one’s mind', async ({ openAs }) => {
  const ben = await openAs('ben')
  const words = unlike('Lunch at noon')
  await post(ben, words)
  await thread(ben, words).getByRole('button', { name: 'Reply', exact: true }).click()
  await ben.keyboard.type('Or at one')
  await thread(ben, words).getByRole('button', { name: 'Send' }).click()
  const reply = thread(ben, words).getByRole('listitem').filter({ hasText: 'Or at one' })
  await reply.getByRole('button', { name: 'More about this reply' }).click()
  await ben.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(reply).toBeHidden()
  await ben.getByRole('button', { name: 'Undo' }).click()
  await expect(reply).toBeVisible()
})

test('what is being written survives a reload, and a lost connection', async ({ openAs, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED|WebSocket/)
  const ben = await openAs('ben')
  const words = unlike('Half a thought')
  await composer(ben).fill(words)
  await ben.reload()
  await expect(composer(ben)).toHaveValue(words)
  await ben.getByLabel('in which community').selectOption({ label: 'Everyone' })

  await ben.context().setOffline(true)
  await expect(ben.getByText('You are offline. What you write is kept here')).toBeVisible()
  await composer(ben).press('Control+Enter')
  await expect(ben.getByRole('alert').filter({ hasText: /\S/ })).toContainText('send it again when you are back')
  await expect(composer(ben)).toHaveValue(words)

  await ben.context().setOffline(false)
  await ben.getByRole('button', { name: 'Try again' }).click()
  await expect(thread(ben, words)).toHaveCount(1)
  await expect(composer(ben)).toHaveValue('')
  await ben.reload()
  await expect(thread(ben, words)).toBeVisible()
  await expect(composer(ben)).toHaveValue('')
})

test('a text keeps the community that it is for: it survives a reload with it', async ({ openAs }) => {
  const ben = await openAs('ben')
  const words = unlike('Not for everybody')
  const where = ben.getByLabel('in which community')
  await composer(ben).fill(words)
  const last = (await where.locator('option').last().textContent()) ?? ''
  await expect(where.locator('option:checked')).not.toHaveText(last)
  await where.selectOption({ label: last })
  await ben.reload()
  await expect(composer(ben)).toHaveValue(words)
  await expect(where.locator('option:checked')).toHaveText(last)
  await ben.getByRole('button', { name: 'Post', exact: true }).press('Enter')
  await expect(thread(ben, words).getByRole('link', { name: last })).toBeVisible()
  await expect(composer(ben)).toBeFocused()
})

test('what is written in one community is not touched by the answer to what was posted in another', async ({ openAs }) => {
  const ben = await openAs('ben')
  const [first, second] = [unlike('For everyone'), unlike('For the studio')]
  let answer = () => {}
  const answering = new Promise<void>((resolve) => {
    answer = resolve
  })
  await ben.route('**/threads', async (route) => {
    await answering
    await route.continue()
  })
  await ben.goto('/c/everyone')
  await composer(ben).fill(first)
  await composer(ben).press('Control+Enter')
  await ben.locator('a[href="/c/design-studio"]').first().click()
  await expect(ben).toHaveURL(/\/c\/design-studio$/)
  await composer(ben).fill(second)
  const answered = ben.waitForResponse('**/threads')
  answer()
  await (await answered).finished()
  await ben.locator('a[href="/c/everyone"]').first().click()
  await expect(thread(ben, first)).toBeVisible()
  await expect(composer(ben)).toHaveValue('')
  await ben.locator('a[href="/c/design-studio"]').first().click()
  await expect(composer(ben)).toHaveValue(second)
})

test('what somebody is writing is theirs: who signs in next with that browser sees nothing of it', async ({ openAs, signIn, watch }) => {
  watch.allow(/status of 401/)
  const page = await openAs('ben')
  const words = unlike('Between us')
  const change = async (who: 'ben' | 'chloe') => {
    await page.context().clearCookies()
    await signIn(page, who)
    // What opens at a click shows that the page is alive, and has looked for what is kept.
    await page.getByRole('button', { name: 'More about this thread' }).first().click()
    await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible()
  }
  await composer(page).fill(words)
  await change('chloe')
  await expect(composer(page)).toHaveValue('')
  await change('ben')
  await expect(composer(page)).toHaveValue(words)
})

/** A community of Ana with so many threads, all of them years old: nobody's home feed begins with them. */
async function makeLongFeed(demo: Demo, count: number): Promise<string> {
  const [id, slug] = [randomUUID(), `long-${randomUUID().slice(0, 8)}`]
  await inDatabase(demo, async (client) => {
    await client.query(
      `INSERT INTO "Community" (id, slug, name, visibility, "startingPoint", "memberCount") VALUES ($1, $2, 'Long', 'closed', 'team', 1)`,
      [id, slug],
    )
    await client.query(
      `INSERT INTO "Membership" ("communityId", "memberId", role) SELECT $1, id, 'owner' FROM "Member" WHERE email = 'ana@demo.palier'`,
      [id],
    )
    await client.query(
      `INSERT INTO "Thread" (id, "communityId", kind, "authorId", markdown, html, "createdAt", "lastActivityAt")
       SELECT gen_random_uuid(), $1, 'update', m.id, 'Note ' || n || '.', '<p>Note ' || n || '.</p>', at, at
       FROM "Member" m, generate_series(1, $2::int) n, LATERAL (SELECT timestamp '2020-01-01' - n * interval '1 hour' AS at) a
       WHERE m.email = 'ana@demo.palier'`,
      [id, count],
    )
  })
  return slug
}

test('what is new at the top of a feed pushes nothing out of its middle', async ({ openAs, demo }) => {
  const ana = await openAs('ana')
  await ana.goto(`/c/${await makeLongFeed(demo, 45)}`)
  for (const count of [20, 40, 45]) {
    await expect(ana.getByRole('article')).toHaveCount(count)
    if (count < 45) await ana.getByRole('button', { name: 'Show older' }).click()
  }
  for (const words of ['One more', 'And another']) {
    await composer(ana).fill(words)
    await composer(ana).press('Control+Enter')
    await expect(thread(ana, words)).toBeVisible()
  }
  for (let number = 1; number <= 45; number++) await expect(thread(ana, `Note ${number}.`)).toHaveCount(1)
  await expect(ana.getByRole('article')).toHaveCount(47)
})

test('what was said while the connection was lost is there when it is back: in the feed, and on a thread’s page', async ({
  openAs,
  watch,
}) => {
  test.setTimeout(120_000)
  watch.allow(/WebSocket/)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const alone = await ana.context().newPage()
  const lines = [await cutSocket(ana), await cutSocket(alone)]
  const [words, short] = [unlike('Who has the key'), unlike('Never mind')]
  await post(ben, words)
  await post(ben, short)
  await ana.goto('/')
  await expect(thread(ana, words)).toBeVisible()
  await expect(thread(ana, short)).toBeVisible()
  await alone.goto(`/threads/${await thread(ana, words).getAttribute('data-thread')}`)
  await expect(thread(alone, words)).toBeVisible()
  for (const page of [ana, alone]) await page.evaluate(() => Object.assign(window, { sameDocument: true }))

  for (const line of lines) await line.cut()
  await thread(ben, words).getByRole('button', { name: 'Reply', exact: true }).click()
  await ben.keyboard.type('It hangs by the door')
  await thread(ben, words).getByRole('button', { name: 'Send' }).click()
  await expect(thread(ben, words)).toContainText('It hangs by the door')
  await thread(ben, short).getByRole('button', { name: 'More about this thread' }).click()
  await ben.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(thread(ben, short)).toBeHidden()
  for (const page of [ana, alone]) await expect(thread(page, words)).not.toContainText('It hangs by the door')
  await expect(thread(ana, short)).toBeVisible()

  for (const line of lines) line.mend()
  for (const page of [ana, alone]) {
    await expect(thread(page, words)).toContainText('It hangs by the door', { timeout: RETURN_TIMEOUT_MS })
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  }
  await expect(thread(ana, short)).toBeHidden()
})

test('a thread has an address, for those who may read it', async ({ openAs, watch, expectAccessible }) => {
  watch.allow(/status of (404|410)/)
  const [ana, ben] = [await openAs('ana'), await openAs('ben')]
  const words = unlike('Where to find me')
  await post(ben, words)
  const address = `/threads/${await thread(ben, words).getAttribute('data-thread')}`
  await ana.goto(address)
  await expect(thread(ana, words)).toBeVisible()
  await expect(ana.getByRole('textbox', { name: 'Write a reply' })).toBeVisible()
  await expectAccessible(ana)

  await thread(ben, words).getByRole('button', { name: 'More about this thread' }).click()
  await ben.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(ana.getByText('This thread is deleted.')).toBeVisible()
  await ana.reload()
  await expect(ana.getByRole('heading', { name: 'This thread is deleted.' })).toBeVisible()
  await expectAccessible(ana)
  await ana.getByRole('link', { name: 'Go to the home feed' }).click()
  await expect(composer(ana)).toBeVisible()
  await ana.goto(`/threads/${crypto.randomUUID()}`)
  await expect(ana.getByText('There is no such thread, or you may not see it.')).toBeVisible()
})

test('everything in a thread can be reached by keyboard', async ({ openAs, watch }) => {
  watch.allow(/status of 400/)
  const ben = await openAs('ben')
  const words = unlike('Hands on the keys')
  await post(ben, words)
  const react = thread(ben, words).getByRole('button', { name: 'React' })
  await react.focus()
  await ben.keyboard.press('Enter')
  await expect(thread(ben, words).getByRole('button', { name: '👍' })).toBeFocused()
  await ben.keyboard.press('Escape')
  await expect(react).toBeFocused()
  await ben.keyboard.press('Enter')
  const field = thread(ben, words).getByRole('textbox', { name: 'Any other emoji' })
  await field.focus()
  await ben.keyboard.type('🦦')
  await ben.keyboard.press('Enter')
  await expect(thread(ben, words).getByRole('button', { name: '🦦, 1' })).toBeVisible()
  await ben.keyboard.press('Enter')
  await field.focus()
  await ben.keyboard.type('otter')
  await ben.keyboard.press('Enter')
  await expect(ben.getByText('Choose one emoji.')).toBeVisible()
  await ben.keyboard.press('Escape')
  await thread(ben, words).getByRole('button', { name: 'Reply', exact: true }).press('Enter')
  await ben.keyboard.type('Both of them')
  await thread(ben, words).getByRole('button', { name: 'Send' }).press('Enter')
  await expect(thread(ben, words).getByRole('listitem').filter({ hasText: 'Both of them' })).toBeVisible()
  await expect(thread(ben, words).getByRole('textbox', { name: 'Write a reply' })).toBeFocused()
})

test('the feed passes the accessibility checks in the dark and on a phone', async ({ openAs, expectAccessible }) => {
  const dark = await openAs('chloe', { colorScheme: 'dark', viewport: { width: 360, height: 780 } })
  await expect(dark.getByRole('article').first()).toBeVisible()
  await expectAccessible(dark)
})
