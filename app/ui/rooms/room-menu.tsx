import { Suspense, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { MoreHorizontal } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import { Menu } from '#app/ui/kit/menu.tsx'
import { NotLoadedItem } from '#app/ui/kit/not-loaded.tsx'
import type { RoomAlertChoice } from '#rooms/alerts/contract.ts'
import type { RoomCard } from '#rooms/sessions/contract.ts'
import { RoomNameDialog } from './room-name-dialog.tsx'
import { useRoomChange } from './use-room-change.ts'

const RoomMenuItems = lazily(() => import('./room-menu-items.tsx'), NotLoadedItem)

const useText = textsOf('common', 'rooms')

export interface RoomMenuProps {
  room: RoomCard
  /** The ids of all rooms as they stand. */
  order: readonly string[]
  /** From how many people on the reader is told of it. */
  alert: RoomAlertChoice
  /** `may(standing, 'room.manage')` */
  mayManage: boolean
}

/** What a member can do with a room, and who looks after the rooms. What is in it comes when it is opened. */
export function RoomMenu(props: RoomMenuProps) {
  const { rooms, common } = useText()
  const { send } = useRoomChange()
  const [renaming, setRenaming] = useState(false)
  const { room } = props
  return (
    <>
      <Menu
        label={rooms.manage({ room: room.name })}
        trigger={<MoreHorizontal className="size-4.5" aria-hidden />}
        triggerClass="inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
      >
        <Suspense fallback={<p className="px-2.5 py-1.5 text-soft">{common.loading}</p>}>
          <RoomMenuItems {...props} onRename={() => setRenaming(true)} send={send} />
        </Suspense>
      </Menu>
      {props.mayManage && (
        <RoomNameDialog
          open={renaming}
          onClose={() => setRenaming(false)}
          title={rooms.renameTitle({ room: room.name })}
          submit={common.save}
          name={room.name}
          of={room.id}
          changeFor={(name) => ({ intent: 'rename', roomId: room.id, name })}
        />
      )}
    </>
  )
}
