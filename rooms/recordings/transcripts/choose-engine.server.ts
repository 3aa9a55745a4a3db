import type { Db } from '#platform/db.server.ts'
import { STAYS_HERE } from '../consent/consent-words.server.ts'
import { findEngine, findInstalled, type TranscriptEngine } from './find-engine.server.ts'

/**
 * The engine that may listen to a recording: nobody's voice is sent elsewhere who was told that it stays here, whatever was set since.
 * Null: there is none that may.
 */
export async function chooseEngine(client: Db, recordingId: string): Promise<TranscriptEngine | null> {
  const engine = findEngine()
  if (engine !== 'outside') return engine
  const promised = await client.recordingConsent.count({
    where: { recordingId, answer: { in: ['told', 'accepted'] }, words: { in: [...STAYS_HERE] } },
  })
  return promised === 0 ? engine : findInstalled()
}
