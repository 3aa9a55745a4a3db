import type { Standing } from '#communities/memberships/contract.ts'
import { type Asker, may } from '#communities/memberships/permissions.server.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { canBeHeard } from './ask-for-transcript.server.ts'
import { chooseEngine } from './choose-engine.server.ts'
import type { TranscriptStanding } from './contract.ts'
import { findEngine } from './find-engine.server.ts'

/** How a recording's transcript stands, and what the viewer, who may watch it, can do about it. */
export async function describeTranscript(viewer: Asker, standing: Standing, recording: Recording): Promise<TranscriptStanding> {
  const { transcriptState } = recording
  const engine = await chooseEngine(db, recording.id)
  const member = may(standing, 'transcript.edit')
  return {
    state: await stateOf(recording, engine !== null),
    mayEdit: member,
    mayAsk: member && engine !== null && canBeHeard(recording) && (transcriptState === 'none' || transcriptState === 'failed'),
    maySetUp: viewer.role === 'admin',
  }
}

async function stateOf({ id, transcriptState }: Recording, engine: boolean): Promise<TranscriptStanding['state']> {
  if (transcriptState === 'none' && !engine) return findEngine() ? 'promised' : 'off'
  return transcriptState === 'ready' && !(await isSpoken(id)) ? 'silent' : transcriptState
}

async function isSpoken(recordingId: string): Promise<boolean> {
  return (await db.transcriptLine.findFirst({ where: { recordingId, text: { not: '' } }, select: { id: true } })) !== null
}
