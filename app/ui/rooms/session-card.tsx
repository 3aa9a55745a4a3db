import { Link } from '@remix-run/react'
import { useFormat } from '#app/i18n/format.tsx'
import { useText } from '#app/i18n/text.tsx'
import { AvatarStack } from '#app/ui/kit/avatar.tsx'
import type { SessionCard } from '#rooms/sessions/contract.ts'

/** What a session's thread tells of it: who is in while it runs, who met and for how long afterwards. */
export function SessionThread({ session }: { session: SessionCard }) {
  const { sessions } = useText()
  const format = useFormat()
  const names = format.list(session.people.map((person) => person.name))
  return (
    <div className="flex items-center gap-3">
      <AvatarStack people={session.people} total={session.personCount} />
      <p className="min-w-0 flex-1">
        <Link to={`/sessions/${session.id}`} className="font-semibold hover:underline">
          {session.endedAt
            ? sessions.met({ names, duration: format.duration(session.endedAt.getTime() - session.openedAt.getTime()) })
            : sessions.running({ room: session.room.name })}
        </Link>
        {session.topic && <span className="block text-soft">{session.topic}</span>}
      </p>
    </div>
  )
}
