import { z } from 'zod'
import { type Asker, readableBy } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import type { Moment } from './contract.ts'
import { idSchema } from './fields.server.ts'

/** The longest that a recording can be, so that a column holds it: 24 days. */
const MOMENT_MAX_MS = 2_147_483_000
const LINK = /\/recordings\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?\?t=(\d{1,7})\b/i

/** A moment that somebody chose, as a page sends it. */
export const momentSchema = z.object({ recordingId: idSchema, momentMs: z.number().int().min(0).max(MOMENT_MAX_MS) }).nullish()

/** The first moment that a text links to; null where it links to none. */
export function momentIn(markdown: string): Moment | null {
  const [, recordingId, seconds] = LINK.exec(markdown) ?? []
  const momentMs = Number(seconds) * 1000
  return recordingId && momentMs <= MOMENT_MAX_MS ? { recordingId: recordingId.toLowerCase(), momentMs } : null
}

/** The moment that goes with what somebody writes: one that they chose, else the first that their text links to; only of what they may watch. */
export async function findMoment(viewer: Asker, chosen: Moment | null | undefined, markdown: string): Promise<Moment | null> {
  const moment = chosen ?? momentIn(markdown)
  if (!moment) return null
  const where = { id: moment.recordingId, state: { not: 'deleted' }, community: readableBy(viewer) } as const
  return (await db.recording.count({ where })) > 0 ? { recordingId: moment.recordingId, momentMs: moment.momentMs } : null
}

/**
 * What an edit does to the moment of a text: a link that is new is quoted, one that was taken out is not any more; a moment that was
 * chosen without a link stays. Undefined: nothing changes.
 */
export async function findEditedMoment(viewer: Asker, before: string, after: string): Promise<Moment | null | undefined> {
  const [was, is] = [momentIn(before), momentIn(after)]
  if (was?.recordingId === is?.recordingId && was?.momentMs === is?.momentMs) return undefined
  return is ? findMoment(viewer, is, after) : null
}
