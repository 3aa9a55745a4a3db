import { defineLimit } from '#platform/limits.server.ts'
import { findDevice } from './known-device.server.ts'

const QUARTER_SECONDS = 15 * 60

/** By account and address together: a colleague who guesses, or a program, closes the account to themselves and not to its owner. */
const perAccountHere = defineLimit('sign-in-account-here', 10, QUARTER_SECONDS)
/** Against guessing from many addresses. */
const perAccount = defineLimit('sign-in-account', 100, QUARTER_SECONDS)
/** A whole company may sit behind one address: only what fails counts against it. */
const perAddress = defineLimit('sign-in-address', 60, QUARTER_SECONDS)

/** A browser that signed in to the account before: whatever others guess, and from wherever, its owner gets in there. */
const perDevice = defineLimit('sign-in-device', 10, QUARTER_SECONDS)

/**
 * Counts a try to sign in, before the password is looked at: against the browser, where it signed in to this account before, else
 * against the account and the address. @throws DomainError `limit.reached`
 */
export async function spendSignInTry(email: string, clientAddress: string, devices: string | null = null): Promise<void> {
  const device = findDevice(email, devices)
  if (device) return perDevice.spend(device)
  await perAddress.spend(clientAddress)
  await perAccountHere.spend(`${clientAddress} ${email}`)
  await perAccount.spend(email)
}

/** A sign-in that worked counts against nobody. What others tried stays counted where it went by a browser of its own. */
export async function giveBackSignInTry(email: string, clientAddress: string, devices: string | null = null): Promise<void> {
  const device = findDevice(email, devices)
  if (device) return perDevice.reset(device)
  await Promise.all([openAccount(email, clientAddress), perAddress.giveBack(clientAddress)])
}

/** Lets an account be tried again: after a sign-in that worked, or a new password, from where that was. */
export async function openAccount(email: string, clientAddress: string): Promise<void> {
  await Promise.all([perAccountHere.reset(`${clientAddress} ${email}`), perAccount.reset(email)])
}
