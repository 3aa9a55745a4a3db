import { textsOf } from '#app/i18n/text.tsx'
import { Button } from './button.tsx'

const useText = textsOf('common')

/** The foot of a form of settings: Save, and that it is saved. */
export function SaveRow({ busy, saved }: { busy: boolean; saved: boolean }) {
  const { common } = useText()
  return (
    <div className="flex items-center gap-3">
      <Button type="submit" disabled={busy}>
        {common.save}
      </Button>
      <span role="status" className="text-sm font-medium text-accent">
        {saved && !busy ? common.saved : ''}
      </span>
    </div>
  )
}
