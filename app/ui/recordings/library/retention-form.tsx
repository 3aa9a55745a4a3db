import { useLocation } from '@remix-run/react'
import { fieldError, formError, typedBefore } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { usePosted } from '#app/ui/communities/use-posted.ts'
import { KeptFields } from '#app/ui/feed/kept-fields.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { FormError, TextField } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('common', 'library')

export type Retention =
  | { of: 'community'; keepRecordingsDays: number | null; onceFollowedUp: boolean; workspaceKeepsDays: number | null }
  | { of: 'workspace'; keepRecordingsDays: number | null; keepRecordingPartsDays: number }

/** How long recordings stay: in a community, or wherever the community says nothing. */
export function RetentionForm({ retention, storage }: { retention: Retention; storage?: string | undefined }) {
  const { common, library } = useText()
  const toast = useToast()
  const fetcher = usePosted((answered) => answered.ok && toast(common.saved))
  const answer = fetcher.data
  const days = (value: number | null) => (value === null ? '' : String(value))
  return (
    <Card className="p-4 sm:p-6">
      <FetcherForm fetcher={fetcher} method="post" className="flex flex-col gap-5">
        <div className="flex flex-col gap-1">
          <h2 className="text-lg font-bold">{library.retention}</h2>
          <p className="text-sm text-soft">{library.warned}</p>
          {storage && <p className="tabular text-sm text-faint">{storage}</p>}
        </div>
        <KeptFields of={`retention:${useLocation().pathname}`} answer={answer ?? null} />
        <FormError code={formError(answer)} />
        <TextField
          label={library.days}
          name="keepRecordingsDays"
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          hint={retention.of === 'community' ? library.asWorkspace({ days: retention.workspaceKeepsDays }) : library.forGood}
          defaultValue={typedBefore(answer, 'keepRecordingsDays') ?? days(retention.keepRecordingsDays)}
          error={fieldError(answer, 'keepRecordingsDays')}
          className="max-w-72"
        />
        {retention.of === 'workspace' ? (
          <TextField
            label={library.partDays}
            name="keepRecordingPartsDays"
            inputMode="numeric"
            autoComplete="off"
            required
            maxLength={4}
            hint={library.partDaysHint}
            defaultValue={typedBefore(answer, 'keepRecordingPartsDays') ?? days(retention.keepRecordingPartsDays)}
            error={fieldError(answer, 'keepRecordingPartsDays')}
          />
        ) : (
          <label className="flex items-center gap-3">
            <input type="checkbox" name="onceFollowedUp" defaultChecked={retention.onceFollowedUp} className="size-4.5 accent-(--accent)" />
            <span className="font-medium">{library.onceFollowedUp}</span>
          </label>
        )}
        <Button type="submit" name="intent" value="retention" disabled={fetcher.state !== 'idle'} className="self-start">
          {common.save}
        </Button>
      </FetcherForm>
    </Card>
  )
}
