import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Viewer } from '#communities/people/contract.ts'
import { truncateAll } from '#tests/database.ts'
import { startPushService } from '#tests/push-service.ts'

const service = await startPushService()
process.env['PUSH_HOSTS'] = service.host
process.env['PUBLIC_URL'] = 'https://palier.example'

const { db } = await import('#platform/db.server.ts')
const { runDueJobs } = await import('#platform/jobs.server.ts')
const { findPushEndpoint, pushPublicKey } = await import('#platform/web-push.server.ts')
const { notify } = await import('#communities/inbox/notify.server.ts')
const { findViewer } = await import('#communities/people/find-viewer.server.ts')
const { startSignIn } = await import('#communities/people/start-sign-in.server.ts')
const { signOut } = await import('#communities/people/sign-out.server.ts')
const { foundScene, makePeople } = await import('#tests/communities-scene.ts')
const { handleNotices } = await import('./run-notices.server.ts')
const { subscribePush } = await import('./subscribe-push.server.ts')
const { testPush } = await import('./test-push.server.ts')
const { unsubscribePush } = await import('./unsubscribe-push.server.ts')
const { getNotices } = await import('./get-notices.server.ts')

handleNotices()
afterAll(() => service.close())

let ana: Viewer
let ben: Viewer
let communityId: string

/** Ben, in a browser of his that is signed in. */
async function signedIn(person: Viewer, language: 'en' | 'fr' = 'en'): Promise<Viewer> {
  const viewer = await findViewer(await startSignIn(db, person.id, { userAgent: 'a test' }), language)
  if (!viewer) throw new Error('nobody is signed in')
  return viewer
}

beforeEach(async () => {
  await truncateAll()
  service.taken.length = 0
  service.answerWith(201)
  const [first, second] = await makePeople('Ana', 'Ben')
  ana = first
  communityId = (await foundScene(ana, 'closed', { second })).id
  await db.member.updateMany({ data: { quietFrom: 0, quietTo: 0 } })
  ben = await signedIn(second)
})

const mention = (more: object = {}) =>
  db.$transaction((tx) =>
    notify(tx, [
      { memberId: ben.id, communityId, kind: 'mention', key: `mention:${randomUUID()}`, actorId: ana.id, excerpt: 'Look, Ben', ...more },
    ]),
  )
const titles = () => service.taken.map(({ notice }) => notice.title)

test('a mention comes to the browser that was allowed to tell it, signed and encrypted, with the page that it is about', async () => {
  const browser = service.makeBrowser()
  await subscribePush(ben, browser.subscription)
  await subscribePush(ben, browser.subscription)
  expect(await getNotices(ben)).toMatchObject({ pushEndpoint: browser.subscription.endpoint })
  await mention()
  await runDueJobs()
  const item = await db.inboxItem.findFirstOrThrow()
  const { slug } = await db.community.findUniqueOrThrow({ where: { id: communityId } })
  expect(service.taken).toEqual([
    {
      path: new URL(browser.subscription.endpoint).pathname,
      ttl: '43200',
      urgency: 'normal',
      notice: { title: 'Ana mentioned you in Design', body: 'Look, Ben', tag: item.id, path: `/c/${slug}`, language: 'en' },
    },
  ])
  await runDueJobs()
  expect(service.taken).toHaveLength(1)
})

test('who chose no language is told in that of the browser, who chose one in theirs', async () => {
  await db.member.update({ where: { id: ben.id }, data: { language: null } })
  ben = await signedIn(ben, 'fr')
  await subscribePush(ben, service.makeBrowser().subscription)
  await mention()
  await runDueJobs()
  await db.member.update({ where: { id: ben.id }, data: { language: 'en' } })
  await mention()
  await runDueJobs()
  expect(titles()).toEqual(['Ana vous mentionne dans Design', 'Ana mentioned you in Design'])
})

