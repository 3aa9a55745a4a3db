import { z } from 'zod'
import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db, type Prisma } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import type { TranscriptPart } from './contract.ts'
import { describeLines, lineSelect } from './describe-lines.server.ts'
import { requireTranscript } from './require-transcript.server.ts'

const PAGE_SIZE = 120
/** Of a page around a moment, so much is what was said before. */
const BEFORE_MOMENT = 30

interface Place {
  startMs: number
  id: string
}

/** What a column holds. */
const MS_MAX = 2_147_483_000
const msSchema = z.coerce.number().int().min(0).max(MS_MAX)
const placeSchema = z
  .string()
  .regex(/^\d{1,10}\.[0-9a-f-]{36}$/)
  .transform((text): Place => {
    const [startMs = '', id = ''] = text.split('.')
    return { startMs: Number(startMs), id }
  })
  .pipe(z.object({ startMs: z.number().max(MS_MAX), id: z.uuid() }))
const whereSchema = z.union([
  z.object({ lineId: z.uuid() }),
  z.object({ after: placeSchema }),
  z.object({ before: placeSchema }),
  z.object({ aroundMs: msSchema.default(0).catch(0) }),
])

/**
 * A part of a transcript, for who may watch the recording: around a moment of it (its beginning, if nothing else is said), before or
 * after what was read already (`before`, `after`), or one line alone (`lineId`; also one that was taken out, without its text). By key:
 * a part of a long transcript costs what a part of a short one does.
 *
 * @throws DomainError `recording.notFound`, `transcript.notFound`, `transcriptLine.notFound`
 */
export async function readTranscriptLines(viewer: Asker, recordingId: string, raw: unknown): Promise<TranscriptPart> {
  const { recording } = await requireTranscript(viewer, recordingId)
  const where = whereSchema.parse(raw)
  if ('lineId' in where) {
    const row = await db.transcriptLine.findFirst({ where: { id: where.lineId, recordingId: recording.id }, select: lineSelect })
    if (!row) throw new DomainError('transcriptLine.notFound')
    return { lines: await describeLines([row]), before: null, after: null }
  }
  const [earlier, later] =
    'after' in where
      ? [{ rows: [], more: true }, await readOn(recording.id, where.after, PAGE_SIZE)]
      : 'before' in where
        ? [await readBack(recording.id, where.before, PAGE_SIZE), { rows: [], more: true }]
        : await Promise.all([
            readBack(recording.id, { startMs: where.aroundMs, id: LAST_ID }, BEFORE_MOMENT),
            readOn(recording.id, { startMs: where.aroundMs, id: LAST_ID }, PAGE_SIZE - BEFORE_MOMENT),
          ])
  const rows = [...earlier.rows.reverse(), ...later.rows]
  const [first, last] = [rows[0], rows.at(-1)]
  return {
    lines: await describeLines(rows),
    before: first && earlier.more ? placeOf(first) : null,
    after: last && later.more ? placeOf(last) : null,
  }
}

/** After all others of its moment. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const placeOf = ({ startMs, id }: Place) => `${startMs}.${id}`

async function readOn(recordingId: string, { startMs, id }: Place, limit: number) {
  const beyond: Prisma.TranscriptLineWhereInput = { OR: [{ startMs: { gt: startMs } }, { startMs, id: { gt: id } }] }
  const rows = await db.transcriptLine.findMany({
    where: { recordingId, startMs: { gte: startMs }, text: { not: '' }, ...beyond },
    orderBy: [{ startMs: 'asc' }, { id: 'asc' }],
    take: limit + 1,
    select: lineSelect,
  })
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}

/** The nearest first. */
async function readBack(recordingId: string, { startMs, id }: Place, limit: number) {
  const beyond: Prisma.TranscriptLineWhereInput = { OR: [{ startMs: { lt: startMs } }, { startMs, id: { lt: id } }] }
  const rows = await db.transcriptLine.findMany({
    where: { recordingId, startMs: { lte: startMs }, text: { not: '' }, ...beyond },
    orderBy: [{ startMs: 'desc' }, { id: 'desc' }],
    take: limit + 1,
    select: lineSelect,
  })
  return { rows: rows.slice(0, limit), more: rows.length > limit }
}
