import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useRoster } from '#app/realtime/roster-store.ts'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { ArrowDown, MessageCircle } from '#app/ui/kit/icons.tsx'
import { Spinner } from '#app/ui/kit/states.tsx'
import type { ChatLineCard } from '#rooms/chat/contract.ts'
import type { PanelProps } from '../contract.ts'
import { ChatComposer } from './chat-composer.tsx'
import { ChatLine } from './chat-line.tsx'
import { shownLines } from './chat-state.ts'
import { withChanges } from './line-changes.ts'
import { groupLines } from './line-groups.ts'
import { Outgoing } from './outgoing-line.tsx'
import { useChat } from './use-chat.ts'

const useText = textsOf('chat', 'common', 'errors', 'feed')

/** Who is so near to the end reads along. */
const AT_END_PX = 80
const SPOKEN_MAX = 200

/** A session's chat: in the call while it runs, on its page while it runs and after. */
export default function ChatPanel(panel: PanelProps) {
  const text = useText()
  const { chat: words, feed, common } = text
  const format = useFormat()
  const { chat, rights, failure, seen, changing, store, viewerId } = useChat(panel)
  const draft = useDraft<{ replyToId: string | null }>(`chat:${panel.sessionId}`, { more: { replyToId: null } })
  const { replyToId } = draft.more
  const replyingTo = (lineId: string | null) => draft.write(draft.text, { replyToId: lineId })
  const session = useRoster(panel.room.roomId)?.session
  const threadId = session?.id === panel.sessionId ? session.threadId : null
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const lines = withChanges(shownLines(chat), changing)
  const last = lines.at(-1)
  const lastPosition = last?.position ?? 0
  const unseen = lines.filter((line) => line.position > seen && line.author?.id !== viewerId).length
  const replyTo = (replyToId && chat.lines.get(replyToId)) || null

  const seeAll = useCallback(() => {
    if (lastPosition > 0 && document.visibilityState === 'visible') store?.see(lastPosition)
  }, [store, lastPosition])
  const toEnd = useCallback(() => {
    const box = scroller.current
    if (box) box.scrollTop = box.scrollHeight
    atEnd.current = true
    seeAll()
  }, [seeAll])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is added or grows, who was at the end stays there
  useLayoutEffect(() => {
    if (atEnd.current) toEnd()
  }, [chat, toEnd])
  useEffect(() => {
    const shown = () => document.visibilityState === 'visible' && atEnd.current && seeAll()
    document.addEventListener('visibilitychange', shown)
    return () => document.removeEventListener('visibilitychange', shown)
  }, [seeAll])

  const readOlder = async () => {
    const box = scroller.current
    const fromEnd = box ? box.scrollHeight - box.scrollTop : 0
    await store?.readOlder()
    requestAnimationFrame(() => {
      if (box) box.scrollTop = box.scrollHeight - fromEnd
    })
  }
  const jump = async (lineId: string, position: number) => {
    await store?.readOlder(position)
    requestAnimationFrame(() => {
      const line = document.getElementById(`chat-${lineId}`)
      line?.scrollIntoView({ block: 'center' })
      line?.focus({ preventScroll: true })
    })
  }
  const onScroll = () => {
    const box = scroller.current
    if (!box) return
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX
    if (atEnd.current) seeAll()
    if (box.scrollTop < AT_END_PX && chat.hasOlder) void readOlder()
  }

  const empty = rights && lines.length === 0 && chat.outgoing.length === 0
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        data-scroller
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={words.lines}
        className="flex min-h-0 flex-1 flex-col overflow-x-hidden overflow-y-auto overscroll-contain px-3 pt-4 pb-3"
      >
        {chat.hasOlder && (
          <Button look="quiet" size="small" className="mx-auto mb-2" onClick={() => void readOlder()}>
            {words.older}
          </Button>
        )}
        {!rights && <p className="m-auto text-soft">{failure ? errorText(text, failure) : <Spinner />}</p>}
        {failure && !rights && (
          <Button look="outline" size="small" className="mx-auto" onClick={() => store?.read()}>
            {common.retry}
          </Button>
        )}
        {empty && (
          <div className="m-auto flex max-w-60 flex-col items-center gap-1.5 text-center">
            <MessageCircle className="size-6 text-faint" aria-hidden />
            <p className="font-semibold">{rights.open ? words.emptyTitle : words.emptyOver}</p>
            {rights.mayWrite && <p className="text-sm text-soft">{words.emptyText}</p>}
          </div>
        )}
        {rights && store && (
          <ol className="mt-auto flex flex-col gap-3">
            {groupLines(lines, format.date).map(({ day, lines: [first, ...others] }) => (
              <li key={first.id}>
                {day && <p className="mb-3 text-center text-xs font-semibold text-faint">{day}</p>}
                <div className="flex gap-2.5">
                  {first.author ? (
                    <Avatar person={first.author} size="small" className="mt-0.5" />
                  ) : (
                    <span className="mt-0.5 size-7 shrink-0 rounded-full bg-sunken" />
                  )}
                  <div className="min-w-0 flex-1">
                    <p className="text-sm">
                      <span className="font-semibold">{first.author?.name ?? feed.formerMember}</span>{' '}
                      <time dateTime={first.createdAt} title={format.full(new Date(first.createdAt))} className="tabular text-faint">
                        {format.time(new Date(first.createdAt))}
                      </time>
                    </p>
                    <ul>
                      {[first, ...others].map((line) => (
                        <ChatLine
                          key={line.id}
                          line={line}
                          store={store}
                          rights={rights}
                          viewerId={viewerId}
                          communityId={panel.room.communityId}
                          threadId={threadId}
                          onReply={() => replyingTo(line.id)}
                          onJump={(lineId, position) => void jump(lineId, position)}
                        />
                      ))}
                    </ul>
                  </div>
                </div>
              </li>
            ))}
            {chat.outgoing.map((line) => (
              <Outgoing key={line.clientId} line={line} store={store} />
            ))}
          </ol>
        )}
      </div>
      {unseen > 0 && !atEnd.current && (
        <Button look="primary" size="small" className="absolute bottom-16 left-1/2 -translate-x-1/2 shadow-md" onClick={toEnd}>
          <ArrowDown className="size-4" aria-hidden /> {words.newLines({ count: unseen })}
        </Button>
      )}
      <Spoken last={last} viewerId={viewerId} />
      {rights?.mayWrite && store ? (
        <ChatComposer
          draft={draft}
          communityId={panel.room.communityId}
          replyTo={replyTo}
          onNoReply={() => replyingTo(null)}
          focus={panel.asked ?? false}
          onSend={(markdown) => {
            atEnd.current = true
            store.send(markdown, replyTo?.id ?? null)
          }}
        />
      ) : (
        rights && <p className="border-t border-line p-3 text-sm text-soft">{rights.open ? words.membersOnly : words.over}</p>
      )}
    </div>
  )
}

/** Says to screen readers, without haste, who wrote what since the chat was opened. */
function Spoken({ last, viewerId }: { last: ChatLineCard | undefined; viewerId: string }) {
  const { chat, feed } = useText()
  const [sentence, setSentence] = useState('')
  const heard = useRef<number | null>(null)
  useEffect(() => {
    const before = heard.current
    heard.current = last?.position ?? 0
    if (!last || before === null || last.position <= before || last.author?.id === viewerId) return
    setSentence(chat.wrote({ name: last.author?.name ?? feed.formerMember, text: last.markdown.slice(0, SPOKEN_MAX) }))
  }, [last, viewerId, chat, feed])
  return (
    <p role="status" className="sr-only">
      {sentence}
    </p>
  )
}