test('nothing comes in quiet hours, of what was read meanwhile, of what may not be read any more, or of what can wait', async () => {
  await subscribePush(ben, service.makeBrowser().subscription)
  await db.member.update({ where: { id: ben.id }, data: { timeZone: 'UTC', quietFrom: 0, quietTo: 24 * 60 - 1 } })
  const noon = new Date('2026-11-24T12:00:00Z')
  const key = `mention:${randomUUID()}`
  await db.$transaction((tx) => notify(tx, [{ memberId: ben.id, communityId, kind: 'mention', key, actorId: ana.id }], noon))
  expect(await db.job.count()).toBe(0)
  await db.member.update({ where: { id: ben.id }, data: { quietFrom: 0, quietTo: 0 } })
  await mention({ kind: 'reply' })
  expect(await db.job.count()).toBe(0)

  await mention()
  await db.inboxItem.updateMany({ data: { readAt: new Date() } })
  await runDueJobs()
  await mention()
  await db.membership.delete({ where: { communityId_memberId: { communityId, memberId: ben.id } } })
  await runDueJobs()
  expect(service.taken).toEqual([])
  expect(await db.job.count({ where: { doneAt: null } })).toBe(0)
})

test('a browser that is signed out is told nothing, and one that takes no more is forgotten', async () => {
  await subscribePush(ben, service.makeBrowser().subscription)
  await mention()
  await signOut(ben)
  await runDueJobs()
  expect(await db.pushSubscription.count()).toBe(0)
  ben = await signedIn(ben)
  await subscribePush(ben, service.makeBrowser().subscription)
  service.answerWith(410)
  await mention()
  await runDueJobs()
  expect(await db.pushSubscription.count()).toBe(0)
  expect(await getNotices(ben)).toMatchObject({ pushEndpoint: null })
  expect(service.taken).toEqual([])
})

test('a push service that is out of order is asked again, and the notice comes once', async () => {
  await subscribePush(ben, service.makeBrowser().subscription)
  service.answerWith(503)
  await mention()
  await runDueJobs()
  service.answerWith(201)
  const later = new Date(Date.now() + 60_000)
  await runDueJobs(later)
  await runDueJobs(new Date(later.getTime() + 60 * 60_000))
  expect(titles()).toEqual(['Ana mentioned you in Design'])
})

test('a notice whose sender died in the middle is not sent twice', async () => {
  await subscribePush(ben, service.makeBrowser().subscription)
  await mention()
  // As a process leaves it that died after it sent, before it said so.
  await db.job.updateMany({ data: { attempts: 1, claimedUntil: new Date(Date.now() - 1000) } })
  await runDueJobs()
  expect(service.taken).toEqual([])
  expect(await db.job.findMany({ select: { failedAt: true } })).toEqual([{ failedAt: expect.any(Date) }])
})

test('a browser with another person in it tells that person only; turning it off ends it', async () => {
  const { subscription } = service.makeBrowser()
  await subscribePush(ben, subscription)
  const anaThere = await signedIn(ana)
  await subscribePush(anaThere, subscription)
  await mention()
  await runDueJobs()
  expect(service.taken).toEqual([])
  await testPush(anaThere)
  await runDueJobs()
  expect(titles()).toEqual(['Palier can reach you here'])
  await unsubscribePush(anaThere)
  await expect(testPush(anaThere)).rejects.toMatchObject({ code: 'push.off' })
})

test.each([
  'http://fcm.googleapis.com/fcm/send/a',
  'https://127.0.0.1/',
  'https://localhost:5432/',
  'https://169.254.169.254/latest/meta-data',
  'https://fcm.googleapis.com.evil.example/a',
  'https://evil.example\\@fcm.googleapis.com/a',
  'https://user@fcm.googleapis.com/a',
  'https://fcm.googleapis.com:8443/a',
  'https://notpush.services.mozilla.com.example/a',
  'file:///etc/passwd',
  'no address',
])('%s is no push service: nobody makes this server call it', async (endpoint) => {
  expect(findPushEndpoint(endpoint)).toBeNull()
  const { keys } = service.makeBrowser().subscription
  await expect(subscribePush(ben, { endpoint, keys })).rejects.toMatchObject({ code: 'push.unknownService' })
})

test.each([
  'https://fcm.googleapis.com/fcm/send/a',
  'https://updates.push.services.mozilla.com/wpush/v2/a',
  'https://wns2-by3p.notify.windows.com/w/?token=a',
  'https://web.push.apple.com/a',
])('%s is one', (endpoint) => {
  expect(findPushEndpoint(endpoint)).toBe(endpoint)
})

test('keys of a wrong size are refused, and the own key is a point of the curve', async () => {
  const { endpoint, keys } = service.makeBrowser().subscription
  await expect(subscribePush(ben, { endpoint, keys: { ...keys, auth: 'short' } })).rejects.toMatchObject({ name: 'InvalidInput' })
  expect(Buffer.from(pushPublicKey, 'base64url')).toHaveLength(65)
})
