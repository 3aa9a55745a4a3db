import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { TranscriptPart } from '#rooms/recordings/transcripts/contract.ts'
import type { Positions } from '../positions.ts'
import { lineAt } from './transcript-window.ts'
import type { useTranscript } from './use-transcript.ts'

/** The line that is being said stands so far down in the list, and is moved there once it is nearer than this to either end. */
const READING_SHARE = 0.3
const EDGE_SHARE = 0.15
/** Whoever is nearer than so many lines to the end of what is there gets more. */
const AHEAD = 15
/** Farther away than this is a jump. */
const JUMP_MS = 60_000

/**
 * Goes along with the player: which line is being said, and the list moved to it, until the reader moves it themselves. `moveTo` brings
 * a line into sight as soon as it is there.
 */
export function useFollowing(list: RefObject<HTMLElement>, positions: Positions, transcript: ReturnType<typeof useTranscript>) {
  const { shown, goTo, grow } = transcript
  const [currentId, setCurrentId] = useState<string | null>(null)
  const [following, setFollowing] = useState(true)
  const latest = useRef<{ shown: TranscriptPart | null; following: boolean }>({ shown, following })
  latest.current = { shown, following }
  const wanted = useRef<{ lineId: string; always: boolean } | null>(null)

  const settle = useCallback(() => {
    const box = list.current
    const element = wanted.current && box?.querySelector(`[data-line="${wanted.current.lineId}"]`)
    if (!box || !element || !wanted.current) return
    const { top: boxTop, height } = box.getBoundingClientRect()
    const { top, bottom } = element.getBoundingClientRect()
    const inSight = top >= boxTop + height * EDGE_SHARE && bottom <= boxTop + height * (1 - EDGE_SHARE)
    if (wanted.current.always || !inSight) box.scrollTop += top - boxTop - height * READING_SHARE
    wanted.current = null
  }, [list])
  const moveTo = useCallback(
    (lineId: string, always = true) => {
      wanted.current = { lineId, always }
      settle()
    },
    [settle],
  )
  // Lines that come in above push nothing that is being read out of its place.
  const anchor = useRef<{ lineId: string; top: number } | null>(null)
  const growAbove = useCallback(() => {
    const box = list.current
    const first = latest.current.shown?.lines[0]
    const element = first && box?.querySelector(`[data-line="${first.id}"]`)
    if (!element || !latest.current.shown?.before) return
    anchor.current = {
      lineId: first.id,
      top: element.getBoundingClientRect().top - (box?.getBoundingClientRect().top ?? 0) + (box?.scrollTop ?? 0),
    }
    void grow('before')
  }, [list, grow])
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is shown now is what one is moved in
  useLayoutEffect(() => {
    const box = list.current
    const element = anchor.current && box?.querySelector(`[data-line="${anchor.current.lineId}"]`)
    if (box && element && anchor.current && shown?.lines[0]?.id !== anchor.current.lineId) {
      const top = element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop
      box.scrollTop += top - anchor.current.top
      anchor.current = null
    }
    settle()
  }, [shown, settle])

  const look = useCallback(() => {
    const { shown, following } = latest.current
    const ms = positions.get()
    if (!shown) return
    const { lines, before, after } = shown
    const index = lineAt(lines, ms)
    const last = lines.at(-1)
    const beyond = (index === -1 && before !== null) || (after !== null && last !== undefined && ms > last.startMs + JUMP_MS)
    if (beyond) {
      setCurrentId(null)
      if (following) void goTo(ms)
      return
    }
    const id = lines[index]?.id ?? null
    setCurrentId(id)
    if (following && after !== null && index > lines.length - AHEAD) void grow('after')
  }, [positions, goTo, grow])
  useEffect(() => {
    look()
    return positions.subscribe(look)
  }, [positions, look])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part has other lines
  useEffect(look, [look, shown])
  useEffect(() => {
    if (following && currentId) moveTo(currentId, false)
  }, [following, currentId, moveTo])

  const follow = useCallback(() => {
    setFollowing(true)
    latest.current.following = true
    look()
  }, [look])
  const letGo = useCallback(() => setFollowing(false), [])
  return { currentId, following, follow, letGo, moveTo, growAbove }
}
