import { WebhookReceiver } from 'livekit-server-sdk'
import { env } from '#platform/env.server.ts'
import { type EgressReport, readEgress } from './read-egress.server.ts'
import { type MediaParticipant, readParticipant } from './read-participant.server.ts'

/** What we read of a webhook. */
export interface MediaEvent {
  eventId: string
  /** As LiveKit names it: `participant_joined`. */
  name: string
  /** The LiveKit room's name; of a room of ours, the session's id. */
  roomName: string | null
  /** Null also for what is no person. */
  participant: MediaParticipant | null
  /** What Egress says of one of its runs. */
  egress: EgressReport | null
  /** The end of the second that LiveKit tells: what happened in it never seems shorter than it was. */
  createdAt: Date
}

const receiver = new WebhookReceiver(env.LIVEKIT_API_KEY, env.LIVEKIT_API_SECRET)
const MS_PER_SECOND = 1000

/** Checks a webhook's signature over its raw body and reads it; null where it is not LiveKit's. */
export async function verifyWebhook(rawBody: string, authorization: string | null): Promise<MediaEvent | null> {
  const event = await receiver.receive(rawBody, authorization ?? '').catch(() => null)
  if (!event?.id) return null
  return {
    eventId: event.id,
    name: event.event,
    roomName: event.room?.name ?? event.egressInfo?.roomName ?? null,
    participant: event.participant ? readParticipant(event.participant) : null,
    egress: event.egressInfo ? readEgress(event.egressInfo) : null,
    createdAt: new Date(Number(event.createdAt) * MS_PER_SECOND + MS_PER_SECOND - 1),
  }
}
