import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { truncateAll } from '#tests/database.ts'
import { startMailServer } from '#tests/mail-server.ts'

const server = await startMailServer()
process.env['SMTP_URL'] = server.url
process.env['MAIL_FROM'] = 'Palier <palier@demo.palier>'
process.env['PUBLIC_URL'] = 'https://palier.example'

const { db } = await import('#platform/db.server.ts')
const { runDueJobs } = await import('#platform/jobs.server.ts')
const { notify } = await import('#communities/inbox/notify.server.ts')
const { foundScene, makePeople } = await import('#tests/communities-scene.ts')
const { changeNotices } = await import('./change-notices.server.ts')
const { planDigests } = await import('./plan-digests.server.ts')
const { handleNotices } = await import('./run-notices.server.ts')
const { findDigestChoice, stopDigest } = await import('./stop-digest.server.ts')

handleNotices()
afterAll(() => server.close())

/** A Monday evening and the working mornings after it, in Paris. */
const monday = new Date('2026-11-23T17:05:00Z')
const tuesdayMorning = new Date('2026-11-24T07:00:00Z')
const wednesdayMorning = new Date('2026-11-25T07:00:00Z')
const afterClaims = (morning: Date) => new Date(morning.getTime() + 6 * 60_000)

let ana: Viewer
let chloe: Viewer
let communityId: string

beforeEach(async () => {
  await truncateAll()
  server.received.length = 0
  server.onArrival(() => {})
  ;[ana, chloe] = await makePeople('Ana', 'Chloé')
  communityId = (await foundScene(ana, 'closed', { chloe })).id
  await db.member.update({ where: { id: chloe.id }, data: { language: 'fr' } })
})

const mention = (excerpt = 'Qu’en dis-tu ?', now = monday) =>
  db.$transaction((tx) =>
    notify(tx, [{ memberId: chloe.id, communityId, kind: 'mention', key: `mention:${randomUUID()}`, actorId: ana.id, excerpt }], now),
  )
const wantDigest = (now = monday) => changeNotices(chloe, { digest: 'on', quietFrom: '20:00', quietTo: '08:00' }, now)
const subjects = () => server.received.map(({ headers }) => headers.get('subject'))

test('at eight on a working morning what is unread comes by mail, in the reader’s language and zone, and asks for nothing remote', async () => {
  await wantDigest()
  await mention()
  await mention('<b>gras</b> & "cité"')
  await runDueJobs(new Date(tuesdayMorning.getTime() - 1))
  expect(server.received).toEqual([])
  await runDueJobs(tuesdayMorning)
  await runDueJobs(tuesdayMorning)
  expect(server.received).toHaveLength(1)
  const [mail] = server.received
  const text = mail?.parts.get('text/plain') ?? ''
  const html = mail?.parts.get('text/html') ?? ''
  expect(mail?.to).toEqual([chloe.email])
  expect(mail?.headers.get('message-id')).toBe(`<digest-2026-11-24-${chloe.id}@palier.example>`)
  expect(text).toContain('Bonjour Chloé,')
  expect(text).toContain('Ana vous mentionne dans Design\n« Qu’en dis-tu ? »\nlun. 23 nov., 18:05\nhttps://palier.example/c/design')
  expect(html).toContain('<html lang="fr">')
  expect(html).toContain('&lt;b&gt;gras&lt;/b&gt; &amp; &quot;cité&quot;')
  expect(html).not.toMatch(/<(img|link|script|style|iframe|object|video)|url\(|src=/i)
  const link = /^<(https:\/\/palier\.example\/unsubscribe\/[^>]+)>$/.exec(mail?.headers.get('list-unsubscribe') ?? '')?.[1]
  expect(mail?.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click')
  expect(text).toContain(`: ${link}\n`)
  expect(html).toContain(`href="${link}"`)
})

test('nothing new, no mail: not of what was read, nor of what the mail before told already, nor at a weekend', async () => {
  await wantDigest()
  await mention()
  await db.inboxItem.updateMany({ data: { readAt: monday } })
  await runDueJobs(tuesdayMorning)
  expect(server.received).toEqual([])
  await mention('Later', new Date('2026-11-24T10:00:00Z'))
  await planDigests(tuesdayMorning)
  await runDueJobs(wednesdayMorning)
  expect(server.received).toHaveLength(1)
  await planDigests(wednesdayMorning)
  const thursdayMorning = new Date('2026-11-26T07:00:00Z')
  await runDueJobs(thursdayMorning)
  expect(server.received).toHaveLength(1)
  const friday = new Date('2026-11-27T08:00:00Z')
  await planDigests(friday)
  expect((await db.job.findMany({ where: { doneAt: null } })).map(({ key, runAt }) => [key, runAt])).toEqual([
    [`digest:${chloe.id}:2026-11-30`, new Date('2026-11-30T07:00:00Z')],
  ])
})

test('what one may not read any more is not mailed, and nothing is mailed to who stopped it or whose account is closed', async () => {
  await wantDigest()
  await mention()
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: chloe.id } } })
  await runDueJobs(tuesdayMorning)
  await db.membership.create({ data: { communityId, memberId: chloe.id } })
  await mention('Again', tuesdayMorning)
  await planDigests(tuesdayMorning)
  await db.member.update({ where: { id: chloe.id }, data: { deactivatedAt: monday } })
  await runDueJobs(wednesdayMorning)
  expect(subjects()).toEqual([])
})

