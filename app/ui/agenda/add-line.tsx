import { textsOf } from '#app/i18n/text.tsx'
import { useDraft } from '#app/ui/feed/use-draft.ts'
import { LineForm } from './line-form.tsx'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('common')

/** Where lines are added. The field is free for the next line at once; should one not get through, its title is back in it. */
export function AddLine({ roomId, act }: { roomId: string; act: AgendaAct }) {
  const { common } = useText()
  const { text, clientId, write, clear, restore } = useDraft(`agenda:${roomId}`)
  return (
    <LineForm
      roomId={roomId}
      title={text}
      onTitle={write}
      submit={common.add}
      open={text !== ''}
      send={async (line) => {
        clear()
        const answer = await act({ intent: 'add', clientId, ...line })
        if (!answer.ok) restore({ text, clientId })
        return answer
      }}
    />
  )
}
