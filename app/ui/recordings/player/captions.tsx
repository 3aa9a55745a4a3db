import { useEffect, useState } from 'react'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { transcriptEdited } from '#rooms/recordings/transcripts/contract.ts'
import { type Caption, readCaptions } from './read-captions.ts'

/** What is being said, over the picture: of a film and of tracks alike. */
export function Captions({ recordingId, url, positionMs }: { recordingId: string; url: string; positionMs: number }) {
  const [captions, setCaptions] = useState<Caption[]>([])
  const [edition, setEdition] = useState(0)
  useServerEvent<typeof transcriptEdited>('transcript.edited', (edited) => {
    if (edited.recordingId === recordingId) setEdition((before) => before + 1)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another edition says something else
  useEffect(() => {
    const stop = new AbortController()
    fetch(url, { signal: stop.signal })
      .then(async (answer) => setCaptions(answer.ok ? readCaptions(await answer.text()) : []))
      .catch(() => {})
    return () => stop.abort()
  }, [url, edition])
  const now = captions.filter(({ startMs, endMs }) => positionMs >= startMs && positionMs < endMs).slice(-2)
  if (now.length === 0) return null
  return (
    <div className="pointer-events-none absolute inset-x-4 bottom-3 flex flex-col items-center gap-1 text-center">
      {now.map(({ startMs, speaker, text }) => (
        <p key={`${startMs}-${speaker}`} className="rounded-md bg-black/80 px-2.5 py-1 text-white">
          {speaker && <span className="font-semibold">{speaker}: </span>}
          {text}
        </p>
      ))}
    </div>
  )
}
