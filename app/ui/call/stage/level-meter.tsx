import { useEffect, useRef } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Mic } from '#app/ui/kit/icons.tsx'

const useText = textsOf('call')

/** Speech at a normal distance comes to about this; the bar is full there. */
const LOUD = 0.12

/** How loud a microphone is, as a bar that follows the voice. */
export function LevelMeter({ track }: { track: MediaStreamTrack | null }) {
  const { call } = useText()
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!track) return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 512
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    let frame = requestAnimationFrame(function draw() {
      analyser.getFloatTimeDomainData(samples)
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
      if (bar.current) bar.current.style.transform = `scaleX(${Math.min(1, loudness / LOUD)})`
      frame = requestAnimationFrame(draw)
    })
    return () => {
      cancelAnimationFrame(frame)
      void context.close()
    }
  }, [track])
  return (
    <div className="flex items-center gap-2 text-faint" role="img" aria-label={call.preJoin.level}>
      <Mic className="size-4" aria-hidden />
      <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-sunken">
        <span ref={bar} className="block h-full origin-left scale-x-0 rounded-full bg-accent" />
      </span>
    </div>
  )
}
