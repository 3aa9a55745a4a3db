import { Suspense, useEffect, useRef, useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { useViewerId } from '#app/ui/rooms/use-my-communities.ts'
import type { PanelProps } from '../contract.ts'
import { Editor } from './editor.tsx'
import type { NotesStatus } from './notes-link.ts'
import { useNotes } from './use-notes.ts'

const useText = textsOf('chat', 'common', 'errors', 'notes')

const ActionForm = lazily(() => import('#app/ui/actions/action-form.tsx'))

/** A session's notes, written together: in the call and on the session's page. */
export default function NotesPanel({ room, sessionId, asked = false }: PanelProps) {
  const { notes: text, chat, common } = useText()
  const toast = useToast()
  const session = useRoster(room.roomId)?.session
  // An action belongs to the session's thread.
  const threadId = session?.id === sessionId ? session.threadId : null
  const [acting, setActing] = useState<string | null>(null)
  const viewerId = useViewerId()
  const { notes, status } = useNotes(viewerId, sessionId)
  useEndNoticed(room.roomId, sessionId, notes?.link.ended)
  const ended = status.endedAt !== null
  return (
    <section aria-label={common.panels.notes} className="flex min-h-0 flex-1 flex-col">
      <StatusLine status={status} />
      {acting !== null && threadId && (
        <Suspense>
          <div className="border-b border-line p-2">
            <ActionForm
              communityId={room.communityId}
              threadId={threadId}
              source="note"
              text={acting}
              onDone={() => {
                setActing(null)
                toast(chat.actionMade)
              }}
              onCancel={() => setActing(null)}
            />
          </div>
        </Suspense>
      )}
      {!notes || status.phase === 'connecting' ? (
        status.refusal === null && (
          <p className="m-auto flex items-center gap-3 p-6 text-soft">
            <Spinner /> {text.connecting}
          </p>
        )
      ) : (
        <Editor
          doc={notes.doc}
          cursors={notes.cursors}
          gate={notes.gate}
          editable={status.mayEdit && !ended}
          focus={asked}
          onMakeAction={threadId ? setActing : undefined}
        />
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
