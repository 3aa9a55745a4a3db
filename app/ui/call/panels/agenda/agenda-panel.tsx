import { AgendaBoard } from '#app/ui/agenda/agenda-board.tsx'
import { useAgenda } from '#app/ui/agenda/use-agenda.ts'
import type { PanelProps } from '../contract.ts'

/** The agenda of the session, beside the faces. */
export function AgendaPanel({ room, isMember }: PanelProps) {
  const { agenda, act } = useAgenda(room.roomId)
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-3">
      <AgendaBoard roomId={room.roomId} communityId={room.communityId} agenda={agenda} act={act} mayEdit={isMember} />
    </div>
  )
}
