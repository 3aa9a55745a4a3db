import type { Tx } from '#platform/db.server.ts'
import type { Stretch } from '#rooms/recordings/contract.ts'
import { foldText } from '#rooms/search/fold-text.server.ts'

/** Something that was said, on the recording's timeline. An empty name: nobody knows whose voice it is. */
export interface SpokenLine extends Stretch {
  memberId: string | null
  name: string
  text: string
}

/**
 * Puts the lines of a whole recording in the place of those that it had. Lines that somebody put right stay, and stand for all that the
 * same voice says at their time. The caller has locked the recording; repeating it ends in the same lines.
 */
export async function writeLines(tx: Tx, recordingId: string, lines: readonly SpokenLine[]): Promise<void> {
  await tx.transcriptLine.deleteMany({ where: { recordingId, editedAt: null } })
  const edited = await tx.transcriptLine.findMany({ where: { recordingId } })
  const dealtWith = (line: SpokenLine) => edited.some((kept) => isSameVoice(kept, line) && liesIn(line, kept))
  const added = lines.filter((line) => !dealtWith(line))
  await tx.transcriptLine.createMany({
    data: added.map(({ memberId, name, startMs, endMs, text }) => ({
      recordingId,
      memberId,
      name,
      startMs,
      endMs,
      text,
      words: foldText(text),
    })),
  })
}

function isSameVoice(a: Pick<SpokenLine, 'memberId' | 'name'>, b: Pick<SpokenLine, 'memberId' | 'name'>): boolean {
  return a.memberId === b.memberId && (a.memberId !== null || a.name === b.name)
}

/** By its middle: the same words are never timed alike twice. */
function liesIn(line: Stretch, kept: Stretch): boolean {
  const middleMs = (line.startMs + line.endMs) / 2
  return middleMs >= kept.startMs && middleMs <= kept.endMs
}
