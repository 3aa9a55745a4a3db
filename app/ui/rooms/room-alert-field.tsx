import { useEffect, useId, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Bell, BellOff } from '#app/ui/kit/icons.tsx'
import type { RoomAlertChoice } from '#rooms/alerts/contract.ts'
import { useRoomChange } from './use-room-change.ts'

const useText = textsOf('notices')

/** "Tell me when somebody is in": kept as soon as it is chosen. */
export function RoomAlertField({
  roomId,
  roomName,
  choice: saved,
}: {
  roomId: string
  /** Where the page is not about this room. */
  roomName?: string
  choice: RoomAlertChoice
}) {
  const { notices } = useText()
  const [choice, setChoice] = useState(saved)
  useEffect(() => setChoice(saved), [saved])
  const { send } = useRoomChange((answer) => {
    if (!answer.ok) setChoice(saved)
  })
  const id = useId()
  const Icon = choice === '0' ? BellOff : Bell
  return (
    <span className="inline-flex max-w-full items-center gap-2 text-sm text-soft">
      <Icon className={choice === '0' ? 'size-4 shrink-0 text-faint' : 'size-4 shrink-0 text-accent'} aria-hidden />
      <label htmlFor={id} className="sr-only">
        {roomName ? notices.tellMeOf({ room: roomName }) : notices.tellMe}
      </label>
      <select
        id={id}
        value={choice}
        onChange={(event) => {
          const threshold = event.target.value as RoomAlertChoice
          setChoice(threshold)
          send({ intent: 'alert', roomId, threshold })
        }}
        className="h-9 min-w-0 rounded-lg border border-line bg-surface px-2 text-ink hover:border-line-strong focus-visible:border-accent"
      >
        <option value="0">{notices.tellNever}</option>
        <option value="1">{notices.tellOne}</option>
        <option value="2">{notices.tellTwo}</option>
      </select>
    </span>
  )
}
