import { Form, Link } from '@remix-run/react'
import { ArrowRight, Video } from 'lucide-react'
import { useText } from '#app/i18n/text.tsx'
import { prepareCall, useIsInRoom, useJoin } from '#app/ui/call/call-provider.tsx'
import type { CallRoom } from '#app/ui/call/call-state.ts'
import { buttonClass } from '#app/ui/kit/button.tsx'

/**
 * Goes into a room with one click, or starts a call in it where nobody is. A form, so that a click before the page is
 * alive is not lost; alive, it gets the call ready as soon as somebody seems about to click.
 */
export function JoinButton({
  room,
  live,
  describedBy,
  size = 'medium',
  look = live ? 'accent' : 'outline',
  className,
}: {
  room: CallRoom
  /** Whether somebody is in. */
  live: boolean
  /** The id of an element with the room's name: the button's own name stays short. */
  describedBy?: string
  size?: 'small' | 'medium'
  look?: 'accent' | 'outline' | 'quiet'
  className?: string
}) {
  const { rooms } = useText()
  const isIn = useIsInRoom(room.roomId)
  const join = useJoin()
  if (isIn) {
    return (
      <Link to={room.href} aria-describedby={describedBy} className={buttonClass('outline', size, className)}>
        <ArrowRight className="size-4" aria-hidden /> {rooms.backToCall}
      </Link>
    )
  }
  const prepare = () => prepareCall(room.roomId)
  return (
    <Form
      method="post"
      action={room.href}
      className="contents"
      onSubmit={(event) => {
        event.preventDefault()
        join(room)
      }}
    >
      <button
        type="submit"
        name="intent"
        value="join"
        aria-describedby={describedBy}
        onPointerEnter={prepare}
        onTouchStart={prepare}
        onFocus={prepare}
        className={buttonClass(look, size, className)}
      >
        <Video className="size-4" aria-hidden /> {live ? rooms.join : rooms.startCall}
      </button>
    </Form>
  )
}
