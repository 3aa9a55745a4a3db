import { useRevalidator } from '@remix-run/react'
import { useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import type { PersonCard } from '#communities/people/contract.ts'
import { useDraft } from './use-draft.ts'
import { type Failure, WritingBox } from './writing-box.tsx'

const useText = textsOf('feed')

/** Posts an update: to this community, or on the home feed to one that is chosen. */
export function Composer({
  viewer,
  communities,
  draftKey,
}: {
  viewer: PersonCard
  communities: { id: string; name: string }[]
  draftKey: string
}) {
  const { feed } = useText()
  const { revalidate } = useRevalidator()
  const draft = useDraft(`post:${draftKey}`)
  /** Where it goes is kept with it: a text that is meant for a few never stands ready for others. */
  const to = useDraft(`to:${draftKey}`)
  const communityId = (communities.find(({ id }) => id === to.text) ?? communities[0])?.id ?? ''
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const send = async () => {
    setBusy(true)
    const answer = await postJson<string>('/threads', { communityId, markdown: draft.text, clientId: draft.clientId })
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (!answer.ok) return
    draft.clear()
    revalidate()
  }
  return (
    <Card className="flex gap-3 p-3 sm:p-4">
      <Avatar person={viewer} className="mt-0.5" />
      <WritingBox
        label={feed.writeUpdate}
        placeholder={feed.writePlaceholder}
        send={feed.post}
        text={draft.text}
        onText={(text) => {
          draft.write(text)
          if (to.text !== communityId) to.write(communityId)
          setFailure(null)
        }}
        onSend={() => void send()}
        busy={busy}
        failure={failure}
        communityId={communityId}
        compact
      >
        {communities.length > 1 && (
          <span className="flex min-w-0 items-center gap-1.5 text-sm text-soft">
            <span aria-hidden>{feed.postIn}</span>
            <select
              aria-label={feed.postInWhich}
              value={communityId}
              onChange={(event) => to.write(event.target.value)}
              className="h-8 max-w-44 rounded-lg border border-line bg-surface px-1.5 font-medium text-ink"
            >
              {communities.map((community) => (
                <option key={community.id} value={community.id}>
                  {community.name}
                </option>
              ))}
            </select>
          </span>
        )}
      </WritingBox>
    </Card>
  )
}
