import { type RefObject, useContext, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { MomentsContext } from '#app/ui/recordings/moments.ts'
import type { PersonCard } from '#communities/people/contract.ts'
import { useDraft } from './use-draft.ts'
import type { ThreadIntent } from './use-thread.ts'
import { type Failure, WritingBox } from './writing-box.tsx'

const useText = textsOf('feed')

/** Replies to a thread. The reply stands below the others at once; should it not get through, its text is back in the box. */
export function ReplyBox({
  threadId,
  communityId,
  viewer,
  act,
  area,
  autoFocus,
}: {
  threadId: string
  communityId: string
  viewer: PersonCard
  act: (intent: ThreadIntent) => Promise<ActionAnswer<unknown>>
  area: RefObject<HTMLTextAreaElement>
  autoFocus: boolean
}) {
  const { feed } = useText()
  const draft = useDraft<{ momentMs: number | null }>(`reply:${threadId}`, { more: { momentMs: null } })
  const { momentMs } = draft.more
  const moments = useContext(MomentsContext)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const send = async () => {
    setSending(true)
    setFailure(null)
    const moment = moments && momentMs !== null && { moment: { recordingId: moments.recordingId, momentMs } }
    const answer = await draft.send((clientId) => act({ intent: 'reply', markdown: draft.text, clientId, ...moment }))
    if (!answer.ok) setFailure(answer)
    setSending(false)
  }
  return (
    <div className="flex flex-col gap-3">
      {sending && (
        <div className="flex gap-2.5 opacity-60">
          <Avatar person={viewer} size="small" className="mt-0.5" />
          <div className="min-w-0 flex-1">
            <p className="text-sm">
              <span className="font-semibold">{viewer.name}</span> <span className="text-faint">{feed.sending}</span>
            </p>
            <p className="whitespace-pre-wrap">{draft.text}</p>
          </div>
        </div>
      )}
      <div className="flex print:hidden">
        <WritingBox
          label={feed.writeReply}
          placeholder={feed.writeReply}
          send={feed.sendReply}
          text={sending ? '' : draft.text}
          onText={(text) => {
            draft.write(text)
            setFailure(null)
          }}
          onSend={() => void send()}
          busy={sending}
          failure={failure}
          area={area}
          communityId={communityId}
          autoFocus={autoFocus}
          compact
        >
          {moments && <moments.Toggle momentMs={momentMs} onMoment={(at) => draft.write(draft.text, { momentMs: at })} />}
        </WritingBox>
      </div>
    </div>
  )
}
