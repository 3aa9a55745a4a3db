import { useSearchParams } from '@remix-run/react'
import { type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import type { ReplyItem } from '#communities/threads/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { type Moments, MomentsContext } from './moments.ts'
import { type Marker, markersOf } from './player/markers.ts'
import { MomentToggle } from './player/moment-toggle.tsx'
import type { PlayerHandle } from './player/recording-player.tsx'
import { makePositions } from './positions.ts'
import type { Quoted } from './quote-dialog.tsx'
import { TranscriptState } from './transcript/transcript-state.tsx'

const useText = textsOf('player')

const RecordingPlayer = lazily(() => import('./player/recording-player.tsx'))
const TranscriptPanel = lazily(() => import('./transcript/transcript-panel.tsx'))
const QuoteDialog = lazily(() => import('./quote-dialog.tsx'))

/** Who has seen no more than this begins anew. */
const WORTH_RESUMING_MS = 5_000

/**
 * The player, what was said, and the thread, which know of each other: lines and replies seek, the transcript goes along, replies are
 * marked on the bar. Beside the player is the transcript; where there is none, the thread.
 */
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

  const [positions] = useState(() => makePositions(wanted ?? left))
  const [quoted, setQuoted] = useState<Quoted | null>(null)
  const seek = useCallback((ms: number) => {
    handle.current?.seek(ms)
    document.querySelector('[data-player]')?.scrollIntoView({ block: 'nearest' })
  }, [])
  const quote = useCallback((momentMs: number, said: string) => setQuoted({ momentMs: Math.round(momentMs), said }), [])
  const Toggle = useCallback<Moments['Toggle']>((props) => <MomentToggle nowMs={() => handle.current?.nowMs() ?? 0} {...props} />, [])
  const moments = useMemo<Moments>(
    () => ({
      recordingId: recording.id,
      nowMs: () => handle.current?.nowMs() ?? 0,
      seek,
      quote,
      show: setReplies,
      Toggle,
    }),
    [recording.id, Toggle, seek, quote],
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
  const spoken = page.transcript.state === 'ready'
  const room = <div className="h-[34rem] rounded-card border border-line bg-surface xl:h-[calc(100dvh-9.5rem)]" />
  const beside = alive ? (
    <Suspense fallback={room}>
      <TranscriptPanel key={page.transcript.missing.join()} page={page} positions={positions} onSeek={seek} onQuote={quote} />
    </Suspense>
  ) : (
    room
  )
  return (
    <MomentsContext.Provider value={moments}>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem] xl:grid-rows-[auto_1fr]">
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
                onPosition={positions.set}
              />
            </Suspense>
          ) : (
            poster
          )}
          {below}
          {!spoken && <TranscriptState page={page} />}
        </div>
        {spoken && (
          <div id="transcript" className="min-w-0 scroll-mt-4 xl:sticky xl:top-4 xl:col-start-2 xl:row-span-2 xl:row-start-1">
            {beside}
          </div>
        )}
        {thread}
      </div>
      {quoted && (
        <Suspense>
          <QuoteDialog page={page} quoted={quoted} onClose={() => setQuoted(null)} />
        </Suspense>
      )}
    </MomentsContext.Provider>
  )
}
