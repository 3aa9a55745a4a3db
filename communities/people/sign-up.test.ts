import { beforeEach, describe, expect, test } from 'vitest'
import { db } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { form, newAddress, PASSWORD, setPolicy, signUpAs, viewerOf } from '#tests/people-scene.ts'
import { findViewer } from './find-viewer.server.ts'
import { signIn } from './sign-in.server.ts'
import { signOut } from './sign-out.server.ts'
import { signUp } from './sign-up.server.ts'

const browser = { userAgent: 'Firefox' }
const enter = (fields: Record<string, string>, address = newAddress()) => signUp(fields, browser, address)
const first = (name: string) => form(name, { workspaceName: 'Demo' })
const DAY_MS = 24 * 60 * 60 * 1000

beforeEach(truncateAll)

describe('the first sign-up', () => {
  test('makes the workspace and its admin', async () => {
    const ana = await viewerOf(await enter(form('Ana', { workspaceName: '  Demo \u202e  company ' })))
    expect(ana).toMatchObject({ name: 'Ana', email: 'ana@demo.palier', role: 'admin', language: 'en', timeZone: 'Europe/Paris' })
    expect(await db.workspace.findMany()).toMatchObject([{ name: 'Demo company', signUpPolicy: 'invitation' }])
  })

  test('needs a name for the workspace, and leaves nothing behind without', async () => {
    for (const workspaceName of ['', '   ', 'x'.repeat(81)]) {
      await expect(enter(form('Ana', { workspaceName }))).rejects.toMatchObject({ fields: { workspaceName: expect.anything() } })
    }
    expect([await db.member.count(), await db.workspace.count()]).toEqual([0, 0])
  })

  test('of several at once, one is the admin and the others are told that they need an invitation', async () => {
    const outcomes = await Promise.allSettled(['Ana', 'Ben', 'Chloé', 'Dan'].map((name) => enter(first(name))))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(refused).toEqual(Array(3).fill('signUp.invitationNeeded'))
    expect(await db.member.findMany({ select: { role: true } })).toEqual([{ role: 'admin' }])
    expect(await db.workspace.count()).toBe(1)
  })
})

describe('later sign-ups', () => {
  test('need an invitation, until the workspace is open to all', async () => {
    await signUpAs('Ana')
    await expect(enter(form('Ben'))).rejects.toMatchObject({ code: 'signUp.invitationNeeded' })
    await setPolicy('open')
    expect(await viewerOf(await enter(form('Ben')))).toMatchObject({ name: 'Ben', role: 'member' })
  })

  test('with one address at once are one account', async () => {
    await signUpAs('Ana')
    await setPolicy('open')
    const outcomes = await Promise.allSettled([enter(form('Ben')), enter(form('Ben', { email: ' BEN@demo.palier' }))])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { fields: { email: 'email.taken' } } })
    expect(await db.member.count({ where: { email: 'ben@demo.palier' } })).toBe(1)
  })

  test('tell each field what is wrong with it', async () => {
    await expect(enter({ name: ' \u0007 ', email: 'ana@', password: 'short' })).rejects.toMatchObject({
      fields: { name: 'name.missing', email: 'email.wrong', password: 'password.tooShort' },
    })
  })

  test('a zone or a language that nobody knows does not keep anybody out', async () => {
    const ana = await viewerOf(await enter({ ...first('Ana'), timeZone: 'Moon/Crater', language: 'xx' }))
    expect(ana).toMatchObject({ timeZone: 'UTC', language: 'en' })
  })
})

describe('signing in', () => {
  const tryAs = (name: string, password: string, address = newAddress()) => signIn({ ...form(name), password }, browser, address)

  test('works with the password, however its accents are written, and is a row that holds only a hash', async () => {
    await enter({ ...first('Ana'), password: 'caf\u00e9 du matin' })
    const token = await tryAs('Ana', 'cafe\u0301 du matin')
    expect(await findViewer(token)).toMatchObject({ name: 'Ana' })
    expect(JSON.stringify(await db.signIn.findMany())).not.toContain(token)
    expect((await db.member.findFirstOrThrow()).passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('a wrong password, an unknown address and a closed account get one answer', async () => {
    const ana = await signUpAs('Ana')
    await expect(tryAs('Ana', 'not the password')).rejects.toMatchObject({ code: 'signIn.wrong' })
    await expect(tryAs('Ben', PASSWORD)).rejects.toMatchObject({ code: 'signIn.wrong' })
    await db.member.update({ where: { id: ana.id }, data: { deactivatedAt: new Date() } })
    await expect(tryAs('Ana', PASSWORD)).rejects.toMatchObject({ code: 'signIn.wrong' })
  })

  test('ten wrong tries close an account for a while where they come from, and no other; a hundred close it everywhere', async () => {
    await signUpAs('Emma')
    await setPolicy('open')
    await signUpAs('Ben')
    const guessWrong = async (address = newAddress()) => {
      for (let tries = 0; tries < 10; tries++) await expect(tryAs('Emma', 'wrong', address)).rejects.toMatchObject({ code: 'signIn.wrong' })
    }
    const address = newAddress()
    await guessWrong(address)
    const told = { code: 'limit.reached', details: { seconds: expect.any(Number) } }
    await expect(tryAs('Emma', PASSWORD, address)).rejects.toMatchObject(told)
    expect(await findViewer(await tryAs('Ben', PASSWORD, address))).toMatchObject({ name: 'Ben' })
    expect(await findViewer(await tryAs('Emma', PASSWORD))).toMatchObject({ name: 'Emma' })
    await Promise.all(Array.from({ length: 10 }, () => guessWrong()))
    await expect(tryAs('Emma', PASSWORD)).rejects.toMatchObject(told)
    expect(await findViewer(await tryAs('Ben', PASSWORD))).toMatchObject({ name: 'Ben' })
  })

  test('one address of the network cannot try many accounts', async () => {
    await signUpAs('Ana')
    const address = newAddress()
    const tries = Array.from({ length: 61 }, (_, at) => tryAs(`Dan${at}`, 'wrong', address).catch((error: { code: string }) => error.code))
    const answers = await Promise.all(tries)
    expect(answers.filter((answer) => answer === 'limit.reached')).toHaveLength(1)
    await expect(tryAs('Ana', PASSWORD, address)).rejects.toMatchObject({ code: 'limit.reached' })
    expect(await findViewer(await tryAs('Ana', PASSWORD))).toMatchObject({ name: 'Ana' })
  })

  test('lasts 60 days from the last use', async () => {
    const token = await enter(first('Ana'))
    const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
    expect(await findViewer(token, 'en', inDays(59))).not.toBeNull()
    expect(await findViewer(token, 'en', inDays(118))).not.toBeNull()
    expect(await findViewer(token, 'en', inDays(179))).toBeNull()
  })

  test('out is out, for this browser alone', async () => {
    const here = await enter(first('Ana'))
    const there = await tryAs('Ana', PASSWORD)
    await signOut(await viewerOf(here))
    expect(await findViewer(here)).toBeNull()
    expect(await findViewer(there)).not.toBeNull()
    expect(await findViewer('')).toBeNull()
    expect(await findViewer('no such token')).toBeNull()
  })
})
