import { Link } from '@remix-run/react'
import { textsOf } from '#app/i18n/text.tsx'
import { join, prepareCall } from '#app/ui/call/call-provider.tsx'
import type { CallRoom } from '#app/ui/call/call-state.ts'
import { useIsInRoom } from '#app/ui/call/use-call.ts'
import { buttonClass } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Form } from '#app/ui/kit/form.tsx'
import { ArrowRight, Video } from '#app/ui/kit/icons.tsx'

const useText = textsOf('rooms')

/**
 * Goes into a room with one click, or starts a call in it where nobody is. A form, so that a click before the page is
 * alive is not lost; alive, it gets the call ready as soon as somebody seems about to click.
 */
export function JoinButton({
  room,
  live,
  describedBy,
  look = live ? 'accent' : 'outline',
  size = 'medium',
  className,
}: {
  room: CallRoom
  /** Whether somebody is in. */
  live: boolean
  /** The id of an element with the room's name: the button's own name stays short. */
  describedBy?: string
  look?: 'accent' | 'outline' | 'quiet'
  /** `tiny` fits a line of the sidebar: words only. */
  size?: 'tiny' | 'small' | 'medium'
  className?: string
}) {
  const { rooms } = useText()
  const isIn = useIsInRoom(room.roomId)
  const tiny = size === 'tiny'
  /** On one line with the name of an empty room. */
  const quietStart = look === 'quiet' && !live
  if (isIn) {
    return (
      <Link
        to={room.href}
        aria-describedby={describedBy}
        title={tiny ? rooms.backToCall : undefined}
        className={tiny ? tinyClass('text-soft hover:text-ink') : buttonClass('outline', size, className)}
      >
        <span className={tiny ? 'sr-only' : undefined}>{rooms.backToCall}</span>
        <ArrowRight className="size-4" aria-hidden />
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
        aria-label={quietStart ? rooms.startCall : undefined}
        onPointerEnter={prepare}
        onTouchStart={prepare}
        onFocus={prepare}
        className={tiny ? tinyClass('bg-accent text-on-accent hover:opacity-90') : buttonClass(look, size, className)}
      >
        {!tiny && <Video className="size-4" aria-hidden />}
        {tiny ? rooms.joinShort : live ? rooms.join : quietStart ? rooms.startShort : rooms.startCall}
      </button>
    </Form>
  )
}

const tinyClass = (look: string) =>
  classNames('inline-flex h-6 shrink-0 items-center rounded-full px-2.5 text-xs font-semibold whitespace-nowrap', look)
