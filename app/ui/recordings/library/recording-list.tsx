import { Link } from '@remix-run/react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Play, TriangleAlert, Video } from '#app/ui/kit/icons.tsx'
import { useNames } from '#app/ui/rooms/names.tsx'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import type { FoundRecording } from '#rooms/recordings/library/contract.ts'
import type { FoundLine } from '#rooms/recordings/transcripts/contract.ts'

const useText = textsOf('library')

/** Recordings, one a row: its poster and length, of what and with whom, and how far one is with it. */
export function RecordingList({ recordings, showCommunity }: { recordings: readonly FoundRecording[]; showCommunity: boolean }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
      {recordings.map((found) => (
        <RecordingRow key={found.recording.id} found={found} showCommunity={showCommunity} />
      ))}
    </ul>
  )
}

function RecordingRow({ found, showCommunity }: { found: FoundRecording; showCommunity: boolean }) {
  const { library } = useText()
  const format = useFormat()
  const names = useNames()
  const { recording, room, community, title, people, personCount, watched } = found
  const startedAt = recording.startedAt ? new Date(recording.startedAt) : null
  const position = watched && !watched.finished && watched.positionMs > 0 ? watched.positionMs : null
  const facts = [
    showCommunity && community.name,
    title && room.name,
    names(people, personCount),
    recording.bytes > 0 && format.bytes(recording.bytes),
    recording.expiresAt && library.goes({ date: format.date(new Date(recording.expiresAt)) }),
  ].filter(Boolean)
  return (
    <li className="relative flex gap-3 p-3.5 hover:bg-sunken/50 sm:p-4">
      <Poster found={found} />
      <div className="min-w-0 flex-1">
        {startedAt && (
          <p className="tabular text-sm text-faint">
            <time dateTime={startedAt.toISOString()}>
              {format.date(startedAt)}, {format.time(startedAt)}
            </time>
          </p>
        )}
        <h3 className="leading-snug font-bold">
          <Link to={recordingPath(recording.id, position)} prefetch="intent" className="line-clamp-2 after:absolute after:inset-0">
            {title || room.name}
          </Link>
        </h3>
        <p className="tabular text-sm text-soft">{facts.join(' · ')}</p>
        {found.said && <Said recordingId={recording.id} said={found.said} />}
        <Standing found={found} />
      </div>
    </li>
  )
}

/** Where it was said: it leads there. */
function Said({ recordingId, said: { name, startMs, pieces } }: { recordingId: string; said: FoundLine }) {
  const { library } = useText()
  const at = formatMoment(startMs)
  return (
    <Link
      to={recordingPath(recordingId, startMs)}
      prefetch="intent"
      aria-label={library.saidAt({ at, text: pieces.map(({ text }) => text).join('') })}
      className="relative z-1 mt-1 line-clamp-2 text-sm hover:underline"
    >
      <span className="tabular font-semibold text-accent">{at}</span> {name && <span className="font-semibold">{name}: </span>}
      {pieces.map((piece, index) =>
        piece.hit ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
          <mark key={index} className="rounded-xs bg-accent-soft px-0.5 font-semibold text-ink">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </Link>
  )
}

function Poster({ found: { recording, watched } }: { found: FoundRecording }) {
  const Icon = recording.state === 'failed' ? TriangleAlert : recording.playable ? Play : Video
  const seen = watched && recording.durationMs > 0 ? (watched.finished ? 1 : Math.min(1, watched.positionMs / recording.durationMs)) : 0
  return (
    <span className="relative flex aspect-video w-28 shrink-0 items-center justify-center self-start overflow-hidden rounded-lg bg-stage text-white sm:w-36">
      {recording.posterUrl && <img src={recording.posterUrl} alt="" loading="lazy" className="absolute inset-0 size-full object-cover" />}
      <span className="relative flex size-8 items-center justify-center rounded-full bg-black/60">
        <Icon className="size-4 fill-current" aria-hidden />
      </span>
      {recording.playable && (
        <span className="tabular absolute right-1 bottom-1.5 rounded bg-black/70 px-1 text-xs font-semibold">
          {formatMoment(recording.durationMs)}
        </span>
      )}
      {seen > 0 && (
        <span className="absolute inset-x-0 bottom-0 h-1 bg-white/30" aria-hidden>
          <span className="block h-full bg-accent" style={{ width: `${100 * seen}%` }} />
        </span>
      )}
    </span>
  )
}

/** How it stands, where that is worth a word: it runs, is prepared, failed; or how much of it the viewer has seen. */
function Standing({ found: { recording, watched } }: { found: FoundRecording }) {
  const { library } = useText()
  const { state } = recording
  if (state === 'failed') return <p className="text-sm font-medium text-danger">{library.state.failed}</p>
  if (state === 'finishing') return <p className="text-sm font-medium text-soft">{library.state.finishing}</p>
  if (state !== 'ready') return <p className="text-sm font-medium text-danger">{library.state.running}</p>
  if (watched?.finished) return <p className="text-sm font-medium text-soft">{library.seen}</p>
  if (!watched || watched.positionMs <= 0) return null
  return <p className="tabular text-sm font-medium text-accent">{library.goOn({ at: formatMoment(watched.positionMs) })}</p>
}
