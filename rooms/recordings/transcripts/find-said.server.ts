import { db, type Prisma } from '#platform/db.server.ts'
import { AFTER_HIT, HIT, layMarks } from '#rooms/search/lay-marks.server.ts'
import type { FoundLine } from './contract.ts'

/** Of each recording the first line in which these words were said: for a page of a list, by one query. */
export async function findSaid(recordingIds: readonly string[], query: Prisma.Sql): Promise<Map<string, FoundLine>> {
  if (recordingIds.length === 0) return new Map()
  const options = `HighlightAll=true, StartSel=${HIT}, StopSel=${AFTER_HIT}`
  const rows = await db.$queryRaw<(FoundLine & { recordingId: string; text: string; headline: string })[]>`
    SELECT recording.id AS "recordingId", line.name, line."startMs", line.text, (
      SELECT headline FROM unnest(ARRAY[
        ts_headline('french', line.words, ${query}, ${options}), ts_headline('english', line.words, ${query}, ${options})
      ]) headline ORDER BY strpos(headline, ${HIT}) = 0 LIMIT 1) AS headline
    FROM unnest(${[...recordingIds]}::uuid[]) AS recording(id)
    CROSS JOIN LATERAL (
      SELECT said.name, said."startMs", said.text, said.words FROM "TranscriptLine" said
      WHERE said."recordingId" = recording.id AND said.vector @@ ${query} ORDER BY said."startMs", said.id LIMIT 1
    ) line`
  return new Map(
    rows.map(({ recordingId, name, startMs, text, headline }) => [
      recordingId,
      { name, startMs, pieces: layMarks(headline, text.normalize('NFC')) },
    ]),
  )
}
