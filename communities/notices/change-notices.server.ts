import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { chooseDigest } from './choose-digest.server.ts'
import { planDigests } from './plan-digests.server.ts'

const time = z
  .string({ error: 'time.wrong' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'time.wrong')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))

const input = z.object({
  digest: z.enum(['on', 'off'], { error: 'input.invalid' }).transform((choice) => choice === 'on'),
  quietFrom: time,
  quietTo: time,
})

/**
 * Changes how the viewer is told of things. Mails that follow are in the language that they read now, unless they chose one.
 *
 * @throws InvalidInput `quietFrom`, `quietTo`
 */
export async function changeNotices(viewer: Viewer, raw: unknown, now = new Date()): Promise<void> {
  const { digest, ...quiet } = parseInput(input, raw)
  await db.member.update({ where: { id: viewer.id }, data: { ...quiet, mailLanguage: viewer.language }, select: { id: true } })
  await chooseDigest(viewer.id, digest, now)
  // From tomorrow's morning on, also if no chore ran until then.
  if (digest) await planDigests(now, viewer.id)
}
