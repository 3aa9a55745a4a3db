import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { useViewerId } from '#app/ui/rooms/use-my-communities.ts'
import { announceSent, contentOf, DraftKeeper, type KeptDraft, onSent } from './kept-drafts.ts'

/** Under which name this browser keeps what its reader is writing: each member's is their own, and whoever signs in next sees none of it. */
export const useDraftKey = (key: string) => `draft:${useViewerId()}:${key}`

interface DraftOptions<More extends object> {
  /** What stands there before anything was typed. */
  text?: string
  /** What goes with the text: where to, who, until when. */
  more?: More
  /** Another tab has sent just this. */
  onSentElsewhere?: () => void
}

type Send = <T>(work: (clientId: string) => Promise<ActionAnswer<T>>) => Promise<ActionAnswer<T>>

export interface Draft<More extends object> {
  text: string
  more: More
  /** What was kept has been read: from now on an empty draft is an empty one. */
  isRead: boolean
  write: (text: string, more?: More) => void
  /** Goes back to how it began. */
  giveUp: () => void
  /** It is in hands that keep it, and goes everywhere else. */
  handOver: () => void
  /**
   * Sends it under an idempotency key. The key stays with the draft until the server has acknowledged it, also over a reload, so that
   * the same sent again is the same one; the next attempt has another. What is typed meanwhile stays.
   */
  send: Send
  /** As `send`, with the field free for the next text at once. What did not get through stands in it again, before what was typed meanwhile. */
  sendAhead: Send
}

const nothing = {}

/**
 * A text being written, kept in this browser until it is sent: it survives a reload, a crash, a lost connection, and the closing of its
 * box. Other tabs drop it once it was sent, unless theirs says something else.
 */
export function useDraft<More extends object = object>(name: string, options: DraftOptions<More> = {}): Draft<More> {
  const key = useDraftKey(name)
  const keeper = useMemo(() => new DraftKeeper(key), [key])
  const latest = useRef(options)
  latest.current = options
  const self = useRef({})
  const empty = useCallback(
    (): KeptDraft => ({ text: latest.current.text ?? '', more: latest.current.more ?? nothing, clientId: null }),
    [],
  )
  const [shown, setShown] = useState(empty)
  const [isRead, setRead] = useState(false)
  const now = useRef(shown)
  /** The draft that is on screen: what comes back to another one waits in the storage. */
  const onScreen = useRef<DraftKeeper | null>(null)
  const put = useCallback(
    (draft: KeptDraft) => {
      now.current = draft
      setShown(draft)
      const begin = empty()
      const typed = contentOf(draft) !== contentOf(begin) && (draft.text !== '' || begin.text !== '')
      keeper.keep(typed ? draft : null)
    },
    [keeper, empty],
  )

  useEffect(() => {
    const kept = keeper.read()
    const begin = empty()
    now.current = kept ? { ...kept, more: { ...begin.more, ...kept.more } } : begin
    setShown(now.current)
    setRead(true)
    onScreen.current = keeper
    const stop = onSent((sent, by) => {
      if (sent.key !== keeper.key) return
      const own = by === self.current
      // Whoever writes the same again here while the first is on its way means a second one.
      const same = contentOf(now.current) === sent.content && (!own || now.current.clientId === sent.clientId)
      if (same) {
        put(empty())
        if (!own) latest.current.onSentElsewhere?.()
      } else if (now.current.clientId === sent.clientId) put({ ...now.current, clientId: null })
    })
    return () => {
      stop()
      onScreen.current = null
    }
  }, [keeper, put, empty])

  // Where nothing was typed, the field goes along with what it begins with.
  const begin = contentOf(empty())
  const begun = useRef(begin)
  useEffect(() => {
    if (begun.current === begin) return
    if (contentOf(now.current) === begun.current) put(empty())
    begun.current = begin
  }, [begin, put, empty])

  return useMemo(() => {
    const sent = (draft: KeptDraft) => announceSent({ key: keeper.key, content: contentOf(draft), clientId: draft.clientId }, self.current)
    /** Another text stands in its place before: the next attempt is for what stands here, and is a new one. */
    const renew = (clientId: string) => {
      if (onScreen.current === keeper && now.current.clientId === clientId) put({ ...now.current, clientId: null })
    }
    const attempt = () => {
      const clientId = now.current.clientId ?? keeper.findKeyOf(contentOf(now.current)) ?? crypto.randomUUID()
      return { ...now.current, clientId }
    }
    return {
      text: shown.text,
      more: shown.more as More,
      isRead,
      write: (text, more = now.current.more as More) => put({ ...now.current, text, more }),
      giveUp: () => put(empty()),
      handOver: () => sent(now.current),
      async send(work) {
        const draft = attempt()
        put(draft)
        const answer = await work(draft.clientId)
        if (answer.ok) sent(draft)
        else if (answer.code === 'attempt.changed') renew(draft.clientId)
        return answer
      },
      async sendAhead(work) {
        const draft = attempt()
        keeper.keepOnItsWay(draft)
        put(empty())
        const answer = await work(draft.clientId)
        if (answer.ok) {
          sent(draft)
          return answer
        }
        if (onScreen.current !== keeper) return answer
        keeper.cameBack(draft.clientId)
        const untouched = contentOf(now.current) === contentOf(empty())
        put(untouched ? draft : { ...now.current, text: `${draft.text} ${now.current.text}`.trim(), clientId: draft.clientId })
        if (answer.code === 'attempt.changed') renew(draft.clientId)
        return answer
      },
    }
  }, [shown, isRead, keeper, put, empty])
}
