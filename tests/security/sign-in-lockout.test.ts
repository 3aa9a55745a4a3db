import { beforeEach, expect, test } from 'vitest'
import { deviceCookie, deviceCookieName, readDeviceCookie } from '#app/http/device-cookie.server.ts'
import { action } from '#app/routes/people/sign-in.tsx'
import { findDevice, rememberDevice } from '#communities/people/known-device.server.ts'
import { signIn } from '#communities/people/sign-in.server.ts'
import { spendSignInTry } from '#communities/people/sign-in-tries.server.ts'
import { truncateAll } from '#tests/database.ts'
import { form, newAddress, PASSWORD, setPolicy, signUpAs } from '#tests/people-scene.ts'

// Whoever guesses, from however many addresses, keeps nobody out of their own account where they signed in before.
let email: string
let person = 0

beforeEach(async () => {
  await truncateAll()
  await signUpAs('Ana')
  await setPolicy('open')
  // Limits are counted by e-mail, and are not emptied with the database.
  const name = `Ben${person++}`
  await signUpAs(name)
  email = form(name).email ?? ''
})

const signInFrom = (address: string, devices: string | null, password = PASSWORD) =>
  signIn({ email, password }, { userAgent: 'a test', devices }, address)
const reached = { code: 'limit.reached' }
const wrong = { code: 'signIn.wrong' }
/** Guesses until the account is closed to browsers that nobody knows. */
async function guessFromEverywhere(): Promise<void> {
  for (let guess = 0; guess < 100; guess++) await spendSignInTry(email, newAddress())
}

test('an account that is guessed at from a hundred addresses opens to a browser that signed in to it before', async () => {
  const devices = rememberDevice(email, null)
  await guessFromEverywhere()
  await expect(signInFrom(newAddress(), null)).rejects.toMatchObject(reached)
  await signInFrom(newAddress(), devices)
  // That opens it to nobody else.
  await expect(signInFrom(newAddress(), null)).rejects.toMatchObject(reached)
})

test('so it does where a colleague at the same address used up its tries', async () => {
  const office = newAddress()
  const devices = rememberDevice(email, null)
  for (let guess = 0; guess < 60; guess++) await spendSignInTry(`somebody-${guess}@demo.palier`, office)
  await expect(signInFrom(office, null)).rejects.toMatchObject(reached)
  await signInFrom(office, devices)
})

test('a browser has tries of its own: ten wrong ones close it, and no other one', async () => {
  const [hers, another] = [rememberDevice(email, null), rememberDevice(email, null)]
  for (let guess = 0; guess < 10; guess++) await expect(signInFrom(newAddress(), hers, 'a wrong sentence')).rejects.toMatchObject(wrong)
  await expect(signInFrom(newAddress(), hers)).rejects.toMatchObject(reached)
  await signInFrom(newAddress(), another)
})

test('a sign-in that works gives a browser its tries back', async () => {
  const devices = rememberDevice(email, null)
  for (let time = 0; time < 3; time++) {
    for (let guess = 0; guess < 9; guess++) await expect(signInFrom(newAddress(), devices, 'a wrong sentence')).rejects.toMatchObject(wrong)
    await signInFrom(newAddress(), devices)
  }
})

test('a browser remembers five accounts: the sixth takes the place of the one that it signed in to longest ago', async () => {
  const accounts = ['a', 'b', 'c', 'd', 'e', 'f']
  const devices = accounts.reduce<string | null>((kept, one) => rememberDevice(`${one}@demo.palier`, kept), null)
  expect(devices?.split('~')).toHaveLength(5)
  expect(accounts.filter((one) => findDevice(`${one}@demo.palier`, devices))).toEqual(accounts.slice(1))
})

test('what another account left in a browser, or somebody made up, is worth nothing', async () => {
  await guessFromEverywhere()
  const mark = rememberDevice(email, null)
  const [id, signature] = mark.split('.')
  const other = rememberDevice('ana@demo.palier', null)
  for (const devices of [
    other,
    `${id}.${other.split('.')[1]}`,
    `${id}.${signature?.replaceAll(/./g, '0')}`,
    `${id}.`,
    '~',
    'x'.repeat(9000),
  ]) {
    await expect(signInFrom(newAddress(), devices)).rejects.toMatchObject(reached)
  }
  // Five accounts fit into one browser; whose sign-in is repeated keeps its own.
  const five = ['b', 'c', 'd', 'e'].reduce((devices: string, one) => rememberDevice(`${one}@demo.palier`, devices), mark)
  expect(rememberDevice(email, five).split('~')[0]).toBe(mark)
  await signInFrom(newAddress(), five)
})

test('signing in leaves the mark in a cookie that no script reads; on https only this host can set it', async () => {
  const request = new Request('http://palier.test/sign-in', { method: 'POST', body: new URLSearchParams({ email, password: PASSWORD }) })
  const context = { requestId: 'r', nonce: '', clientAddress: newAddress() }
  const answer = await action({ request, params: {}, context }).catch((thrown: unknown) => thrown)
  const cookies = (answer as Response).headers.getSetCookie()
  const device = cookies.find((cookie) => cookie.startsWith('palier-device=')) ?? ''
  expect(device).toMatch(/^palier-device=[\w.-]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/)
  await guessFromEverywhere()
  await signInFrom(newAddress(), readDeviceCookie(device))
  expect(deviceCookie(email, null, 'https://palier.example')).toMatch(
    /^__Host-palier-device=[\w.-]+; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  )
  expect(deviceCookieName('https://palier.example')).toBe('__Host-palier-device')
})
