import { useState } from 'react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Button, ButtonLink } from '#app/ui/kit/button.tsx'
import { Check, Circle, CircleCheck, Play } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { FollowUpState, MissedView } from '#rooms/follow-ups/contract.ts'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import { useFollowUpAction } from './use-follow-up.ts'
import { useReadToEnd } from './use-read-to-end.ts'

const useText = textsOf('cards', 'common', 'errors', 'followUps', 'sessions')

interface MissedStripProps {
  sessionId: string
  /** Null: nothing was missed, or it is known by now. */
  missed: MissedView | null
  state: FollowUpState | null
}

/**
 * What a reader who was not there missed: what there is for them, and one click that says that they know now. Who reads a published
 * follow-up to its end is up to date as well: then it says so, and stays until the page is left.
 */
export function MissedStrip({ sessionId, missed: loaded, state }: MissedStripProps) {
  const text = useText()
  const { cards, followUps, sessions, common } = text
  const toast = useToast()
  const act = useFollowUpAction(sessionId)
  /** What was read to the end here, as it was then. */
  const [readHere, setReadHere] = useState<MissedView | null>(null)
  /** Who took it back decides when they are up to date. */
  const [takenBack, setTakenBack] = useState(false)
  useReadToEnd(loaded !== null && state === 'published' && !readHere && !takenBack, async () => {
    const { ok } = await act({ intent: 'catchUp' })
    if (ok) setReadHere(loaded)
  })
  const missed = readHere ?? loaded
  if (!missed) return null
  const takeBack = async () => {
    setTakenBack(true)
    const answer = await act({ intent: 'catchUp', undo: true })
    if (answer.ok) setReadHere(null)
    else toast(errorText(text, answer.code, answer.details))
  }
  const upToDate = async () => {
    const answer = await act({ intent: 'catchUp' })
    if (answer.ok) toast(followUps.upToDateNow, { label: common.undo, run: () => void takeBack() })
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
        <div role="status" className="flex items-center gap-2">
          {readHere ? (
            <>
              <Check className="size-4 text-soft" aria-hidden />
              <span className="text-soft">{followUps.upToDateNow}</span>
              <Button look="quiet" size="small" onClick={() => void takeBack()}>
                {common.undo}
              </Button>
            </>
          ) : (
            <Button onClick={() => void upToDate()}>{followUps.upToDate}</Button>
          )}
        </div>
      </header>
      {missed.recordings.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {missed.recordings.map(({ id, durationMs, positionMs, finished }) => (
            <li key={id}>
              <ButtonLink to={recordingPath(id)} prefetch="intent" look="outline" size="small" className="tabular">
                <Play className="size-3.5 fill-current" aria-hidden />
                {finished || positionMs === 0
                  ? cards.watch({ length: formatMoment(durationMs) })
                  : sessions.watchOn({ moment: formatMoment(positionMs) })}
              </ButtonLink>
            </li>
          ))}
        </ul>
      )}
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
