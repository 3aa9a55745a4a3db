import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures.ts'
import { inDatabase } from './in-database.ts'

async function setNotices(page: Page, { digest }: { digest: boolean }): Promise<void> {
  await page.goto('/me/notices')
  await page.getByRole('checkbox').setChecked(digest)
  for (const time of await page.locator('input[type=time]').all()) await time.fill('00:00')
  await page.locator('main form button[type=submit]').click()
  await expect(page.getByRole('status').filter({ hasText: /^(Saved|Enregistré)$/ })).toBeVisible()
}

test('a room calls who asked for it, once', async ({ openAs, demo, expectAccessible }) => {
  const [ana, ben] = await Promise.all([openAs('ana'), openAs('ben')])
  await setNotices(ana, { digest: false })
  await expect(ana.getByText('None yet.')).toBeVisible()
  await expectAccessible(ana)
  await ana.goto('/c/everyone')
  const room = ana.getByRole('region', { name: 'Rooms' }).getByRole('link').first()
  const href = (await room.getAttribute('href')) ?? ''
  // From the room's menu, by the keyboard; taken back; and on the room's own page.
  const menu = ana
    .getByRole('region', { name: 'Rooms' })
    .getByRole('button', { name: /: more$/ })
    .first()
  const choice = (name: string) => ana.getByRole('menuitemradio', { name })
  await menu.focus()
  await ana.keyboard.press('Enter')
  await expect(choice('Don’t tell me who is in')).toBeFocused()
  await expect(choice('Don’t tell me who is in')).toBeChecked()
  await expectAccessible(ana)
  await ana.keyboard.press('ArrowDown')
  await ana.keyboard.press('Enter')
  await menu.click()
  await expect(choice('Tell me when somebody is in')).toBeChecked()
  await ana.keyboard.press('Escape')
  await ana.getByRole('button', { name: 'Undo' }).click()
  await menu.click()
  await expect(choice('Don’t tell me who is in')).toBeChecked()
  await ana.keyboard.press('Escape')
  await ana.goto(href)
  const told = ana.waitForResponse(
    (response) => response.request().method() === 'POST' && new URL(response.url()).pathname === '/rooms.data',
  )
  await ana.getByLabel('Tell me when somebody is in this room').selectOption('1')
  await told
  await expectAccessible(ana)
  await ana.reload()
  await expect(ana.getByLabel('Tell me when somebody is in this room')).toHaveValue('1')

  const count = () =>
    inDatabase(demo, async (client) => {
      const { rows } = await client.query<{ count: number }>(
        `SELECT item.count FROM "InboxItem" item JOIN "Member" member ON member.id = item."memberId"
         WHERE member.email = 'ana@demo.palier' AND item.kind = 'roomBusy'`,
      )
      return rows.map((row) => row.count)
    })
  expect(await count()).toEqual([])
  await ben.goto(href)
  await ben.getByRole('button', { name: 'Start a call' }).click()
  await ben.getByRole('button', { name: 'Join', exact: true }).click()
  await expect.poll(count, { timeout: 20_000 }).toEqual([1])
  await ben.reload()
  await ben.goto('/')
  await ana.goto('/me/notices')
  await expect(ana.getByLabel(/^Tell me when somebody is in /)).toHaveValue('1')
  await ana.getByLabel(/^Tell me when somebody is in /).selectOption('0')
  await expect(ana.getByText('None yet.')).toBeVisible()
  expect(await count()).toEqual([1])
})

test('the morning’s mail comes in French to a reader of French, and its link stops it without a sign-in', async ({
  openAs,
  page,
  demo,
  expectAccessible,
}) => {
  const [ana, chloe] = await Promise.all([openAs('ana'), openAs('chloe', { locale: 'fr-FR' })])
  await setNotices(chloe, { digest: true })
  await expect(chloe.getByRole('group', { name: 'Heures calmes' })).toBeVisible()
  await expectAccessible(chloe)
  const words = `Un mot ${randomUUID()}`
  const posted = await inDatabase(demo, async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM "Community" WHERE slug = 'everyone'`)
    return ana.request.post('/threads', {
      data: { communityId: rows[0]?.id, markdown: `${words}, @Chloé` },
      headers: { origin: demo.baseURL },
    })
  })
  expect(posted.status()).toBe(200)
  // The morning comes: the job is there already, and is due now.
  const key = await inDatabase(demo, async (client) => {
    const { rows } = await client.query<{ key: string }>(
      `UPDATE "Job" SET "runAt" = now() WHERE kind = 'notices.digest' AND "doneAt" IS NULL
       AND payload->>'memberId' = (SELECT id::text FROM "Member" WHERE email = 'chloe@demo.palier') RETURNING key`,
    )
    return rows[0]?.key ?? ''
  })
  const [, memberId = '', day = ''] = key.split(':')
  const file = path.join(demo.dataFolder, 'outbox', `digest-${day}-${memberId}.eml`)
  await expect.poll(() => existsSync(file)).toBe(true)
  const mail = readFileSync(file, 'utf8')
  expect(mail).toContain('Bonjour Chloé,')
  expect(mail).toContain(words)
  const link = /^Ne plus le recevoir : (.+)$/m.exec(mail)?.[1] ?? ''

  // Looking at it changes nothing; a mail program's own button does.
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Ne plus recevoir l’e-mail du matin ?' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ne plus le recevoir' }).click()
  await expect(page.getByRole('heading', { name: 'Vous ne recevrez plus l’e-mail du matin' })).toBeVisible()
  await chloe.goto('/me/notices')
  await expect(chloe.getByRole('checkbox')).not.toBeChecked()
  await page.getByRole('button', { name: 'Le recevoir quand même' }).click()
  await expect(page.getByRole('button', { name: 'Ne plus le recevoir' })).toBeVisible()
  const oneClick = await page.request.post(link, { form: { 'List-Unsubscribe': 'One-Click' } })
  expect(oneClick.status()).toBe(200)
  await chloe.goto('/me/notices')
  await expect(chloe.getByRole('checkbox')).not.toBeChecked()
})

test('a browser that may show no notices says so, and how to change that', async ({ openAs, expectAccessible }) => {
  const ben = await openAs('ben')
  await ben.goto('/me/notices')
  // Headless browsers refuse all notices.
  await expect(ben.getByText(/^(This browser blocks notices|Off in this browser)$/)).toBeVisible()
  await expectAccessible(ben)
})
