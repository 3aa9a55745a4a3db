import { type ParticipantInfo, ParticipantInfo_Kind, ParticipantInfo_State } from '@livekit/protocol'
import { z } from 'zod'

/** A person's connection to a LiveKit room. */
export interface MediaParticipant {
  /** LiveKit's id of this connection: a reconnect of the same person has another. */
  sid: string
  /** The identity that we gave it. */
  memberId: string
  joinedAt: Date
  /** False while it is still connecting. */
  active: boolean
  /** Whether LiveKit lets them publish: not who was not told of a recording that runs, or objected to it. */
  mayPublish: boolean
}

const memberIdSchema = z.uuid()
const MS_PER_SECOND = 1000

/** Whether it is a recorder, ours or Egress: only who has LiveKit's secret can enter a room as one. */
export function isRecorder({ kind, permission }: ParticipantInfo): boolean {
  return permission?.hidden === true && (kind === ParticipantInfo_Kind.EGRESS || permission.recorder)
}

/** Reads what LiveKit tells of a participant; null for what is no person: recorders, agents, the hidden, foreign identities. */
export function readParticipant(info: ParticipantInfo): MediaParticipant | null {
  if (info.kind !== ParticipantInfo_Kind.STANDARD || info.permission?.hidden || !info.sid) return null
  const memberId = memberIdSchema.safeParse(info.identity)
  if (!memberId.success) return null
  const joinedAtMs = Number(info.joinedAtMs) || Number(info.joinedAt) * MS_PER_SECOND
  return {
    sid: info.sid,
    memberId: memberId.data,
    joinedAt: new Date(joinedAtMs),
    active: info.state === ParticipantInfo_State.ACTIVE,
    mayPublish: info.permission?.canPublish ?? true,
  }
}
