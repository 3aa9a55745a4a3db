import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { ButtonLink } from '#app/ui/kit/button.tsx'
import { Search, Video } from '#app/ui/kit/icons.tsx'
import { Older } from '#app/ui/kit/older.tsx'
import { EmptyState } from '#app/ui/kit/states.tsx'
import { SessionFilter } from '#app/ui/rooms/session-filter.tsx'
import type { RecordingList as Found, RecordingStorage } from '#rooms/recordings/library/contract.ts'
import { RecordingList } from './recording-list.tsx'

const useText = textsOf('library', 'sessions')

/** Recordings of a community, or of all of mine: finding one, and what they take up. */
export function Library({
  href,
  found: { recordings, nextCursor },
  filter,
  rooms,
  paged,
  storage,
  showCommunity = false,
}: {
  href: string
  found: Found
  filter: { word: string; person: string; room: string }
  /** Of one community: to choose from. */
  rooms: readonly { slug: string; name: string }[]
  paged: boolean
  storage?: RecordingStorage | undefined
  showCommunity?: boolean
}) {
  const { library, sessions } = useText()
  const format = useFormat()
  const filtered = filter.word !== '' || filter.person !== '' || filter.room !== ''
  if (recordings.length === 0 && !filtered && !paged) {
    return <EmptyState icon={<Video className="size-8" aria-hidden />} title={library.none} text={library.noneText} />
  }
  return (
    <>
      <SessionFilter href={href} filter={filter} rooms={rooms} />
      <section aria-label={library.title} className="flex flex-col gap-4">
        {recordings.length > 0 ? (
          <RecordingList recordings={recordings} showCommunity={showCommunity} />
        ) : (
          <EmptyState icon={<Search className="size-8" aria-hidden />} title={library.noneFound} text={library.noneFoundText}>
            <ButtonLink to={href} look="outline">
              {sessions.clear}
            </ButtonLink>
          </EmptyState>
        )}
        <Older href={href} nextCursor={nextCursor} paged={paged} older={library.older} newest={library.newest} />
        {storage && storage.count > 0 && (
          <p className="tabular text-center text-sm text-faint">
            {library.storage({ count: storage.count, size: format.bytes(storage.bytes) })}
          </p>
        )}
      </section>
    </>
  )
}
