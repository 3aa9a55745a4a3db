import { z } from 'zod'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import type { Viewer } from './contract.ts'
import { languageSchema, nameSchema, timeZoneSchema } from './fields.server.ts'

const input = z.object({
  name: nameSchema,
  language: z.union([languageSchema, z.literal('').transform(() => null)], { error: 'language.wrong' }),
  timeZone: timeZoneSchema,
})

/** Changes how the viewer is called, and in which language (empty: their browser's) and time zone they read. @throws InvalidInput */
export async function updateProfile(viewer: Viewer, raw: unknown): Promise<void> {
  await db.member.update({ where: { id: viewer.id }, data: parseInput(input, raw), select: { id: true } })
}