test('planning again, by many processes, makes one job a member and day; a move to another zone moves it', async () => {
  await wantDigest()
  await Promise.all(Array.from({ length: 8 }, () => planDigests(monday)))
  expect(await db.job.count()).toBe(1)
  await db.member.update({ where: { id: chloe.id }, data: { timeZone: 'America/Montreal' } })
  await planDigests(monday)
  expect(await db.job.findMany({ select: { runAt: true } })).toEqual([{ runAt: new Date('2026-11-24T13:00:00Z') }])
  await mention()
  await runDueJobs(tuesdayMorning)
  expect(server.received).toEqual([])
  await runDueJobs(new Date('2026-11-24T13:00:00Z'))
  expect(server.received).toHaveLength(1)
})

test('a mail server that refuses for now is asked again, and the mail comes once', async () => {
  await wantDigest()
  await mention()
  server.onArrival(() => {
    server.received.length = 0
    throw Object.assign(new Error('come back later'), { responseCode: 451 })
  })
  await runDueJobs(tuesdayMorning)
  server.onArrival(() => {})
  await runDueJobs(afterClaims(tuesdayMorning))
  await runDueJobs(new Date(tuesdayMorning.getTime() + 60 * 60_000))
  expect(server.received).toHaveLength(1)
})

test('a morning whose mail could not be sent is made good by the next one, and what a mail told is told once', async () => {
  await wantDigest()
  await mention('Of Monday')
  server.onArrival(() => {
    server.received.length = 0
    throw Object.assign(new Error('come back tomorrow'), { responseCode: 451 })
  })
  await planDigests(tuesdayMorning)
  const givenUp = () => db.job.count({ where: { key: `digest:${chloe.id}:2026-11-24`, failedAt: { not: null } } })
  for (let hour = 0; hour < 20; hour++) await runDueJobs(new Date(tuesdayMorning.getTime() + hour * 60 * 60_000))
  expect(await givenUp()).toBe(1)
  server.onArrival(() => {})
  await runDueJobs(wednesdayMorning)
  expect(server.received).toHaveLength(1)
  expect(server.received[0]?.parts.get('text/plain')).toContain('Of Monday')
  await planDigests(wednesdayMorning)
  await runDueJobs(new Date('2026-11-26T07:00:00Z'))
  expect(server.received).toHaveLength(1)
})

test('a mail that comes late has told what came up until then: the next one does not begin before it', async () => {
  await wantDigest()
  await mention('Of Monday')
  await mention('Of Wednesday', new Date('2026-11-25T08:00:00Z'))
  // Everything was down from Tuesday on.
  await runDueJobs(new Date('2026-11-25T09:00:00Z'))
  expect(server.received).toHaveLength(1)
  await planDigests(new Date('2026-11-25T09:00:00Z'))
  await runDueJobs(new Date('2026-11-26T07:00:00Z'))
  expect(server.received).toHaveLength(1)
})

