import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { IconButton } from '#app/ui/kit/button.tsx'

/** A button that opens a small panel above itself; Escape and a click elsewhere close it. */
export function Popover({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const onPointer = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      box.current?.querySelector('button')?.focus()
    }
    document.addEventListener('pointerdown', onPointer)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', onPointer)
      document.removeEventListener('keydown', onKey)
    }
  }, [open])
  return (
    <div ref={box} className="relative">
      <IconButton label={label} aria-expanded={open} aria-controls={open ? id : undefined} onClick={() => setOpen(!open)}>
        {icon}
      </IconButton>
      {open && (
        <fieldset
          id={id}
          aria-label={label}
          className="absolute right-0 bottom-full z-30 mb-2 flex max-h-72 w-64 flex-col gap-3 overflow-y-auto rounded-xl border border-line bg-surface p-3"
        >
          {children}
        </fieldset>
      )}
    </div>
  )
}
