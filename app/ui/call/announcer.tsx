import { useEffect, useRef, useState } from 'react'
import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { useCall } from './use-call.ts'

const useText = textsOf('rooms')

/** Tells screen readers, without haste, who comes in and who leaves, wherever one is in the product. */
export function Announcer() {
  const { rooms } = useText()
  const format = useFormat()
  const { state, participants } = useCall()
  const [sentence, setSentence] = useState('')
  const known = useRef<Map<string, string> | null>(null)
  useEffect(() => {
    if (state.phase !== 'connected') {
      // Who is missing while the connection mends has not left.
      if (state.phase !== 'reconnecting' && state.phase !== 'rejoining') known.current = null
      return
    }
    const now = new Map(participants.filter((person) => !person.isLocal).map((person) => [person.identity, person.name]))
    const before = known.current
    known.current = now
    if (!before) return
    const came = [...now].filter(([id]) => !before.has(id)).map(([, name]) => name)
    const went = [...before].filter(([id]) => !now.has(id)).map(([, name]) => name)
    const said = [
      came.length > 0 && rooms.cameIn({ names: format.list(came), count: came.length }),
      went.length > 0 && rooms.wentOut({ names: format.list(went) }),
    ].filter(Boolean)
    if (said.length > 0) setSentence(said.join(' '))
  }, [state.phase, participants, rooms, format])
  return (
    <p role="status" className="sr-only">
      {sentence}
    </p>
  )
}
