import { textsOf } from '#app/i18n/text.tsx'
import { LineForm, useLineDraft } from './line-form.tsx'
import type { AgendaAct } from './use-agenda.ts'

const useText = textsOf('common')

/** Where lines are added. The field is free for the next line at once; should one not get through, it is back in it. */
export function AddLine({ roomId, act }: { roomId: string; act: AgendaAct }) {
  const { common } = useText()
  const draft = useLineDraft(`agenda:${roomId}`)
  return (
    <LineForm
      roomId={roomId}
      draft={draft}
      submit={common.add}
      open={draft.text !== ''}
      send={(line) => draft.sendAhead((clientId) => act({ intent: 'add', clientId, ...line }))}
    />
  )
}
