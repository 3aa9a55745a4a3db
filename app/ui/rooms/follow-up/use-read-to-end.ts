import { useEffect, useRef } from 'react'

/** Shorter than that a page is glanced at, not read. */
const ON_PAGE_MS = 8_000
const AT_THE_END_MS = 3_000
const TICK_MS = 500

/** Stands at the end of what is to be read. */
export const END_OF_FOLLOW_UP = 'end-of-follow-up'

/**
 * Calls `work` once somebody has read to the end: the page was in front for a while, and the end on screen. A page that fits the
 * screen, or that is scrolled through on the way elsewhere, is not read by being opened.
 */
export function useReadToEnd(wanted: boolean, work: () => void): void {
  const latest = useRef(work)
  useEffect(() => {
    latest.current = work
  })
  useEffect(() => {
    const end = wanted && document.getElementById(END_OF_FOLLOW_UP)
    if (!end) return
    let isOnScreen = false
    let onPageMs = 0
    let atTheEndMs = 0
    const observer = new IntersectionObserver((entries) => {
      isOnScreen = entries.at(-1)?.isIntersecting ?? false
    })
    observer.observe(end)
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return
      onPageMs += TICK_MS
      if (isOnScreen) atTheEndMs += TICK_MS
      if (onPageMs < ON_PAGE_MS || atTheEndMs < AT_THE_END_MS) return
      stop()
      latest.current()
    }, TICK_MS)
    const stop = () => {
      clearInterval(timer)
      observer.disconnect()
    }
    return stop
  }, [wanted])
}
