import { useRevalidator } from '@remix-run/react'
import { useRef, useState } from 'react'
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
  /** Where it goes is kept with it: a text that is meant for a few never stands ready for others. */
  const draft = useDraft(`post:${draftKey}`, { more: { to: '' } })
  const [only] = communities.length === 1 ? communities : []
  const chosen = only ?? communities.find(({ id }) => id === draft.more.to) ?? (draft.text ? undefined : communities[0])
  const communityId = chosen?.id ?? ''
  const where = useRef<HTMLSelectElement>(null)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const send = async () => {
    if (!chosen) return where.current?.focus()
    setBusy(true)
    const answer = await draft.send((clientId) => postJson<string>('/threads', { communityId, markdown: draft.text, clientId }))
    setBusy(false)
    setFailure(answer.ok ? null : answer)
    if (answer.ok) revalidate()
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
          draft.write(text, { to: communityId })
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
              ref={where}
              aria-label={feed.postInWhich}
              value={communityId}
              onChange={(event) => draft.write(draft.text, { to: event.target.value })}
              className="h-8 max-w-44 rounded-lg border border-line bg-surface px-1.5 font-medium text-ink"
            >
              {!chosen && <option value="">{feed.chooseWhere}</option>}
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
