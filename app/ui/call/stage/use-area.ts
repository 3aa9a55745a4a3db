import { type RefObject, useLayoutEffect, useState } from 'react'

/** The size of an element in CSS pixels, as it changes; zero before it is known. */
export function useArea(ref: RefObject<HTMLElement>): { width: number; height: number } {
  const [area, setArea] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setArea({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setArea({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return area
}
