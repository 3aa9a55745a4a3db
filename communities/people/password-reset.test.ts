import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '#platform/db.server.ts'
import { runDueJobs } from '#platform/jobs.server.ts'
import { outboxDir } from '#platform/mail.server.ts'
import { truncateAll } from '#tests/database.ts'
import { newAddress, openSignIns, PASSWORD, setPolicy, signInAs, signUpAs } from '#tests/people-scene.ts'
import { changePassword } from './change-password.server.ts'
import { mailResetLinks } from './mail-reset-link.server.ts'
import { requestPasswordReset } from './request-password-reset.server.ts'
import { isResetOpen, resetPassword } from './reset-password.server.ts'
import { signIn } from './sign-in.server.ts'

mailResetLinks()
const ask = async (email: string, address = newAddress()) => {
  const answer = await requestPasswordReset({ email }, address)
  await runDueJobs()
  return answer
}
const reset = (token: string, password: string, now = new Date()) => resetPassword({ token, password }, newAddress(), now)
const mails = () =>
  (existsSync(outboxDir) ? readdirSync(outboxDir) : [])
    .filter((name) => !name.startsWith('.'))
    .sort()
    .map((name) => readFileSync(path.join(outboxDir, name), 'utf8'))

/** Asks, waits for the mail, and reads the link out of it. */
async function linkFor(email: string): Promise<string> {
  const before = mails().length
  await ask(email)
  await vi.waitFor(() => expect(mails()).toHaveLength(before + 1), { timeout: 15_000 })
  const text = mails().at(-1) ?? ''
  const token = /^http:\S+\/reset-password\/([\w-]{43})$/m.exec(text)?.[1]
  if (!token) throw new Error(`no link in the mail:\n${text}`)
  return token
}

beforeEach(async () => {
  await truncateAll()
  rmSync(outboxDir, { recursive: true, force: true })
})

test('the link in the mail changes the password once, and signs all browsers out', async () => {
  const ana = await signUpAs('Ana')
  await signInAs('Ana')
  expect(await openSignIns(ana.id)).toHaveLength(2)
  const [earlier, token] = [await linkFor(' ANA@demo.palier '), await linkFor('ana@demo.palier')]
  expect(await isResetOpen(token)).toBe(true)
  await reset(token, 'another sentence')
  expect(await openSignIns(ana.id)).toEqual([])
  await expect(signInAs('Ana')).rejects.toMatchObject({ code: 'signIn.wrong' })
  expect(await signInAs('Ana', 'another sentence')).toMatchObject({ name: 'Ana' })
  for (const used of [token, earlier]) {
    expect(await isResetOpen(used)).toBe(false)
    await expect(reset(used, 'a third sentence')).rejects.toMatchObject({ code: 'reset.gone' })
  }
})

test('a link that is used twice at the same time works once', async () => {
  await signUpAs('Ana')
  const token = await linkFor('ana@demo.palier')
  const sentences = ['the first sentence', 'the second sentence', 'the third sentence']
  const outcomes = await Promise.allSettled(sentences.map((sentence) => reset(token, sentence)))
  const won = outcomes.findIndex(({ status }) => status === 'fulfilled')
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await signInAs('Ana', sentences[won])).toMatchObject({ name: 'Ana' })
})

test('a link is over after an hour, and with the account', async () => {
  const ana = await signUpAs('Ana')
  const token = await linkFor('ana@demo.palier')
  const later = new Date(Date.now() + 61 * 60 * 1000)
  expect(await isResetOpen(token, later)).toBe(false)
  await expect(reset(token, 'another sentence', later)).rejects.toMatchObject({ code: 'reset.gone' })
  await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: new Date() } })
  expect(await isResetOpen(token)).toBe(false)
  await expect(reset(token, 'another sentence')).rejects.toMatchObject({ code: 'reset.gone' })
})

test('who forgot a password, and tried ten, signs in with the new one', async () => {
  await signUpAs('Ben')
  const address = newAddress()
  const enter = (password: string) => signIn({ email: 'ben@demo.palier', password }, { userAgent: '' }, address)
  for (let tried = 0; tried < 10; tried++) await expect(enter('not the password')).rejects.toMatchObject({ code: 'signIn.wrong' })
  await expect(enter(PASSWORD)).rejects.toMatchObject({ code: 'limit.reached' })
  await resetPassword({ token: await linkFor('ben@demo.palier'), password: 'another sentence' }, address)
  expect(await enter('another sentence')).toEqual(expect.any(String))
})

