import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from './class-names.ts'

const itemClass =
  'flex min-h-9 w-full items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-left [&>svg]:shrink-0 hover:bg-sunken focus-visible:bg-sunken focus-visible:outline-offset-[-2px]'

/** CSS pixels that a menu keeps from the edges of the screen. */
const EDGE = 8

const itemsIn = (box: HTMLElement | null) => [...(box?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)') ?? [])]

/**
 * A button that opens a list of things to do. Arrow keys, Home and End move, Escape closes and gives the focus back,
 * as the ARIA practices' menu button does. Children are `MenuItem`s, or forms and links with `role="menuitem"`.
 */
export function Menu({
  label,
  trigger,
  triggerClass,
  align = 'end',
  up = false,
  children,
}: {
  label: string
  trigger: ReactNode
  triggerClass?: string
  align?: 'start' | 'end'
  up?: boolean
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    if (!open || !list.current) return
    // Where its button stands near an edge of the screen, it moves in as far as it must.
    const { left, right } = list.current.getBoundingClientRect()
    const by = Math.max(EDGE - left, 0) || Math.min(document.documentElement.clientWidth - EDGE - right, 0)
    list.current.style.translate = `${by}px`
  }, [open])

  useEffect(() => {
    if (!open) return
    itemsIn(box.current)[0]?.focus()
    const away = (event: PointerEvent) => !box.current?.contains(event.target as Node) && setOpen(false)
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const closeAfterChoice = () => {
    button.current?.focus()
    // A chosen item may be a form's button: the browser sends no form that is gone from the page.
    setTimeout(() => setOpen(false))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return
    const list = itemsIn(box.current)
    const at = list.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (to !== undefined) {
      event.preventDefault()
      list.at(to % list.length)?.focus()
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab') setOpen(false)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside, wherever the focus is in it
    <div ref={box} className="relative" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        className={triggerClass}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      {open && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: a choice closes the menu, however it was made
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onClick={closeAfterChoice}
          className={classNames(
            'absolute z-40 min-w-52 rounded-xl border border-line bg-surface p-1 shadow-lg shadow-black/5',
            align === 'end' ? 'right-0' : 'left-0',
            up ? 'bottom-full mb-1.5' : 'top-full mt-1.5',
          )}
        >
          {children}
        </div>
      )}
    </div>
  )
}

/** One thing to do. `danger` for what takes something away. */
export function MenuItem({
  onSelect,
  icon,
  danger = false,
  children,
  type = 'button',
}: {
  onSelect?: () => void
  icon?: ReactNode
  danger?: boolean
  children: ReactNode
  type?: 'button' | 'submit'
}) {
  return (
    <button type={type} role="menuitem" tabIndex={-1} className={classNames(itemClass, danger && 'text-danger')} onClick={onSelect}>
      {icon}
      {children}
    </button>
  )
}

export const menuItemClass = itemClass
