import { useEffect, useRef } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Archive, ArrowDown, ArrowUp, Check, Lock, LockOpen, Pencil } from '#app/ui/kit/icons.tsx'
import { MenuItem, menuItemClass } from '#app/ui/kit/menu.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { type RoomAlertChoice, roomAlertChoices } from '#rooms/alerts/contract.ts'
import type { RoomMenuProps } from './room-menu.tsx'
import type { RoomChange } from './use-room-change.ts'

const useText = textsOf('common', 'notices', 'rooms')

/** The items of a room's menu, which come once it is open: the first one takes the focus then. */
export default function RoomMenuItems({
  room,
  order,
  alert,
  mayManage,
  onRename,
  send,
}: RoomMenuProps & {
  onRename: () => void
  /** Of the menu, which stays when its items go: an answer and an undo come after that. */
  send: (change: RoomChange) => void
}) {
  const { rooms, common, notices } = useText()
  const toast = useToast()
  const first = useRef<HTMLDivElement>(null)
  useEffect(() => first.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(), [])
  const choices = { '0': notices.tellNever, '1': notices.tellOne, '2': notices.tellTwo }
  const tell = (threshold: RoomAlertChoice) => {
    if (threshold === alert) return
    send({ intent: 'alert', roomId: room.id, threshold })
    toast(`${room.name} · ${choices[threshold]}`, {
      label: common.undo,
      run: () => send({ intent: 'alert', roomId: room.id, threshold: alert }),
    })
  }
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
      {/* biome-ignore lint/a11y/useSemanticElements: a group of a menu is no fieldset */}
      <div ref={first} role="group" aria-label={notices.tellMeOf({ room: room.name })}>
        {roomAlertChoices.map((choice) => (
          <button
            key={choice}
            type="button"
            role="menuitemradio"
            aria-checked={choice === alert}
            tabIndex={-1}
            className={menuItemClass}
            onClick={() => tell(choice)}
          >
            <Check className={choice === alert ? 'size-4 shrink-0 text-accent' : 'invisible size-4 shrink-0'} aria-hidden />
            {choices[choice]}
          </button>
        ))}
      </div>
      {mayManage && (
        <>
          <hr className="my-1 border-line" />
          <MenuItem icon={<Pencil className="size-4" aria-hidden />} onSelect={onRename}>
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
        </>
      )}
    </>
  )
}
