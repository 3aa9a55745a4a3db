import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Demo } from './fixtures.ts'
import { expect, test } from './fixtures.ts'
import { inDatabase } from './in-database.ts'
import { holdSocket } from './sockets.ts'

/** The sweep looks every five seconds; the app comes back in a moment. */
const ENDED_WITHIN_MS = 40_000

/** A meeting of Ana and Ben at the prototype table, which everybody has left two minutes ago: the next sweep ends it. */
async function haveMet(demo: Demo, topic: string): Promise<string> {
  const sessionId = randomUUID()
  await inDatabase(demo, async (client) => {
    await client.query(
      `UPDATE "Session" SET "endedAt" = now() WHERE "roomId" = (SELECT id FROM "Room" WHERE slug = 'prototype-table') AND "endedAt" IS NULL`,
    )
    await client.query('BEGIN')
    await client.query(
      `INSERT INTO "Session" (id, "roomId", "communityId", "openedById", topic, "openedAt", "emptySince", "personCount", "peakCount", "chatCount", "chatRev")
       SELECT $1, r.id, r."communityId", (SELECT id FROM "Member" WHERE email = 'ana@demo.palier'), $2, now() - interval '52 min', now() - interval '2 min', 2, 2, 1, 1
       FROM "Room" r WHERE r.slug = 'prototype-table'`,
      [sessionId, topic],
    )
    await client.query(
      `INSERT INTO "Thread" (id, "communityId", kind, "sessionId") SELECT gen_random_uuid(), "communityId", 'session', id FROM "Session" WHERE id = $1`,
      [sessionId],
    )
    for (const table of ['Connection', 'Visit']) {
      await client.query(
        `INSERT INTO "${table}" (${table === 'Connection' ? 'sid, ' : ''}"sessionId", "memberId", "joinedAt", "leftAt")
         SELECT ${table === 'Connection' ? `'PA_' || gen_random_uuid(), ` : ''}$1, id, now() - interval '52 min', now() - interval '2 min'
         FROM "Member" WHERE email IN ('ana@demo.palier', 'ben@demo.palier')`,
        [sessionId],
      )
    }
    await client.query(
      `INSERT INTO "Absence" (id, "roomId", "sessionId", "memberId") SELECT gen_random_uuid(), s."roomId", s.id, m.id
       FROM "Session" s, "Member" m WHERE s.id = $1 AND m.email = 'emma@demo.palier'`,
      [sessionId],
    )
    await client.query(
      `INSERT INTO "Notes" ("sessionId", state, markdown, html) VALUES ($1, '', 'Oak for the seats.', '<p>Oak for the seats.</p>')`,
      [sessionId],
    )
    await client.query(
      `INSERT INTO "ChatLine" (id, "sessionId", "authorId", "clientId", markdown, html, position, rev)
       SELECT gen_random_uuid(), $1, m.id, gen_random_uuid(), '@Emma tries it first',
         '<p><span class="mention" data-member="' || emma.id || '">@Emma</span> tries it first</p>', 1, 1
       FROM "Member" m, "Member" emma WHERE m.email = 'ben@demo.palier' AND emma.email = 'emma@demo.palier'`,
      [sessionId],
    )
    await client.query('COMMIT')
  })
  return sessionId
}

const followUpsOf = (demo: Demo, sessionId: string) =>
  inDatabase(demo, async (client) => {
    const { rows } = await client.query<{ state: string; ended: boolean }>(
      `SELECT f.state, s."endedAt" IS NOT NULL AS ended FROM "Session" s LEFT JOIN "FollowUp" f ON f."sessionId" = s.id WHERE s.id = $1`,
      [sessionId],
    )
    return rows
  })

