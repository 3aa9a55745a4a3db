import { useFormat } from '#app/i18n/format.tsx'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { CircleAlert } from '#app/ui/kit/icons.tsx'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { useAsk } from './use-ask.ts'

const useText = textsOf('common', 'transcripts')

/** Says whose voice is not in the transcript, and how it stands with that: nothing, where everybody is in it. */
export function MissingVoices({ page }: { page: RecordingPage }) {
  const { transcripts, common } = useText()
  const format = useFormat()
  const { ask, busy } = useAsk(page.recording.id)
  const { recording, transcript } = page
  const { missing, mayAsk } = transcript
  if (missing.length === 0) return null
  const { transcriptState, transcriptCause } = recording
  const again = transcriptState === 'waiting' || transcriptState === 'running'
  const names = format.list(missing.map((name) => name || transcripts.somebody))
  return (
    <div className="flex items-start gap-2 text-sm text-soft">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1.5">
        <p role="status">
          {transcripts.missing({ names, count: missing.length })} {again && transcripts.tryingAgain}
          {transcriptState === 'failed' && transcriptCause && transcripts.causes[transcriptCause]}
        </p>
        {mayAsk && (
          <Button look="outline" size="small" disabled={busy} onClick={() => void ask()}>
            {common.retry}
          </Button>
        )}
      </div>
    </div>
  )
}
