import { type ReactNode, useEffect, useId, useRef } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { X } from '#app/ui/kit/icons.tsx'
import { IconButton } from './button.tsx'
import { classNames } from './class-names.ts'

const useText = textsOf('common')

/** A modal over the page, on the native `<dialog>`: Escape, the backdrop and the cross close it; focus goes back where it was. */
export function Dialog({
  open,
  onClose,
  title,
  children,
  wide = false,
}: {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  wide?: boolean
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  /** Where the last press began: who marks a text may let go anywhere. */
  const pressed = useRef<EventTarget | null>(null)
  const titleId = useId()
  const { common } = useText()
  useEffect(() => {
    const element = dialog.current
    if (open && element && !element.open) element.showModal()
    if (!open && element?.open) element.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is the backdrop's; the keyboard has Escape, from the element itself
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onPointerDown={(event) => {
        pressed.current = event.target
      }}
      onClick={(event) => event.target === dialog.current && pressed.current === dialog.current && onClose()}
      className={classNames(
        'm-auto max-h-[85dvh] w-[calc(100%-2rem)] overflow-y-auto rounded-2xl border border-line bg-surface p-0 backdrop:bg-(--overlay) max-sm:mb-0 max-sm:w-full max-sm:max-w-none max-sm:rounded-b-none',
        wide ? 'max-w-2xl' : 'max-w-md',
      )}
    >
      {open && (
        <div className="flex flex-col gap-4 p-5">
          <header className="flex items-start justify-between gap-3">
            <h2 id={titleId} className="pt-1 text-lg font-bold">
              {title}
            </h2>
            <IconButton label={common.close} size="small" onClick={onClose}>
              <X className="size-4" aria-hidden />
            </IconButton>
          </header>
          {children}
        </div>
      )}
    </dialog>
  )
}