test('a meeting becomes a follow-up; who was absent catches up the next day and answers in the same thread', async ({
  openAs,
  demo,
  expectAccessible,
  watch,
}, testInfo) => {
  test.setTimeout(180_000)
  // What is written on top of another's change is refused, and browsers note it.
  watch.allow(/status of 409/)
  const [ana, emma] = [await openAs('ana'), await openAs('emma')]
  const sessionId = await haveMet(demo, 'Chairs for the reading room')
  const page = `/sessions/${sessionId}`

  // Who is on the feed sees it by itself, also where the socket comes long after the page.
  const { letIn } = await holdSocket(emma)
  await emma.goto('/c/design-studio')
  const ofEmma = emma.getByRole('article').filter({ hasText: 'Chairs for the reading room' })
  await expect(ofEmma).toContainText('Live in Prototype table')
  await ana.goto('/c/design-studio')
  const card = ana.locator('article').filter({ has: ana.locator(`a[href^="${page}"]`) })
  await expect(card.getByRole('link', { name: 'Write the follow-up' })).toBeVisible({ timeout: ENDED_WITHIN_MS })
  letIn()
  await expect(ofEmma).toContainText('Follow-up to come, from Ana')
  await expect(ana.getByRole('link', { name: 'Follow-up due' }).first()).toBeVisible()
  await card.getByRole('link', { name: 'Write the follow-up' }).click()

  // The draft is what was noted; what is typed survives a reload, and the preview shows it.
  const text = ana.getByLabel('Summary and decisions')
  await expect(text).toHaveValue('Oak for the seats.')
  await text.fill('Oak for the seats, **ash** for the legs.')
  const preview = ana.getByRole('region', { name: 'What will be posted' })
  await expect(preview.locator('strong')).toHaveText('ash')
  await ana.reload()
  await expect(text).toHaveValue('Oak for the seats, **ash** for the legs.')
  await expectAccessible(ana)

  // Somebody else changes it meanwhile: nothing is lost on either side.
  await inDatabase(demo, (client) =>
    client.query(`UPDATE "FollowUp" SET markdown = 'Beech.', html = '<p>Beech.</p>', rev = rev + 1 WHERE "sessionId" = $1`, [sessionId]),
  )
  await ana.getByRole('button', { name: 'Publish' }).click()
  await expect(ana.getByRole('region', { name: 'The other version' })).toContainText('Beech.')
  await expect(text).toHaveValue('Oak for the seats, **ash** for the legs.')
  await ana.getByRole('button', { name: 'Go on with mine' }).click()
  await ana.getByRole('button', { name: 'Publish' }).click()
  await expect(ana.locator('#follow-up')).toContainText('Published by Ana')
  await expect(ana.locator('#follow-up strong')).toHaveText('ash')
  await ana.getByRole('button', { name: '1 former version' }).click()
  await expect(ana.getByRole('dialog')).toContainText('Beech.')
  await ana.keyboard.press('Escape')

  // The next day, for Emma, who had said that she can't be there.
  await inDatabase(demo, async (client) => {
    for (const [table, columns] of [
      ['Session', ['openedAt', 'endedAt']],
      ['FollowUp', ['createdAt', 'publishedAt']],
      ['InboxItem', ['happenedAt']],
    ] as const) {
      const set = columns.map((column) => `"${column}" = "${column}" - interval '1 day'`).join(', ')
      await client.query(`UPDATE "${table}" SET ${set} WHERE ${table === 'Session' ? 'id' : '"sessionId"'} = $1`, [sessionId])
    }
  })
  // Her clock stands: how long she reads is said here.
  await emma.clock.install()
  await emma.clock.pauseAt(new Date(Date.now() + 60_000))
  await emma.goto(page)
  const missed = emma.getByRole('region', { name: 'What you missed' })
  await expect(missed).toContainText('The follow-up is out')
  await expect(missed).toContainText('@Emma tries it first')
  await missed.getByRole('link', { name: 'Ben' }).click()
  await expect(emma.locator('li:target')).toContainText('@Emma tries it first')
  await emma.getByRole('textbox', { name: 'Write a reply' }).fill('I can try it on Thursday.')
  await emma.getByRole('button', { name: 'Send' }).click()
  await expect(ana.getByText('I can try it on Thursday.')).toBeVisible()
  // A glance is no reading: it is there at the next visit.
  await emma.reload()
  await expect(missed.getByRole('button', { name: 'I’m up to date' })).toBeVisible()
  await emma.locator('#follow-up').scrollIntoViewIfNeeded()
  await emma.clock.runFor(5_000)
  await expect(missed.getByRole('button', { name: 'I’m up to date' })).toBeVisible()
  // Her time on the page counts from when it is alive, which can be a moment later.
  await expect(async () => {
    await emma.clock.runFor(5_000)
    await expect(missed.getByRole('status')).toContainText('You are up to date.', { timeout: 1_000 })
  }).toPass({ timeout: 10_000 })
  await emma.screenshot({ path: testInfo.outputPath('missed-read.png') })
  // Not quite: then it is by the button, and stays so.
  await missed.getByRole('button', { name: 'Undo' }).click()
  await expect(missed.getByRole('button', { name: 'I’m up to date' })).toBeVisible()
  await emma.clock.runFor(20_000)
  await emma.clock.resume()
  await expectAccessible(emma)
  await missed.getByRole('button', { name: 'I’m up to date' }).click()
  await expect(missed).toBeHidden()
  await emma.reload()
  await expect(emma.locator('#follow-up')).toContainText('Published by Ana')
  await expect(missed).toBeHidden()

  // It is found, by a word that was noted, and goes as a file.
  await emma.goto('/c/design-studio/sessions')
  await emma.getByRole('searchbox', { name: 'What about?' }).fill('OAK seat')
  await expect(emma.locator('mark').first()).toHaveText('Oak')
  await expect(emma).toHaveURL(/about=OAK/)
  await expectAccessible(emma)
  await emma.getByRole('link', { name: 'Chairs for the reading room' }).first().click()
  const download = emma.waitForEvent('download')
  await emma.getByRole('link', { name: 'Export as Markdown' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d Prototype table - Chairs for the reading room\.md$/)
  const markdown = readFileSync(await file.path(), 'utf8')
  for (const part of ['# Chairs for the reading room', 'Ana and Ben', '**ash** for the legs', '@Emma tries it first', 'on Thursday.']) {
    expect(markdown).toContain(part)
  }
  // On paper, what is said and nothing to press.
  await emma.emulateMedia({ media: 'print' })
  await expect(emma.locator('#follow-up')).toBeVisible()
  await expect(emma.getByRole('navigation').first()).toBeHidden()
  await expect(emma.getByRole('textbox').first()).toBeHidden()
})

test('what is typed while a follow-up is being saved stays, nothing else shows meanwhile, and nobody is in conflict with themselves', async ({
  demo,
  openAs,
}) => {
  test.setTimeout(120_000)
  const ana = await openAs('ana')
  const sessionId = await haveMet(demo, 'Lamps for the hall')
  await ana.goto(`/sessions/${sessionId}`)
  const text = ana.getByLabel('Summary and decisions')
  await expect(text).toHaveValue('Oak for the seats.', { timeout: ENDED_WITHIN_MS })
  const part = ana.locator('#follow-up')
  const saved = ana.getByText('Saved', { exact: true })

  /** Holds back what is asked for until it is let go: before the server has it, or its answer. */
  const hold = async (url: string, what: 'question' | 'answer', isMeant: (body: string) => boolean = () => true) => {
    let letGo = () => {}
    const gone = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let held = false
    await ana.route(url, async (route) => {
      if (!isMeant(route.request().postData() ?? '')) return route.continue()
      const response = what === 'answer' ? await route.fetch() : undefined
      held = true
      await gone
      await (response ? route.fulfill({ response }) : route.continue())
    })
    return { isHeld: () => held, letGo: () => letGo() }
  }
  const isEdit = (body: string) => body.includes('"edit"')

  // The page is read again long after the answer.
  await text.fill('Ash for the seats.')
  const saving = await hold(`**/sessions/${sessionId}/follow-up`, 'question', isEdit)
  const reading = await hold(`**/sessions/${sessionId}.data*`, 'question')
  await text.press('Control+Enter')
  await expect.poll(saving.isHeld).toBe(true)
  await text.press('Control+End')
  await ana.keyboard.type(' And abc')
  saving.letGo()
  await expect(saved).toBeVisible()
  await expect.poll(reading.isHeld).toBe(true)
  await expect(text).toHaveValue('Ash for the seats. And abc')
  await expect(part.getByRole('alert')).toHaveCount(0)
  reading.letGo()
  await expect(part.getByRole('button', { name: '1 former version' })).toBeVisible()
  await expect(text).toHaveValue('Ash for the seats. And abc')
  await expect(part.getByRole('alert')).toHaveCount(0)

  // The page is read again before the answer has come.
  await expect(saved).toBeHidden()
  const answering = await hold(`**/sessions/${sessionId}/follow-up`, 'answer', isEdit)
  await text.press('Control+Enter')
  await expect.poll(answering.isHeld).toBe(true)
  await ana.keyboard.type('def')
  await expect(part.getByRole('button', { name: '2 former versions' })).toBeVisible()
  await expect(text).toHaveValue('Ash for the seats. And abcdef')
  await expect(part.getByRole('alert')).toHaveCount(0)
  answering.letGo()
  await expect(saved).toBeVisible()
  await expect(part.getByRole('alert')).toHaveCount(0)
  await ana.reload()
  await expect(text).toHaveValue('Ash for the seats. And abcdef')
  await part.getByRole('button', { name: 'Save the draft' }).click()
  await expect(part.getByRole('button', { name: '3 former versions' })).toBeVisible()
  await expect(part.getByRole('button', { name: 'Save the draft' })).toBeHidden()
  await expect(text).toHaveValue('Ash for the seats. And abcdef')
})

test('the app is killed while a session is about to end: in the end there is one draft, and never an end without it', async ({
  demo,
  watch,
  openAs,
}) => {
  test.setTimeout(180_000)
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_CONNECTION_REFUSED|Failed to fetch/i)
  const ben = await openAs('ben')
  const sessionId = await haveMet(demo, 'Killed in the middle')
  let killed = 0
  const seen: { state: string | null; ended: boolean }[] = []
  await expect
    .poll(
      async () => {
        const [row] = await followUpsOf(demo, sessionId)
        if (row) seen.push(row)
        if (!row?.ended && killed < 3) {
          try {
            process.kill(demo.appPid(), 'SIGKILL')
            killed++
          } catch {
            // It is not back yet.
          }
        }
        return row?.state
      },
      { timeout: 90_000, intervals: [700] },
    )
    .toBe('draft')
  for (const { state, ended } of seen) expect(state !== null).toBe(ended)
  await expect(async () => {
    await ben.goto(`/sessions/${sessionId}`)
    await expect(ben.locator('#follow-up')).toContainText('Ana is to publish it')
  }).toPass({ timeout: ENDED_WITHIN_MS })
  await ben.getByRole('button', { name: 'Take it over' }).click()
  await ben.getByRole('button', { name: 'Nothing to report' }).click()
  await expect(ben.locator('#follow-up')).toContainText('Nothing to report from this session.')
  await ben.getByRole('button', { name: 'Write it after all' }).click()
  await expect(ben.getByLabel('Summary and decisions')).toHaveValue('Oak for the seats.')
})

