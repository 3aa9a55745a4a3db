import { textsOf } from '#app/i18n/text.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { recordingPath } from '#rooms/recordings/contract.ts'

const useText = textsOf('player')

/** Puts the address of a moment where it can be pasted from. */
export function useCopyMoment(recordingId: string): (ms: number) => void {
  const { player } = useText()
  const toast = useToast()
  return (ms) => {
    const address = new URL(recordingPath(recordingId, ms), location.href).href
    // Browsers give no clipboard to pages without https: then the address itself can be copied by hand.
    const written = navigator.clipboard?.writeText(address) ?? Promise.reject(new Error('no clipboard'))
    written.then(
      () => toast(player.momentCopied),
      () => toast(address),
    )
  }
}
