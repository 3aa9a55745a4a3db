import { useEffect, useRef } from 'react'
import { useCloseWatch } from '#app/realtime/use-close-watch.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { roomRecording } from '#rooms/recordings/events/contract.ts'
import { useCall } from '../use-call.ts'
import { AskDialog } from './ask-dialog.tsx'
import { chime } from './chime.ts'
import { readOwn, receiveTold, useRecording } from './recording-store.ts'
import { useRecordingWords } from './use-recording-words.ts'

/**
 * Keeps what is recorded in the call before this person, wherever they are in the product: hears of it, sounds softly, tells screen
 * readers, and asks whoever came in later.
 */
export function RecordingKeeper({ roomId, sessionId }: { roomId: string; sessionId: string }) {
  const { mayPublish } = useCall()
  const known = useRecording(sessionId)
  const { running, over, answer, words, putOff, policy, stale } = known
  const said = useRecordingWords(known)
  useCloseWatch({ roomId }, () => void readOwn(sessionId))
  useServerEvent<typeof roomRecording>('room.recording', (told) => {
    if (told.roomId === roomId && told.recording.sessionId === sessionId) receiveTold(told.recording)
  })
  useEffect(() => {
    // The server has just taken publishing away, or something began that was not read yet.
    if (stale || mayPublish === false) void readOwn(sessionId)
  }, [stale, mayPublish, sessionId])
  useChimes(policy === null ? undefined : (running?.id ?? null), over?.id ?? null)
  const asked = running !== null && mayPublish === false && answer !== 'told' && answer !== 'accepted'
  return (
    <>
      <p role="status" className="sr-only">
        {said && [said.title, said.detail].filter(Boolean).join('. ')}
      </p>
      {asked && words && <AskDialog sessionId={sessionId} recording={running} words={words} open={!putOff} />}
    </>
  )
}

/** One at the beginning and one at the end; none for what went on already when this person came in. Undefined: not known yet. */
function useChimes(runningId: string | null | undefined, overId: string | null): void {
  const before = useRef<string | null | undefined>(undefined)
  useEffect(() => {
    const was = before.current
    before.current = runningId
    if (was === undefined || was === runningId) return
    if (runningId) chime('begins')
    else if (was === overId) chime('ends')
  }, [runningId, overId])
}
