import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { foldText } from '#rooms/search/fold-text.server.ts'
import { AFTER_HIT, HIT, layMarks } from '#rooms/search/lay-marks.server.ts'
import { wordQuery } from '#rooms/search/word-query.server.ts'
import type { TranscriptHits } from './contract.ts'
import { requireTranscript } from './require-transcript.server.ts'

/** Who has so many to go through looks for something else. */
const HITS_MAX = 200
const WORD_MAX = 80

interface Row {
  id: string
  startMs: number
  text: string
  words: string
  /** Null where the letters that were typed stand in the line themselves. */
  headline: string | null
}

/**
 * Where something was said in a recording, from its beginning, for who may watch it: the letters that are typed, whatever their case and
 * accents, or the same words in another form, as French or English has them.
 *
 * @throws DomainError `recording.notFound`, `transcript.notFound`
 */
export async function searchTranscript(viewer: Asker, recordingId: string, typed: string): Promise<TranscriptHits> {
  const { recording } = await requireTranscript(viewer, recordingId)
  const word = typed.slice(0, WORD_MAX).trim()
  const letters = foldText(word)
  if (!letters.trim()) return { hits: [], more: false }
  const query = wordQuery(word)
  const options = `HighlightAll=true, StartSel=${HIT}, StopSel=${AFTER_HIT}`
  const rows = await db.$queryRaw<Row[]>`
    SELECT line.id, line."startMs", line.text, line.words,
      CASE WHEN strpos(line.words, ${letters}) = 0 THEN (
        SELECT headline FROM unnest(ARRAY[
          ts_headline('french', line.words, ${query}, ${options}), ts_headline('english', line.words, ${query}, ${options})
        ]) headline ORDER BY strpos(headline, ${HIT}) = 0 LIMIT 1) END AS headline
    FROM (
      SELECT id, "startMs", text, words FROM "TranscriptLine"
      WHERE "recordingId" = ${recording.id}::uuid AND text <> '' AND (strpos(words, ${letters}) > 0 OR vector @@ ${query})
      ORDER BY "startMs", id LIMIT ${HITS_MAX + 1}
    ) line ORDER BY line."startMs", line.id`
  const hits = rows.slice(0, HITS_MAX).map(({ id, startMs, text, words, headline }) => ({
    lineId: id,
    startMs,
    pieces: layMarks(headline ?? words.replaceAll(letters, HIT + letters + AFTER_HIT), text.normalize('NFC')),
  }))
  return { hits, more: rows.length > HITS_MAX }
}
