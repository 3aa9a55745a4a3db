import { formError } from '#app/http/action-answer.ts'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { Dialog } from '#app/ui/kit/dialog.tsx'
import { FormError } from '#app/ui/kit/field.tsx'
import { FetcherForm } from '#app/ui/kit/form.tsx'
import { usePosted } from './use-posted.ts'

const useText = textsOf('common')

/** Asks before something that takes away, then posts it; what went wrong is told where it was asked. */
export function Confirm({
  open,
  onClose,
  onDone,
  title,
  text,
  confirm,
  action,
  fields,
}: {
  open: boolean
  onClose: () => void
  onDone?: () => void
  title: string
  text: string
  confirm: string
  action: string
  /** What is posted: `{ intent: 'leave' }`. */
  fields: Record<string, string>
}) {
  const { common } = useText()
  const fetcher = usePosted((answered) => {
    if (!answered.ok) return
    onClose()
    onDone?.()
  })
  const answer = fetcher.data
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <p className="text-soft">{text}</p>
      <FormError code={formError(answer)} details={answer && !answer.ok ? answer.details : undefined} />
      <FetcherForm fetcher={fetcher} method="post" action={action} className="flex flex-wrap justify-end gap-2">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button look="outline" onClick={onClose}>
          {common.cancel}
        </Button>
        <Button type="submit" look="danger" disabled={fetcher.state !== 'idle'}>
          {confirm}
        </Button>
      </FetcherForm>
    </Dialog>
  )
}
