import { Link } from '@remix-run/react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { AgendaBoard } from '#app/ui/agenda/agenda-board.tsx'
import { LineFacts } from '#app/ui/agenda/agenda-line.tsx'
import { Remarks } from '#app/ui/agenda/remarks.tsx'
import { type AgendaAct, useAgenda } from '#app/ui/agenda/use-agenda.ts'
import type { Agenda, AgendaSpan } from '#rooms/agenda/contract.ts'
import { SessionPart } from './session-part.tsx'

const useText = textsOf('agenda', 'feed')

/** The agenda on a session's page: while the session runs, as in the call; after, what was discussed when. */
export function SessionAgenda({ agenda: loaded, communityId, mayEdit }: { agenda: Agenda; communityId: string; mayEdit: boolean }) {
  const { agenda: words } = useText()
  const running = loaded.session !== null && loaded.session.endedAt === null
  if (!running && loaded.items.length === 0) return null
  return (
    <SessionPart id="agenda" title={words.title}>
      {running ? (
        <Running loaded={loaded} communityId={communityId} mayEdit={mayEdit} />
      ) : (
        <Over agenda={loaded} communityId={communityId} />
      )}
    </SessionPart>
  )
}

function Running({ loaded, communityId, mayEdit }: { loaded: Agenda; communityId: string; mayEdit: boolean }) {
  const { agenda, act } = useAgenda(loaded.roomId, loaded)
  // The room's next one is nothing of this page: it is about to be read again.
  const own = agenda?.session?.id === loaded.session?.id ? agenda : loaded
  return <AgendaBoard roomId={loaded.roomId} communityId={communityId} agenda={own} act={act} mayEdit={mayEdit} />
}

const readOnly: AgendaAct = async () => ({ ok: false, code: 'agenda.over', fields: {}, details: {}, typed: {} })

function Over({ agenda, communityId }: { agenda: Agenda; communityId: string }) {
  const { agenda: words } = useText()
  const spansText = useSpansText()
  return (
    <ol aria-label={words.lines} className="flex flex-col gap-3">
      {agenda.items.map((item) => (
        <li key={item.id} className="flex flex-col gap-1.5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <p className="min-w-0 font-semibold">
              {item.threadId ? (
                <Link to={`/threads/${item.threadId}`} prefetch="intent" className="hover:underline">
                  {item.title}
                </Link>
              ) : (
                item.title
              )}
            </p>
            {item.spans.length > 0 && <p className="tabular text-sm text-soft">{spansText(item.spans)}</p>}
          </div>
          <LineFacts item={item} isNow={false} />
          <Remarks item={item} communityId={communityId} me={undefined} mayEdit={false} act={readOnly} />
        </li>
      ))}
    </ol>
  )
}

/** "12:30 to 18:00, since 18:10", in the reader's zone. */
export function useSpansText(): (spans: readonly AgendaSpan[]) => string {
  const { agenda: words, feed } = useText()
  const format = useFormat()
  return (spans) =>
    format.list(
      spans.map(({ startedAt, endedAt }) => {
        const from = format.time(new Date(startedAt))
        return endedAt ? feed.between({ from, to: format.time(new Date(endedAt)) }) : words.since({ from })
      }),
    )
}