test('a password that is too short uses nothing up', async () => {
  await signUpAs('Ana')
  const token = await linkFor('ana@demo.palier')
  await expect(reset(token, 'short')).rejects.toMatchObject({ fields: { password: 'password.tooShort' } })
  expect(await isResetOpen(token)).toBe(true)
})

test('an address without an account gets the same answer, and no mail', async () => {
  await signUpAs('Chloé', { language: 'fr' })
  await setPolicy('open')
  const ben = await signUpAs('Ben')
  await db.member.update({ where: { id: ben.id }, data: { deactivatedAt: new Date() } })
  expect(await ask('nobody@demo.palier')).toBe(await ask('chloe@demo.palier'))
  expect(await ask('ben@demo.palier')).toBeUndefined()
  await vi.waitFor(() => expect(mails()).toHaveLength(1), { timeout: 15_000 })
  expect(mails()[0]).toMatch(/^To: chloe@demo\.palier$/m)
  expect(await db.passwordReset.count()).toBe(1)
})

test('a French member is written to in French, and only the hash of the link is kept', async () => {
  await signUpAs('Chloé', { language: 'fr' })
  const token = await linkFor('chloe@demo.palier')
  expect(mails()[0]).toMatch(/^Subject: .*mot de passe/m)
  expect(mails()[0]).toContain('Bonjour Chloé,')
  expect(JSON.stringify(await db.passwordReset.findMany())).not.toContain(token)
})

test('asking again and again is limited: an account, known or not, and an address of the network', async () => {
  for (const email of ['dan@demo.palier', 'nobody-at-all@demo.palier']) {
    for (let asked = 0; asked < 5; asked++) await ask(email)
    await expect(ask(email)).rejects.toMatchObject({ code: 'limit.reached' })
  }
  const address = newAddress()
  for (let asked = 0; asked < 20; asked++) await ask(`somebody-${asked}@demo.palier`, address)
  await expect(ask('emma@demo.palier', address)).rejects.toMatchObject({ code: 'limit.reached' })
})

test('trying links is limited by address', async () => {
  const address = newAddress()
  const attempt = (token: string) => resetPassword({ token, password: 'another sentence' }, address)
  for (let tried = 0; tried < 30; tried++) await expect(attempt(`guess ${tried}`)).rejects.toMatchObject({ code: 'reset.gone' })
  await expect(attempt('one more')).rejects.toMatchObject({ code: 'limit.reached' })
})

test('who changes their password stays, and all their other browsers are out', async () => {
  const ana = await signUpAs('Ana')
  await signInAs('Ana')
  const change = (currentPassword: string) => changePassword(ana, { currentPassword, password: 'another sentence' }, newAddress())
  await expect(change('not the password')).rejects.toMatchObject({ fields: { currentPassword: 'password.wrong' } })
  expect(await openSignIns(ana.id)).toHaveLength(2)
  await change(PASSWORD)
  expect(await openSignIns(ana.id)).toEqual([ana.signInId])
  expect(await signInAs('Ana', 'another sentence')).toMatchObject({ name: 'Ana' })
  for (let tried = 0; tried < 10; tried++) await change('wrong').catch(() => {})
  await expect(change('another sentence')).rejects.toMatchObject({ code: 'limit.reached' })
})

test('a link that was asked for outlives the process: the mail is a row before there is an answer, which holds no link', async () => {
  const emma = await signUpAs('Emma')
  await requestPasswordReset({ email: 'emma@demo.palier' }, newAddress())
  const [job] = await db.job.findMany()
  expect(job).toMatchObject({ kind: 'people.resetMail', payload: { email: 'emma@demo.palier' }, doneAt: null })
  expect([mails(), await db.passwordReset.count()]).toEqual([[], 0])
  // As it is where a process took it up and died.
  const died = new Date(Date.now() - 60 * 60 * 1000)
  await db.job.updateMany({ data: { attempts: 1, claimedUntil: died } })
  await runDueJobs()
  expect(mails()).toHaveLength(1)
  expect(await db.passwordReset.count({ where: { memberId: emma.id } })).toBe(1)
})
