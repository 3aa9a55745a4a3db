import type { Standing } from '#communities/memberships/contract.ts'
import { type Asker, may } from '#communities/memberships/permissions.server.ts'
import { db, type Recording } from '#platform/db.server.ts'
import { canBeHeard } from './ask-for-transcript.server.ts'
import { chooseEngine } from './choose-engine.server.ts'
import type { TranscriptStanding } from './contract.ts'
import { findEngine } from './find-engine.server.ts'
import { canBeCompleted, isTranscribed, nameMissing } from './missing-voices.server.ts'

/** How a recording's transcript stands, and what the viewer, who may watch it, can do about it. */
export async function describeTranscript(viewer: Asker, standing: Standing, recording: Recording): Promise<TranscriptStanding> {
  const engine = await chooseEngine(db, recording.id)
  const member = may(standing, 'transcript.edit')
  return {
    state: await stateOf(recording, engine !== null),
    mayEdit: member,
    mayAsk: member && engine !== null && canBeHeard(recording) && isToBeAsked(recording),
    missing: await nameMissing(recording),
    maySetUp: viewer.role === 'admin',
  }
}

function isToBeAsked(recording: Recording): boolean {
  const { transcriptState } = recording
  if (isTranscribed(recording)) return canBeCompleted(recording) && transcriptState !== 'waiting' && transcriptState !== 'running'
  return transcriptState === 'none' || transcriptState === 'failed'
}

async function stateOf(recording: Recording, engine: boolean): Promise<TranscriptStanding['state']> {
  const { id, transcriptState } = recording
  if (transcriptState === 'none' && !engine) return findEngine() ? 'promised' : 'off'
  if (!isTranscribed(recording)) return transcriptState
  return (await isSpoken(id)) ? 'ready' : 'silent'
}

async function isSpoken(recordingId: string): Promise<boolean> {
  return (await db.transcriptLine.findFirst({ where: { recordingId, text: { not: '' } }, select: { id: true } })) !== null
}
