import { useSearchParams } from '@remix-run/react'
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import type { ReplyItem } from '#communities/threads/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { type Moments, MomentsContext } from './moments.ts'
import { type Marker, markersOf } from './player/markers.ts'
import { MomentToggle } from './player/moment-toggle.tsx'
import type { PlayerHandle } from './player/recording-player.tsx'

const useText = textsOf('player')

const RecordingPlayer = lazy(() => import('./player/recording-player.tsx'))

/** Who has seen no more than this begins anew. */
const WORTH_RESUMING_MS = 5_000

/** The player, and beside (or below) it the thread, which know of each other: replies are marked on the bar, and seek. */
export function WatchPage({ page, below, thread }: { page: RecordingPage; below: ReactNode; thread: ReactNode }) {
  const { player } = useText()
  const [search] = useSearchParams()
  const asked = Number(search.get('t'))
  const { recording, place } = page
  const handle = useRef<PlayerHandle | null>(null)
  const [replies, setReplies] = useState<readonly ReplyItem[]>([])
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])

  // Where one begins is decided once: what is saved while one watches changes nothing of it.
  const [left] = useState(place && !place.finished && place.positionMs >= WORTH_RESUMING_MS ? place.positionMs : 0)
  const wanted = search.has('t') && Number.isFinite(asked) ? Math.min(Math.max(asked * 1000, 0), recording.durationMs) : null

  const Toggle = useCallback<Moments['Toggle']>((props) => <MomentToggle nowMs={() => handle.current?.nowMs() ?? 0} {...props} />, [])
  const moments = useMemo<Moments>(
    () => ({
      recordingId: recording.id,
      nowMs: () => handle.current?.nowMs() ?? 0,
      seek: (ms) => {
        handle.current?.seek(ms)
        document.querySelector('[data-player]')?.scrollIntoView({ block: 'nearest' })
      },
      show: setReplies,
      Toggle,
    }),
    [recording.id, Toggle],
  )
  const markers = useMemo(
    () => markersOf(replies, { recordingId: recording.id, durationMs: recording.durationMs, somebody: player.somebody }),
    [replies, recording.id, recording.durationMs, player],
  )
  const onMarker = ({ momentMs, replyId }: Marker) => {
    handle.current?.seek(momentMs)
    document.getElementById(`reply-${replyId}`)?.scrollIntoView({ block: 'nearest' })
  }
  const poster = (
    <div className="on-stage aspect-video overflow-hidden rounded-card">
      {recording.posterUrl && <img src={recording.posterUrl} alt="" className="size-full object-contain" />}
    </div>
  )
  return (
    <MomentsContext.Provider value={moments}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-3">
          {alive ? (
            <Suspense fallback={poster}>
              <RecordingPlayer
                key={wanted ?? 'left'}
                page={page}
                startMs={wanted ?? left}
                resumes={wanted === null}
                markers={markers}
                onMarker={onMarker}
                handle={handle}
              />
            </Suspense>
          ) : (
            poster
          )}
          {below}
        </div>
        {thread}
      </div>
    </MomentsContext.Provider>
  )
}
