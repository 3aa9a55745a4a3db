import { Download, Link2 } from 'lucide-react'
import { useContext } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button, buttonClass } from '#app/ui/kit/button.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { MomentsContext } from './moments.ts'

const useText = textsOf('player')

/** What can be done with a recording besides watching it: a link to what is being watched, and taking it away as files. */
export function RecordingActions({ page }: { page: RecordingPage }) {
  const { player } = useText()
  const toast = useToast()
  const moments = useContext(MomentsContext)
  const { recording, mayDownload, filmUrl, tracks } = page
  const copy = () => {
    const address = new URL(recordingPath(recording.id, moments?.nowMs() ?? 0), location.href).href
    // Browsers give no clipboard to pages without https: then the address itself can be copied by hand.
    const written = navigator.clipboard?.writeText(address) ?? Promise.reject(new Error('no clipboard'))
    written.then(
      () => toast(player.momentCopied),
      () => toast(address),
    )
  }
  const download = (part: string) => `/recordings/${recording.id}/download/${part}`
  return (
    <div className="flex flex-wrap items-start gap-2 print:hidden">
      <Button look="outline" size="small" onClick={copy}>
        <Link2 className="size-4" aria-hidden /> {player.copyMoment}
      </Button>
      {mayDownload && filmUrl && (
        <a href={download('film')} download className={buttonClass('outline', 'small')}>
          <Download className="size-4" aria-hidden /> {player.download}
        </a>
      )}
      {mayDownload && tracks.length > 0 && (
        <details className="min-w-0 text-sm">
          <summary className="inline-flex h-8 items-center rounded-lg px-2 font-semibold text-soft hover:bg-sunken hover:text-ink">
            {player.parts}
          </summary>
          <ul className="mt-1 flex flex-col gap-0.5 px-2">
            {tracks.map((track) => (
              <li key={track.id}>
                <a href={download(track.id)} download className="hover:underline">
                  <span className="tabular text-soft">{formatMoment(track.startMs)}</span> {track.person.name}, {player.kinds[track.kind]}
                </a>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
