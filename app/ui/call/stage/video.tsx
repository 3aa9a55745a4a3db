import { useEffect, useRef } from 'react'
import { classNames } from '#app/ui/kit/class-names.ts'
import type { Picture } from '../call-view.ts'

/** A moving picture. Its sound is played elsewhere (media.ts), so it is always muted. */
export function Video({ picture, mirrored = false, contain = false }: { picture: Picture; mirrored?: boolean; contain?: boolean }) {
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const video = element.current
    if (!video) return
    picture.attach(video)
    return () => void picture.detach(video)
  }, [picture])
  return (
    <video
      ref={element}
      autoPlay
      playsInline
      muted
      aria-hidden
      tabIndex={-1}
      className={classNames('absolute inset-0 size-full', contain ? 'object-contain' : 'object-cover', mirrored && '-scale-x-100')}
    />
  )
}
