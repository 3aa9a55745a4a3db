import { useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('errors')

/** Has what was said in a recording written down. */
export function useAsk(recordingId: string): { ask: () => Promise<void>; busy: boolean } {
  const text = useText()
  const readAgain = useReadAgain()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    const answer = await postJson<null>(`/recordings/${recordingId}/transcript`, { intent: 'request' })
    setBusy(false)
    if (answer.ok) readAgain()
    else toast(errorText(text, answer.code, answer.details))
  }
  return { ask, busy }
}
