import { Circle, CircleCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { errorText, useText } from '#app/i18n/text.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { FollowUpState, MissedView } from '#rooms/follow-ups/contract.ts'
import { useFollowUpAction } from './use-follow-up.ts'

/** What a reader who was not there missed: what there is for them, and one click that says that they know now. */
export function MissedStrip({ sessionId, missed, state }: { sessionId: string; missed: MissedView; state: FollowUpState | null }) {
  const text = useText()
  const { followUps, sessions, common } = text
  const toast = useToast()
  const act = useFollowUpAction(sessionId)
  const upToDate = async () => {
    const answer = await act({ intent: 'catchUp' })
    if (answer.ok) toast(followUps.upToDateNow, { label: common.undo, run: () => void act({ intent: 'catchUp', undo: true }) })
    else toast(errorText(text, answer.code, answer.details))
  }
  return (
    <section aria-labelledby="missed" className="flex flex-col gap-3.5 rounded-card bg-accent-soft p-4 sm:p-5 print:hidden">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 id="missed" className="text-lg font-bold">
            {followUps.missedTitle}
          </h2>
          <p className="text-soft">
            {state === 'published' ? followUps.missedPublished : state === 'dismissed' ? followUps.missedDismissed : followUps.missedToCome}
          </p>
        </div>
        <Button onClick={() => void upToDate()}>{followUps.upToDate}</Button>
      </header>
      {missed.mentions.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{followUps.namedYou}</h3>
          <ul className="flex flex-col gap-2">
            {missed.mentions.map(({ kind, id, by, html }) => (
              <li key={id} className="rounded-lg bg-surface px-3 py-2">
                <a href={kind === 'chat' ? `#chat-${id}` : '#thread'} className="text-sm font-semibold hover:underline">
                  {by?.name ?? sessions.former}
                </a>
                <Written html={html} whole={false} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {missed.actions.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{followUps.yourActions}</h3>
          <ul className="flex flex-col gap-1">
            {missed.actions.map(({ id, text: what, done }) => (
              <li key={id} className="flex items-center gap-2">
                {done ? (
                  <CircleCheck className="size-4 shrink-0" aria-label={followUps.actionDone} />
                ) : (
                  <Circle className="size-4 shrink-0" aria-hidden />
                )}
                <a href="#actions" className="hover:underline">
                  {what}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {missed.answers.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{followUps.answers}</h3>
          <ul className="flex flex-col gap-2">
            {missed.answers.map(({ remarkId, title, html, answerHtml, by }) => (
              <li key={remarkId} className="flex flex-col gap-1 rounded-lg bg-surface px-3 py-2">
                <p className="text-sm text-soft">{followUps.onLine({ title })}</p>
                <div className="border-l-2 border-line pl-2.5 text-soft">
                  <Written html={html} whole={false} />
                </div>
                <p className="text-sm font-semibold">{by?.name ?? sessions.former}</p>
                <Written html={answerHtml} whole />
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  )
}

/** Stands at the end of what is to be read: who has come so far is up to date. Only where the follow-up is out. */
export function ReadToHere({ sessionId }: { sessionId: string }) {
  const { followUps, common } = useText()
  const mark = useRef<HTMLDivElement>(null)
  const act = useFollowUpAction(sessionId)
  const toast = useToast()
  const done = useRef(false)
  const read = useRef(() => {})
  read.current = () => {
    if (done.current) return
    done.current = true
    void act({ intent: 'catchUp' }).then(({ ok }) => {
      if (ok) toast(followUps.upToDateNow, { label: common.undo, run: () => void act({ intent: 'catchUp', undo: true }) })
    })
  }
  useEffect(() => {
    const element = mark.current
    if (!element) return
    const observer = new IntersectionObserver(([entry]) => {
      // Who scrolls by on the way to an address in the page has not read it: only somebody who scrolls does.
      if (entry?.isIntersecting && window.scrollY > 0) read.current()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return <div ref={mark} aria-hidden />
}
