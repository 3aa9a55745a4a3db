import type { ReactNode } from 'react'
import { textsOf } from '#app/i18n/text.tsx'

const useText = textsOf('common')

/** What a screen says when there is nothing on it yet: what this place is for, and what to do next. */
export function EmptyState({ icon, title, text, children }: { icon?: ReactNode; title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-card border border-dashed border-line px-6 py-10 text-center">
      {icon && <span className="mb-1 text-faint">{icon}</span>}
      <h2 className="text-base font-bold">{title}</h2>
      {text && <p className="max-w-sm text-balance text-soft">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}

/** A turning mark, with words for those who do not see it. */
export function Spinner() {
  const { common } = useText()
  return (
    <span role="status" className="inline-flex">
      <span className="size-4 animate-spin rounded-full border-2 border-current border-t-transparent opacity-60" aria-hidden />
      <span className="sr-only">{common.loading}</span>
    </span>
  )
}

/** A card on the page; with an `id`, a place that addresses lead to. */
export function Card({ children, className = '', id }: { children: ReactNode; className?: string; id?: string }) {
  return (
    <section id={id} className={`rounded-card border border-line bg-surface ${className}`}>
      {children}
    </section>
  )
}
