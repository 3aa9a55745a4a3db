import { notify } from '#communities/inbox/notify.server.ts'
import { publishInbox } from '#communities/inbox/publish-inbox.server.ts'
import { listApprovers } from '#communities/memberships/list-approvers.server.ts'
import { db, type Tx } from '#platform/db.server.ts'
import { lockSession } from '#rooms/presence/record-facts.server.ts'
import { lockRecording } from '#rooms/recordings/lock-recording.server.ts'
import { goesSoon } from './describe-expiry.server.ts'
import { listExpiring, listToldInVain } from './list-expiring.server.ts'
import { readRetention } from './read-retention.server.ts'

const keyOf = (recordingId: string) => `recording-expires:${recordingId}`

/**
 * Tells a community's owners and moderators, once and a week before, that a recording goes: they may keep it for ever. Where it does not
 * go any more, since a rule was changed, or is deleted already, the notice is taken back; once it goes again, that is told anew.
 */
export async function warnOfExpiry(now = new Date()): Promise<void> {
  for (const id of await listToldInVain(now)) {
    await publishInbox(await db.$transaction((tx) => takeBack(tx, id, now)))
  }
  for (const id of await listExpiring(now)) {
    await publishInbox(await db.$transaction((tx) => warn(tx, id, now)))
  }
}

async function takeBack(tx: Tx, recordingId: string, now: Date): Promise<string[]> {
  const recording = await lockRecording(tx, recordingId)
  if (!recording?.expiryToldAt) return []
  if (recording.state !== 'deleted' && goesSoon(recording, await readRetention(recording.communityId, tx), now)) return []
  await tx.recording.update({ where: { id: recordingId }, data: { expiryToldAt: null }, select: { id: true } })
  return settleExpiry(tx, recordingId, now)
}

async function warn(tx: Tx, recordingId: string, now: Date): Promise<string[]> {
  const found = await tx.recording.findUnique({ where: { id: recordingId }, select: { sessionId: true } })
  // The session's row before the recording's: an inbox item holds on to both, and a follow-up that is published takes them in this order.
  if (found) await lockSession(tx, found.sessionId)
  const recording = await lockRecording(tx, recordingId)
  if (!recording || recording.state === 'deleted' || recording.expiryToldAt) return []
  const { communityId, sessionId } = recording
  if (!goesSoon(recording, await readRetention(communityId, tx), now)) return []
  await tx.recording.update({ where: { id: recordingId }, data: { expiryToldAt: now }, select: { id: true } })
  const members = await listApprovers(tx, communityId)
  const matter = { communityId, sessionId, recordingId, kind: 'recordingExpires' as const, key: keyOf(recordingId) }
  return notify(
    tx,
    members.map((memberId) => ({ ...matter, memberId })),
    now,
  )
}

/** It stays, or is gone already: nobody has to see to it. Answers whose inbox changed. */
export async function settleExpiry(tx: Tx, recordingId: string, now: Date): Promise<string[]> {
  const items = await tx.inboxItem.updateManyAndReturn({
    where: { key: keyOf(recordingId), doneAt: null },
    data: { doneAt: now },
    select: { memberId: true },
  })
  return items.map(({ memberId }) => memberId)
}
