import { Archive, ArrowDown, ArrowUp, Lock, LockOpen, MoreHorizontal, Pencil } from 'lucide-react'
import { useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Menu, MenuItem } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { RoomNameDialog } from './room-name-dialog.tsx'
import { useRoomChange } from './use-room-change.ts'

const useText = textsOf('common', 'rooms')

/** What one can do with a room who looks after the rooms. `order`: the ids of all rooms as they stand. */
export function RoomMenu({ room, order }: { room: RoomCard; order: readonly string[] }) {
  const { rooms, common } = useText()
  const toast = useToast()
  const { send } = useRoomChange()
  const [renaming, setRenaming] = useState(false)
  const place = order.indexOf(room.id)
  const move = (by: -1 | 1) => {
    const moved = order.filter((id) => id !== room.id)
    moved.splice(place + by, 0, room.id)
    send({ intent: 'order', communityId: room.communityId, roomIds: moved.join(',') })
  }
  const archive = () => {
    send({ intent: 'archive', roomId: room.id })
    toast(rooms.archivedNow({ room: room.name }), { label: common.undo, run: () => send({ intent: 'restore', roomId: room.id }) })
  }
  const locked = room.door !== 'open'
  return (
    <>
      <Menu
        label={rooms.manage({ room: room.name })}
        trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
        triggerClass="inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
      >
        <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={() => setRenaming(true)}>
          {rooms.rename}
        </MenuItem>
        {place > 0 && (
          <MenuItem icon={<ArrowUp className="size-4" aria-hidden />} onSelect={() => move(-1)}>
            {rooms.moveUp}
          </MenuItem>
        )}
        {place < order.length - 1 && (
          <MenuItem icon={<ArrowDown className="size-4" aria-hidden />} onSelect={() => move(1)}>
            {rooms.moveDown}
          </MenuItem>
        )}
        <MenuItem
          icon={locked ? <LockOpen className="size-4" aria-hidden /> : <Lock className="size-4" aria-hidden />}
          onSelect={() => send({ intent: 'door', roomId: room.id, door: locked ? 'open' : 'locked' })}
        >
          {locked ? rooms.unlock : rooms.lock}
        </MenuItem>
        <MenuItem danger icon={<Archive className="size-4" aria-hidden />} onSelect={archive}>
          {rooms.archive}
        </MenuItem>
      </Menu>
      <RoomNameDialog
        open={renaming}
        onClose={() => setRenaming(false)}
        title={rooms.renameTitle({ room: room.name })}
        submit={common.save}
        name={room.name}
        changeFor={(name) => ({ intent: 'rename', roomId: room.id, name })}
      />
    </>
  )
}
