import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { getJson } from '#app/http/post-json.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { TranscriptLineView, TranscriptPart, transcriptEdited } from '#rooms/recordings/transcripts/contract.ts'
import { joinPart, putLine } from './transcript-window.ts'

/** A part of a transcript on screen: it grows at both ends, begins anew elsewhere, and follows what is put right by anybody. */
export function useTranscript(recordingId: string) {
  const url = `/recordings/${recordingId}/transcript`
  const [shown, setShown] = useState<TranscriptPart | null>(null)
  const [failed, setFailed] = useState(false)
  const latest = useRef(shown)
  latest.current = shown
  /** What was asked before the part began anew is of no use any more. */
  const beginning = useRef(0)
  const growing = useRef<'before' | 'after' | null>(null)

  const goTo = useCallback(
    async (ms: number) => {
      const number = ++beginning.current
      growing.current = null
      const answer = await getJson<TranscriptPart>(`${url}?aroundMs=${Math.max(0, Math.round(ms))}`)
      if (number !== beginning.current) return
      setFailed(!answer.ok)
      if (answer.ok) setShown(answer.value)
    },
    [url],
  )
  const grow = useCallback(
    async (side: 'before' | 'after') => {
      const place = latest.current?.[side]
      if (!place || growing.current) return
      const number = beginning.current
      growing.current = side
      const answer = await getJson<TranscriptPart>(`${url}?${side}=${place}`)
      if (number !== beginning.current) return
      growing.current = null
      if (answer.ok) setShown((before) => before && joinPart(before, side, answer.value))
    },
    [url],
  )
  const put = useCallback((line: TranscriptLineView) => setShown((before) => before && putLine(before, line)), [])
  const readLine = useCallback(
    async (lineId: string) => {
      const answer = await getJson<TranscriptPart>(`${url}?lineId=${lineId}`)
      for (const line of answer.ok ? answer.value.lines : []) put(line)
    },
    [url, put],
  )
  useServerEvent<typeof transcriptEdited>('transcript.edited', (edited) => {
    if (edited.recordingId === recordingId) void readLine(edited.lineId)
  })
  useEffect(
    () => () => {
      beginning.current++
    },
    [],
  )
  return useMemo(() => ({ shown, failed, goTo, grow, put, readLine }), [shown, failed, goTo, grow, put, readLine])
}