test('the mail begins where it was asked for again, not where it was stopped', async () => {
  await wantDigest()
  await mention('Of Monday')
  await runDueJobs(tuesdayMorning)
  await changeNotices(chloe, { digest: 'off', quietFrom: '20:00', quietTo: '08:00' }, tuesdayMorning)
  await mention('Of Wednesday', wednesdayMorning)
  const later = new Date('2026-12-07T17:00:00Z')
  await wantDigest(later)
  await runDueJobs(new Date('2026-12-08T07:00:00Z'))
  expect(server.received).toHaveLength(1)
})

test('killed after the mail server took it and before it said so: it is not sent twice', async () => {
  await wantDigest()
  await mention()
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/run-due-jobs.ts', tuesdayMorning.toISOString()], { stdio: 'inherit' })
  const died = once(child, 'exit')
  server.onArrival(async () => {
    child.kill('SIGKILL')
    await died
  })
  const [, signal] = await died
  expect(signal).toBe('SIGKILL')
  expect(server.received).toHaveLength(1)
  expect(await db.job.findFirst()).toMatchObject({ doneAt: null, attempts: 1 })
  server.onArrival(() => {})
  await runDueJobs(afterClaims(tuesdayMorning))
  await planDigests(tuesdayMorning)
  await runDueJobs(afterClaims(tuesdayMorning))
  expect(server.received).toHaveLength(1)
  expect(await db.job.findFirst({ where: { key: `digest:${chloe.id}:2026-11-24` } })).toMatchObject({ failedAt: expect.any(Date) })
}, 60_000)

test('the connection breaks after the mail arrived: it is not sent twice', async () => {
  await wantDigest()
  await mention()
  const { default: net } = await import('node:net')
  const port = Number(new URL(server.url).port)
  // A way to the mail server that breaks before its answer comes through.
  const way = net.createServer((socket) => {
    const on = net.connect(port, '127.0.0.1')
    socket.on('error', () => {}).pipe(on)
    on.on('error', () => {}).pipe(socket)
    server.onArrival(() => void socket.destroy())
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  const address = way.address()
  const broken = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/?ignoreTLS=true`
  const env = { ...process.env, SMTP_URL: broken, LOG_LEVEL: 'silent' }
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/run-due-jobs.ts', tuesdayMorning.toISOString()], {
    stdio: 'inherit',
    env,
  })
  await once(child, 'exit')
  way.close()
  expect(server.received).toHaveLength(1)
  server.onArrival(() => {})
  await runDueJobs(new Date(tuesdayMorning.getTime() + 60 * 60_000))
  expect(server.received).toHaveLength(1)
}, 60_000)

test('one click stops it and can be taken back, without being signed in; another’s link does not', async () => {
  await wantDigest()
  await mention()
  await runDueJobs(tuesdayMorning)
  const token = /\/unsubscribe\/([^>]+)>/.exec(server.received[0]?.headers.get('list-unsubscribe') ?? '')?.[1] ?? ''
  expect(await findDigestChoice(token)).toEqual({ digest: true, language: 'fr' })
  // As a mail program asks for it.
  await stopDigest(token, { 'List-Unsubscribe': 'One-Click' })
  await stopDigest(token, { 'List-Unsubscribe': 'One-Click' })
  expect(await findDigestChoice(token)).toMatchObject({ digest: false })
  await mention('Later', tuesdayMorning)
  await planDigests(tuesdayMorning)
  await runDueJobs(wednesdayMorning)
  expect(server.received).toHaveLength(1)
  await stopDigest(token, { intent: 'undo' })
  expect(await findDigestChoice(token)).toMatchObject({ digest: true })
  for (const wrong of ['', 'x', token.replace(/.$/, (last) => (last === '0' ? '1' : '0')), token.replace(chloe.id, ana.id)]) {
    await expect(stopDigest(wrong, {})).rejects.toMatchObject({ code: 'unsubscribe.gone' })
  }
})

test('times that are none are told next to their field', async () => {
  await expect(changeNotices(chloe, { digest: 'off', quietFrom: '25:00', quietTo: 'soon' })).rejects.toMatchObject({
    fields: { quietFrom: 'time.wrong', quietTo: 'time.wrong' },
  })
  expect(await db.member.findUnique({ where: { id: chloe.id } })).toMatchObject({ quietFrom: 1200, quietTo: 480 })
})
