import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { CircleAlert, FileText } from '#app/ui/kit/icons.tsx'
import type { RecordingPage } from '#rooms/recordings/watching/contract.ts'
import { MissingVoices } from './missing-voices.tsx'
import { useAsk } from './use-ask.ts'

const useText = textsOf('common', 'transcripts')

/** How the transcript stands where there is nothing to be read (yet), and what can be done about it. */
export function TranscriptState({ page }: { page: RecordingPage }) {
  const { transcripts, common } = useText()
  const { ask, busy } = useAsk(page.recording.id)
  const { recording, transcript } = page
  const { state, missing, mayAsk, maySetUp } = transcript
  if (state === 'ready') return null
  const { transcribed, transcriptCause } = recording
  const sentence = state === 'running' ? transcripts.running({ percent: transcribed }) : transcripts[state]
  return (
    <section aria-label={transcripts.title} className="flex gap-3 rounded-card border border-line bg-surface p-3.5 print:hidden">
      {state === 'failed' ? (
        <CircleAlert className="mt-0.5 size-4.5 shrink-0 text-danger" aria-hidden />
      ) : (
        <FileText className="mt-0.5 size-4.5 shrink-0 text-faint" aria-hidden />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <p role="status" className="tabular text-soft">
          {sentence} {(state === 'failed' || state === 'waiting') && transcriptCause && transcripts.causes[transcriptCause]}
        </p>
        {state === 'running' && (
          <progress
            aria-label={transcripts.title}
            value={transcribed}
            max={100}
            className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          />
        )}
        {state === 'off' &&
          (maySetUp ? (
            <div className="flex flex-col gap-1.5 text-sm text-soft">
              <p>{transcripts.setUp}</p>
              <code className="w-fit max-w-full rounded-md bg-sunken px-2 py-1 text-ink">npm run transcripts:install</code>
              <p>{transcripts.setUpOutside}</p>
            </div>
          ) : (
            <p className="text-sm text-faint">{transcripts.offText}</p>
          ))}
        <MissingVoices page={page} />
        {mayAsk && missing.length === 0 && (
          <Button look="outline" size="small" className="self-start" disabled={busy} onClick={() => void ask()}>
            {state === 'failed' ? common.retry : transcripts.ask}
          </Button>
        )}
      </div>
    </section>
  )
}
