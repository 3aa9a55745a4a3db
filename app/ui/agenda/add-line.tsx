import { useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { LineForm } from './line-form.tsx'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('common')

/** Where lines are added. The field empties at once; should a line not get through, its title is back in it. */
export function AddLine({ roomId, act }: { roomId: string; act: AgendaAct }) {
  const { common } = useText()
  const draft = useDraft(`agenda:${roomId}`)
  const [sending, setSending] = useState(false)
  return (
    <LineForm
      roomId={roomId}
      title={sending ? '' : draft.text}
      onTitle={draft.write}
      submit={common.add}
      open={draft.text !== '' && !sending}
      send={async (line) => {
        setSending(true)
        const answer = await act({ intent: 'add', clientId: draft.clientId, ...line })
        if (answer.ok) draft.clear()
        setSending(false)
        return answer
      }}
    />
  )
}
