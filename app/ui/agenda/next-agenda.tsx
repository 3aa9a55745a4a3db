import { useRouteLoaderData } from '@remix-run/react'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import type { loader } from '#app/root.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { Agenda } from '#rooms/agenda/contract.ts'
import { AgendaBoard } from './agenda-board.tsx'
import { useAgenda } from './use-agenda.ts'

const useText = textsOf('agenda', 'errors')

/** On a room's page: what is on the agenda for next time (or of the session that runs), and "I can't be there". */
export function NextAgenda({
  roomId,
  communityId,
  initial,
  mayEdit,
}: {
  roomId: string
  communityId: string
  initial: Agenda
  mayEdit: boolean
}) {
  const text = useText()
  const { agenda: words } = text
  const toast = useToast()
  const me = useRouteLoaderData<typeof loader>('root')?.frame?.viewer
  const { agenda = initial, act } = useAgenda(roomId, initial)
  const absent = agenda.absent.some(({ id }) => id === me?.id)
  const setAbsent = async (to: boolean) => {
    if (!me) return
    const answer = await act({ intent: 'absence', absent: to, me: { id: me.id, name: me.name, photoKey: me.photoKey } })
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
  }
  if (!mayEdit && agenda.items.length === 0) return null
  return (
    <Card className="flex flex-col gap-3 p-4 sm:p-5">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-bold">{agenda.session ? words.title : words.nextTime}</h2>
        {mayEdit && (
          <Button look="outline" size="small" aria-pressed={absent} onClick={() => void setAbsent(!absent)}>
            {absent ? words.canBeThere : words.cantBeThere}
          </Button>
        )}
      </header>
      {absent && <p className="rounded-xl bg-sunken px-3 py-2 text-sm">{words.absentYou}</p>}
      <AgendaBoard roomId={roomId} communityId={communityId} agenda={agenda} act={act} mayEdit={mayEdit} leaves={absent} />
    </Card>
  )
}
