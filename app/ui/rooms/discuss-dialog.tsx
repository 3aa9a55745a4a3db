import { textsOf } from '#app/i18n/text.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import type { AgendaRoom } from '#rooms/agenda/contract.ts'

const useText = textsOf('agenda')

/** In which room a thread is to be discussed. */
export function DiscussDialog({
  rooms,
  onChoose,
  onClose,
}: {
  rooms: readonly AgendaRoom[]
  onChoose: (room: AgendaRoom) => void
  onClose: () => void
}) {
  const { agenda } = useText()
  return (
    <Dialog open onClose={onClose} title={agenda.discussIn}>
      <p className="text-soft">{agenda.discussText}</p>
      <ul className="flex flex-col gap-1">
        {rooms.map((room) => (
          <li key={room.id}>
            <button
              type="button"
              onClick={() => onChoose(room)}
              className="flex min-h-11 w-full items-center justify-between gap-3 rounded-xl border border-line px-3 py-2 text-left font-semibold hover:border-line-strong"
            >
              {room.name}
              {room.live && (
                <span className="flex items-center gap-1.5 text-sm font-normal text-soft">
                  <span className="live-dot" aria-hidden />
                  {agenda.runsNow}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
