import { useState } from 'react'
import { Ago } from '#app/i18n/format.tsx'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { Written } from '#app/ui/feed/written.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Check } from '#app/ui/kit/icons.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { FollowUpView } from '#rooms/follow-ups/contract.ts'
import { SessionPart } from '../session-part.tsx'
import { FollowUpEditor } from './follow-up-editor.tsx'
import { FollowUpVersions } from './follow-up-versions.tsx'
import { useFollowUpAction } from './use-follow-up.ts'

const useText = textsOf('errors', 'followUps', 'sessions')

/** The follow-up on the session's page: a draft to write or to read, the published one, or that there is nothing to report. */
export function FollowUpPart({
  followUp,
  placeholderTitle,
  viewerId,
}: {
  followUp: FollowUpView
  placeholderTitle: string
  viewerId: string
}) {
  const text = useText()
  const { followUps } = text
  const toast = useToast()
  const act = useFollowUpAction(followUp.sessionId)
  const [editing, setEditing] = useState(false)
  const { state, owner, html, title, mayWrite, mayTakeOver, versionCount, publishedAt, publishedBy } = followUp
  const report = async (work: ReturnType<typeof act>, done?: string) => {
    const answer = await work
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
    else if (done) toast(done)
  }
  const takeOver = mayTakeOver && (
    <Button
      size="small"
      look="outline"
      className="print:hidden"
      onClick={() => void report(act({ intent: 'takeOver' }), followUps.takenOver)}
    >
      {followUps.takeOver}
    </Button>
  )
  if (state === 'dismissed') {
    return (
      <SessionPart
        id="follow-up"
        title={followUps.title}
        aside={
          mayWrite ? (
            <Button size="small" look="quiet" className="print:hidden" onClick={() => void report(act({ intent: 'dismiss', undo: true }))}>
              {followUps.reopen}
            </Button>
          ) : (
            takeOver
          )
        }
      >
        <p className="flex items-center gap-2 text-soft">
          <Check className="size-4" aria-hidden /> {followUps.dismissed}
        </p>
      </SessionPart>
    )
  }
  const versions = versionCount > 0 && <FollowUpVersions sessionId={followUp.sessionId} count={versionCount} />
  if (state === 'draft') {
    return (
      <SessionPart
        id="follow-up"
        title={followUps.title}
        aside={<span className="rounded-full bg-sunken px-2.5 py-0.5 text-sm font-semibold text-soft">{followUps.draft}</span>}
      >
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
            <div className="min-w-0 flex-1 basis-60 text-sm text-soft">
              {mayWrite ? followUps.draftYours : owner ? followUps.draftOf({ name: owner.name }) : followUps.draftOfNobody} {versions}
            </div>
            {takeOver}
          </div>
          {mayWrite ? (
            <FollowUpEditor followUp={followUp} placeholderTitle={placeholderTitle} />
          ) : (
            <>
              <h3 className="text-lg leading-snug font-bold">{title || placeholderTitle}</h3>
              {html ? <Written html={html} whole /> : <p className="text-soft">{followUps.nothingNoted}</p>}
            </>
          )}
        </div>
      </SessionPart>
    )
  }
  return (
    <SessionPart
      id="follow-up"
      title={followUps.title}
      aside={
        mayWrite
          ? !editing && (
              <Button size="small" look="quiet" className="print:hidden" onClick={() => setEditing(true)}>
                {followUps.edit}
              </Button>
            )
          : owner?.id === viewerId
            ? null
            : takeOver
      }
    >
      {editing && mayWrite ? (
        <FollowUpEditor followUp={followUp} placeholderTitle={placeholderTitle} onDone={() => setEditing(false)} />
      ) : (
        <div className="flex flex-col gap-3">
          <h3 className="text-xl leading-snug font-bold">{title || placeholderTitle}</h3>
          {html ? <Written html={html} whole /> : <p className="text-soft">{followUps.nothingNoted}</p>}
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-faint">
            {publishedBy && <Avatar person={publishedBy} size="tiny" />}
            <span>
              {followUps.publishedBy({ name: publishedBy?.name ?? text.sessions.former })}
              {publishedAt && (
                <>
                  {' · '}
                  <Ago at={publishedAt} />
                </>
              )}
            </span>
            {versions}
          </div>
        </div>
      )}
    </SessionPart>
  )
}
