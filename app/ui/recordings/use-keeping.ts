import { useState } from 'react'
import { postJson } from '#app/http/post-json.ts'
import { errorText, textsOf } from '#app/i18n/text.tsx'
import { useReadAgain } from '#app/realtime/use-read-again.ts'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('common', 'errors', 'player')

/** Whether a recording stays, goes, comes back, or is tried again: for who may. */
export function useKeeping(recordingId: string) {
  const text = useText()
  const toast = useToast()
  const readAgain = useReadAgain()
  const [busy, setBusy] = useState(false)
  const send = async (body: { intent: 'keep' | 'delete' | 'retry'; keep?: boolean; restore?: boolean }): Promise<boolean> => {
    setBusy(true)
    const answer = await postJson<null>(`/recordings/${recordingId}/keeping`, body)
    setBusy(false)
    if (!answer.ok) toast(errorText(text, answer.code, answer.details))
    else readAgain()
    return answer.ok
  }
  const restore = () => send({ intent: 'delete', restore: true })
  return {
    busy,
    keep: async (keep: boolean) => {
      if (await send({ intent: 'keep', keep })) toast(keep ? text.player.keptNow : text.player.letGoNow)
    },
    retry: () => send({ intent: 'retry' }),
    restore,
    remove: async () => {
      if (await send({ intent: 'delete' })) toast(text.player.deletedNow, { label: text.common.undo, run: () => void restore() })
    },
  }
}
