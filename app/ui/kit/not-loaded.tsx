import type { MouseEvent } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { RotateCw } from '#app/ui/kit/icons.tsx'
import { Button } from './button.tsx'
import { menuItemClass } from './menu.tsx'

const useText = textsOf('common')

export interface NotLoadedProps {
  again: () => void
  /** It was tried again already: the button has the focus back, and the other way out is told. */
  once: boolean
}

const takeFocus = (button: HTMLButtonElement | null) => button?.focus()

/** What stands in the place of a part of the page that could not be loaded. */
export function NotLoaded({ again, once }: NotLoadedProps) {
  const { common } = useText()
  return (
    <div role="alert" className="m-auto flex max-w-sm flex-col items-center gap-2 bg-surface p-3 text-center text-sm text-soft">
      <p className="text-balance">{once ? `${common.notLoaded} ${common.reloadHint}` : common.notLoaded}</p>
      <Button look="outline" size="small" ref={once ? takeFocus : undefined} onClick={again}>
        {common.retry}
      </Button>
    </div>
  )
}

/** The same in a menu, which stays open. */
export function NotLoadedItem({ again, once }: NotLoadedProps) {
  const { common } = useText()
  const onClick = (event: MouseEvent) => {
    event.stopPropagation()
    again()
  }
  return (
    <>
      <p role="alert" className="max-w-60 px-2.5 py-1.5 text-sm text-soft">
        {once ? `${common.notLoaded} ${common.reloadHint}` : common.notLoaded}
      </p>
      <button type="button" role="menuitem" tabIndex={-1} ref={takeFocus} className={menuItemClass} onClick={onClick}>
        <RotateCw className="size-4" aria-hidden />
        {common.retry}
      </button>
    </>
  )
}
