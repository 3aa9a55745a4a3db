import { useEffect, useRef } from 'react'
import { errorText, useText } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { Spinner } from '#app/ui/kit/states.tsx'
import { useViewerId } from '#app/ui/rooms/use-my-communities.ts'
import type { PanelProps } from '../contract.ts'
import { Editor } from './editor.tsx'
import type { NotesStatus } from './notes-link.ts'
import { useNotes } from './use-notes.ts'

/** A session's notes, written together: in the call and on the session's page. */
export default function NotesPanel({ room, sessionId, asked = false }: PanelProps) {
  const { notes: text } = useText()
  const viewerId = useViewerId()
  const { notes, status } = useNotes(viewerId, sessionId)
  useEndNoticed(room.roomId, sessionId, notes?.link.ended)
  const ended = status.endedAt !== null
  return (
    <section aria-label={text.title} className="flex min-h-0 flex-1 flex-col">
      <StatusLine status={status} />
      {!notes || status.phase === 'connecting' ? (
        status.refusal === null && (
          <p className="m-auto flex items-center gap-3 p-6 text-soft">
            <Spinner /> {text.connecting}
          </p>
        )
      ) : (
        <Editor doc={notes.doc} cursors={notes.cursors} editable={status.mayEdit && !ended} focus={asked} />
      )}
    </section>
  )
}

/** How it stands with the notes, where that is worth a line. */
function StatusLine({ status }: { status: NotesStatus }) {
  const text = useText()
  const { notes } = text
  const away = status.phase === 'away'
  const sentence = status.refusal
    ? errorText(text, status.refusal)
    : away
      ? status.mayEdit
        ? notes.away
        : notes.awayReading
      : status.endedAt
        ? status.unsent
          ? notes.sendingLate
          : notes.ended
        : status.phase === 'live' && !status.mayEdit
          ? notes.readOnly
          : null
  return (
    <p role="status" className="border-b border-line bg-sunken px-3 py-2 text-sm text-soft empty:hidden">
      {sentence}
    </p>
  )
}

/** A session's end is told with its room's roster: then the notes are read once more, and are writable no longer. */
function useEndNoticed(roomId: string, sessionId: string, ended: (() => void) | undefined): void {
  const roster = useRoster(roomId)
  const running = roster ? roster.session?.id === sessionId : null
  const was = useRef(running)
  useEffect(() => {
    if (was.current && running === false) ended?.()
    was.current = running
  }, [running, ended])
}
