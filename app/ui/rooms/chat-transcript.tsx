import { Link, useLocation, useNavigate } from '@remix-run/react'
import { useEffect } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import type { ChatLineCard } from '#rooms/chat/contract.ts'

const useText = textsOf('sessions')

const LINE_ADDRESS = /^#chat-([0-9a-f-]{36})$/

/** A session's chat, to be read once it is over: a page of it, with an address for each line. */
export function ChatTranscript({
  lines,
  earlierFrom,
  laterFrom,
}: {
  lines: readonly ChatLineCard[]
  earlierFrom: number | null
  laterFrom: number | null
}) {
  const { sessions } = useText()
  useLineInAddress()
  return (
    <div className="flex flex-col gap-3">
      {earlierFrom !== null && <PageLink from={earlierFrom}>{sessions.earlierLines}</PageLink>}
      <ol className="flex flex-col">
        {lines.map((line, at) => (
          <Line key={line.id} line={line} goesOn={goesOn(lines[at - 1], line)} />
        ))}
      </ol>
      {laterFrom !== null && <PageLink from={laterFrom}>{sessions.laterLines}</PageLink>}
    </div>
  )
}

/** The address of a line leads to it, on whatever page of the chat it is. */
function useLineInAddress(): void {
  const { hash, pathname } = useLocation()
  const navigate = useNavigate()
  useEffect(() => {
    const lineId = LINE_ADDRESS.exec(hash)?.[1]
    if (!lineId || new URLSearchParams(window.location.search).get('line') === lineId) return
    if (!document.getElementById(`chat-${lineId}`)) navigate(`${pathname}?line=${lineId}${hash}`, { replace: true })
  }, [hash, pathname, navigate])
}

function PageLink({ from, children }: { from: number; children: string }) {
  return (
    <Link to={`?chat=${from}#chat`} className="w-fit text-sm font-semibold text-soft hover:text-ink hover:underline print:hidden">
      {children}
    </Link>
  )
}

/** Lines of one person, one soon after the other, stand below one name. */
const goesOn = (before: ChatLineCard | undefined, line: ChatLineCard) =>
  before?.author != null &&
  before.author.id === line.author?.id &&
  line.replyTo === null &&
  Date.parse(line.createdAt) - Date.parse(before.createdAt) < 3 * 60_000

function Line({ line, goesOn: isNext }: { line: ChatLineCard; goesOn: boolean }) {
  const { sessions } = useText()
  const format = useFormat()
  return (
    <li
      id={`chat-${line.id}`}
      className={`group grid scroll-mt-4 grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2.5 rounded-lg px-1.5 target:bg-accent-soft ${isNext ? 'py-0.5' : 'mt-2 pt-1'}`}
    >
      {!isNext && line.author ? <Avatar person={line.author} size="small" className="mt-0.5" /> : <span />}
      <div className="min-w-0">
        {!isNext && (
          <p className="flex items-baseline gap-2 text-sm">
            <span className="font-semibold">{line.author?.name ?? sessions.former}</span>
            <a href={`#chat-${line.id}`} className="tabular text-faint group-target:text-soft hover:text-ink hover:underline">
              {format.time(new Date(line.createdAt))}
            </a>
          </p>
        )}
        {line.replyTo && (
          <p className="truncate border-l-2 border-line pl-2 text-sm text-soft">
            {line.replyTo.authorName ?? sessions.former}: {line.replyTo.quote}
          </p>
        )}
        <Written html={line.html} whole />
        {line.reactions.length > 0 && (
          <p className="tabular flex flex-wrap gap-2 text-sm text-soft">
            {line.reactions.map(({ emoji, memberIds }) => (
              <span key={emoji}>
                {emoji} {memberIds.length}
              </span>
            ))}
          </p>
        )}
      </div>
    </li>
  )
}
