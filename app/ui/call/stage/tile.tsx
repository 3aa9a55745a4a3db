import { memo } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Ear, MicOff, SignalLow, SignalZero } from '#app/ui/kit/icons.tsx'
import type { Participant } from '../call-view.ts'
import { Video } from './video.tsx'

const useText = textsOf('call', 'recording')

/** A person in the call: their picture, or their face on a quiet ground; a ring while they speak. */
export const Tile = memo(function Tile({
  participant,
  width,
  height,
}: {
  participant: Participant
  /** CSS pixels. */
  width: number
  height: number
}) {
  const { call, recording } = useText()
  const { identity, name, photoKey, isLocal, isThere, isSpeaking, microphoneOn, camera, connection, listens } = participant
  const shownName = isLocal ? call.youName({ name }) : name
  const face = Math.round(Math.min(width, height) * 0.42)
  return (
    <figure
      {...(isThere && (isLocal ? { 'data-self': identity } : { 'data-participant': identity }))}
      aria-label={[
        shownName,
        isSpeaking && call.speaking,
        listens && recording.notRecorded,
        !microphoneOn && call.muted,
        isThere && !camera && call.cameraOff,
        connection === 'poor' && call.poorConnection,
        connection === 'lost' && call.lostConnection,
      ]
        .filter(Boolean)
        .join(', ')}
      style={{ width, height }}
      className={classNames(
        'relative shrink-0 overflow-hidden rounded-2xl bg-surface transition-shadow duration-150',
        !isThere && 'opacity-60',
        isSpeaking && microphoneOn ? 'shadow-[0_0_0_3px_var(--accent)]' : 'shadow-[0_0_0_1px_rgb(255_255_255/0.06)]',
      )}
    >
      {/* Below the picture as well: it shows through until the first frame is there. */}
      <span className="absolute inset-0 flex items-center justify-center pb-2">
        <span className="inline-flex" style={{ fontSize: face * 0.4 }}>
          <span style={{ width: face, height: face }} className="inline-flex *:size-full *:text-[length:inherit]">
            <Avatar person={{ id: identity, name, photoKey }} size="huge" />
          </span>
        </span>
      </span>
      {camera && <Video picture={camera} mirrored={isLocal} />}
      <figcaption
        aria-hidden
        className="absolute bottom-2 left-2 flex max-w-[calc(100%-1rem)] items-center gap-1.5 rounded-lg bg-black/60 px-2 py-1 text-sm font-semibold text-white"
      >
        {listens ? <Ear className="size-3.5 shrink-0" /> : !microphoneOn && <MicOff className="size-3.5 shrink-0 text-[#ff9a90]" />}
        {connection === 'poor' && <SignalLow className="size-3.5 shrink-0" />}
        {connection === 'lost' && <SignalZero className="size-3.5 shrink-0 text-[#ff9a90]" />}
        <span className="truncate">{shownName}</span>
      </figcaption>
    </figure>
  )
})

/** A shared screen, whole. */
export function ScreenTile({ participant }: { participant: Participant }) {
  const { call } = useText()
  if (!participant.screen) return null
  const label = participant.isLocal ? call.yourScreen : call.screenOf({ name: participant.name })
  return (
    <figure aria-label={label} data-screen={participant.identity} className="relative size-full overflow-hidden rounded-2xl bg-black">
      <Video picture={participant.screen} contain />
      <figcaption aria-hidden className="absolute bottom-2 left-2 rounded-lg bg-black/60 px-2 py-1 text-sm font-semibold text-white">
        {label}
      </figcaption>
    </figure>
  )
}
