import { useEffect, useRef, useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from './use-draft.ts'
import { type Failure, WritingBox } from './writing-box.tsx'

const useText = textsOf('common', 'feed')

/** Changes what one wrote, in its place. Closed without being saved or cancelled, it keeps what was typed for the next time. */
export function EditBox({
  name,
  markdown,
  failed = null,
  communityId,
  onDone,
  save,
}: {
  /** Of the draft: what is edited. */
  name: string
  markdown: string
  /** It was tried before, and refused: why. */
  failed?: Failure | null
  /** The community whose people can be named. */
  communityId?: string
  onDone: () => void
  save: (markdown: string) => Promise<ActionAnswer<unknown>>
}) {
  const { common, feed } = useText()
  const draft = useDraft(`edit:${name}`, { text: markdown, onSentElsewhere: onDone })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(failed)
  // What is saved ahead of its answer has closed the box already.
  const open = useRef(true)
  useEffect(() => {
    open.current = true
    return () => {
      open.current = false
    }
  }, [])
  const send = async () => {
    setBusy(true)
    const answer = await draft.send(() => save(draft.text))
    setBusy(false)
    if (!answer.ok) setFailure(answer)
    else if (open.current) onDone()
  }
  return (
    <WritingBox
      label={feed.edit}
      placeholder=""
      send={common.save}
      text={draft.text}
      onText={draft.write}
      onSend={() => void send()}
      onClose={onDone}
      onCancel={() => {
        draft.giveUp()
        onDone()
      }}
      busy={busy}
      failure={failure}
      communityId={communityId}
      autoFocus
    />
  )
}
