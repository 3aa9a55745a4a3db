import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { hashToken } from '#platform/tokens.server.ts'
import type { ConsentWords, ShownWords } from './contract.ts'
import { readWords } from './read-words.server.ts'

const factsSchema = z.object({
  recordingId: z.string(),
  memberId: z.string(),
  version: z.number().int(),
  language: z.enum(['en', 'fr']),
  keepDays: z.number().int().nullable(),
  /** Of the words as they were filled in: whom to ask, who can watch. */
  digest: z.string(),
})
/** What one person was shown of one recording. */
export type ShownFacts = z.infer<typeof factsSchema>

/** The words of today of a recording in the viewer's language, with the mark by which an answer is known to be an answer to them. */
export async function showWords(
  viewer: Pick<Viewer, 'id' | 'language'>,
  recording: { id: string; communityId: string },
): Promise<ShownWords> {
  const words = await readWords(recording.communityId, viewer.language)
  const { version, language, keepDays } = words
  const facts: ShownFacts = { recordingId: recording.id, memberId: viewer.id, version, language, keepDays, digest: digestOf(words) }
  const told = Buffer.from(JSON.stringify(facts)).toString('base64url')
  return { ...words, shown: `${told}.${signed(told)}` }
}

/** What the server showed, by the mark that came with it; null where this server showed no such words to this person of this recording. */
export function findShown(shown: string, { recordingId, memberId }: { recordingId: string; memberId: string }): ShownFacts | null {
  const [told = '', signature = ''] = shown.split('.')
  const expected = Buffer.from(signed(told))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  const facts = factsSchema.parse(JSON.parse(Buffer.from(told, 'base64url').toString()))
  return facts.recordingId === recordingId && facts.memberId === memberId ? facts : null
}

/** Whether what somebody was shown is still what they would be shown. */
export function saysTheSame(shown: ShownFacts, words: ConsentWords): boolean {
  return shown.version === words.version && shown.keepDays === words.keepDays && shown.digest === digestOf(words)
}

/** Keyed as sign-ins and links are, and of no use as one of them. */
const signed = (told: string) => hashToken(`words of consent ${told}`)

const digestOf = ({ title, parts }: ConsentWords) =>
  createHash('sha256')
    .update(JSON.stringify([title, parts]))
    .digest('base64url')
