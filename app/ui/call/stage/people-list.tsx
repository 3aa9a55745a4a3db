import { textsOf } from '#app/i18n/text.tsx'
import { Avatar } from '#app/ui/kit/avatar.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Mic, MicOff, SignalHigh, SignalLow, SignalZero } from '#app/ui/kit/icons.tsx'
import type { Participant } from '../call-view.ts'

const useText = textsOf('call', 'recording')

/** Everybody who is in, by name. */
export function PeopleList({ people }: { people: readonly Participant[] }) {
  const { call, recording } = useText()
  return (
    <>
      <h2 className="mb-2 px-1 font-bold">{call.inTheRoom}</h2>
      <ul aria-label={call.inTheRoom} className="flex flex-col gap-0.5">
        {people.map((person) => (
          <li key={person.identity} className="flex min-h-10 items-center gap-2.5 rounded-lg px-1">
            <Avatar person={{ id: person.identity, name: person.name, photoKey: person.photoKey }} size="small" />
            <span className="min-w-0 flex-1 truncate">{person.isLocal ? call.youName({ name: person.name }) : person.name}</span>
            {person.listens && <span className="shrink-0 text-sm text-soft">{recording.notRecorded}</span>}
            <Connection quality={person.connection} />
            {person.microphoneOn ? (
              <Mic className={classNames('size-4', person.isSpeaking ? 'text-accent' : 'text-faint')} aria-hidden />
            ) : (
              <MicOff className="size-4 text-danger" aria-hidden />
            )}
            {!person.microphoneOn && <span className="sr-only">{call.muted}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

function Connection({ quality }: { quality: Participant['connection'] }) {
  const { call } = useText()
  if (quality === 'unknown') return null
  const label = { good: call.goodConnection, poor: call.poorConnection, lost: call.lostConnection }[quality]
  const Icon = { good: SignalHigh, poor: SignalLow, lost: SignalZero }[quality]
  return (
    <span title={label} className={quality === 'good' ? 'text-faint' : 'text-danger'}>
      <Icon className="size-4" aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  )
}
