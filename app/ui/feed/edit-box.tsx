import { useState } from 'react'
import type { ActionAnswer } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { type Failure, WritingBox } from './writing-box.tsx'

const useText = textsOf('common', 'feed')

/** Changes what one wrote, in its place. */
export function EditBox({
  markdown,
  failed = null,
  communityId,
  onDone,
  save,
}: {
  markdown: string
  /** It was tried before, and refused: why. */
  failed?: Failure | null
  /** The community whose people can be named. */
  communityId?: string
  onDone: () => void
  save: (markdown: string) => Promise<ActionAnswer<unknown>>
}) {
  const { common, feed } = useText()
  const [text, setText] = useState(markdown)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(failed)
  const send = async () => {
    setBusy(true)
    const answer = await save(text)
    setBusy(false)
    if (answer.ok) onDone()
    else setFailure(answer)
  }
  return (
    <WritingBox
      label={feed.edit}
      placeholder=""
      send={common.save}
      text={text}
      onText={setText}
      onSend={() => void send()}
      onCancel={onDone}
      busy={busy}
      failure={failure}
      communityId={communityId}
      autoFocus
    />
  )
}