test('the app is killed at each step after a meeting, the answer lost with it: what was typed stays, and nothing is there twice', async ({
  demo,
  watch,
  openAs,
}) => {
  test.setTimeout(180_000)
  watch.allow(/Failed to load resource|WebSocket connection to|ERR_|Failed to fetch|status of 409/i)
  const ana = await openAs('ana')
  // The page comes while the session runs, and its socket when that is over.
  const { letIn } = await holdSocket(ana)
  const sessionId = await haveMet(demo, 'Stools for the canteen')
  await ana.goto(`/sessions/${sessionId}`)
  await expect.poll(async () => (await followUpsOf(demo, sessionId))[0]?.state, { timeout: ENDED_WITHIN_MS }).toBe('draft')
  letIn()
  const text = ana.getByLabel('Summary and decisions')
  await expect(text).toHaveValue('Oak for the seats.')

  /** What `press` asks for is done, and the app dies before it can say so. */
  const answerLost = async (url: string, press: () => Promise<void>) => {
    let isDead = false
    await ana.route(url, async (route) => {
      await route.fetch()
      process.kill(demo.appPid(), 'SIGKILL')
      isDead = true
      await route.abort()
    })
    await press()
    await expect.poll(() => isDead).toBe(true)
    await ana.unroute(url)
    await expect.poll(async () => (await fetch(`${demo.baseURL}/readyz`).catch(() => null))?.ok, { timeout: ENDED_WITHIN_MS }).toBe(true)
  }

  await ana.getByRole('button', { name: 'More about this thread' }).click()
  await ana.getByRole('menuitem', { name: 'Make an action' }).click()
  await ana.getByLabel('What is to be done').fill('Order the oak')
  await answerLost('**/actions/api', () => ana.getByRole('button', { name: 'Add', exact: true }).click())
  await expect(ana.getByLabel('What is to be done')).toHaveValue('Order the oak')
  await ana.getByRole('button', { name: 'Try again' }).click()
  await expect(ana.getByLabel('What is to be done')).toBeHidden()
  await ana.reload()
  await expect(ana.getByRole('checkbox', { name: 'Done: Order the oak' })).toHaveCount(1)

  await text.fill('Oak for the seats, ash for the legs.')
  // Not the preview's own asking.
  await expect(ana.getByRole('region', { name: 'What will be posted' })).toContainText('ash for the legs')
  await answerLost(`**/sessions/${sessionId}/follow-up`, () => ana.getByRole('button', { name: 'Publish' }).click())
  await expect(ana.locator('#follow-up')).toContainText('Published by Ana', { timeout: ENDED_WITHIN_MS })
  await expect(ana.locator('#follow-up')).toContainText('Oak for the seats, ash for the legs.')
  const told = await inDatabase(demo, async (client) => {
    const { rows } = await client.query(
      `SELECT m.name, count(*)::int FROM "InboxItem" i JOIN "Member" m ON m.id = i."memberId"
       WHERE i."sessionId" = $1 AND i.kind = 'sessionMissed' GROUP BY m.name`,
      [sessionId],
    )
    return rows
  })
  // So is who was at one of the room's last meetings, of another journey; nobody twice.
  expect(told).toContainEqual({ name: 'Emma', count: 1 })
  expect(told.filter(({ count }) => count !== 1)).toEqual([])
})
