import { textsOf } from '#app/i18n/text.tsx'
import { Dialog } from './dialog.tsx'

const useText = textsOf('call')

/** Which keys do what, and the switch for who would rather not have any. */
export function KeysDialog({
  title,
  keys,
  open,
  onClose,
  enabled,
  onEnabled,
}: {
  title: string
  keys: readonly (readonly [key: string, what: string])[]
  open: boolean
  onClose: () => void
  enabled: boolean
  onEnabled: (enabled: boolean) => void
}) {
  const { call } = useText()
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-flex min-w-8 justify-center rounded-md border border-line-strong px-2 py-0.5 text-sm font-bold whitespace-nowrap">
                {key}
              </kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label className="flex items-center gap-2.5 border-t border-line pt-4">
        <input
          type="checkbox"
          checked={enabled}
          onChange={(event) => onEnabled(event.target.checked)}
          className="size-4.5 accent-(--accent)"
        />
        {call.shortcuts.enable}
      </label>
    </Dialog>
  )
}
