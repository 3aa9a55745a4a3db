import { expect, test } from 'vitest'
import type { DomainError } from './errors.server.ts'
import { defineLimit } from './limits.server.ts'

test('as many tries as allowed, then the seconds to wait; each key for itself', async () => {
  const limit = defineLimit('three', 3, 600)
  for (let i = 0; i < 3; i++) await limit.spend('ana')
  const refusal: unknown = await limit.spend('ana').catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'limit.reached' })
  const { seconds } = (refusal as DomainError).details
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(600)
  await limit.spend('ben')
})

test('of tries that race, no more than allowed get through', async () => {
  const limit = defineLimit('race', 5, 600)
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => limit.spend('ana')))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
})

test('giving one try back, or all', async () => {
  const limit = defineLimit('back', 2, 600)
  await limit.spend('ana')
  await limit.spend('ana')
  await limit.giveBack('ana')
  await limit.spend('ana')
  await expect(limit.spend('ana')).rejects.toMatchObject({ code: 'limit.reached' })
  await limit.reset('ana')
  await limit.spend('ana')
})

test('two limits with one key do not share their tries', async () => {
  await defineLimit('one', 1, 600).spend('ana')
  await defineLimit('other', 1, 600).spend('ana')
})
