import { createContext, type ReactNode, useContext } from 'react'
import { useTimeZone } from '#app/i18n/format.tsx'
import { useLanguage } from '#app/i18n/text.tsx'

/** What one drawing of a page finds in the server's cache, and tells it. */
export interface MarkupCache {
  /** The markup that was drawn for this key before. */
  find: (key: string) => string | undefined
  /** Says that what is drawn now is to be kept under this key; the number marks it in the page. */
  willKeep: (key: string) => number
}

/** There is one on the server only: a browser draws everything itself. */
export const MarkupCacheContext = createContext<MarkupCache | null>(null)

/** Stands on the element whose inside is to be kept, until the page is sent. */
export const MARKUP_MARK = 'data-keep-markup'

/**
 * A part of a page that the server draws once for all readers to whom it looks the same. `by` is everything that the part shows, as JSON
 * can say it; the reader's language and time zone count by themselves. Null: what it shows depends on more, and it is drawn each time.
 * The part takes no ids of `useId` into its first drawing, which say where on a page it stood.
 */
export function CachedMarkup({ name, by, children }: { name: string; by: unknown; children: ReactNode }) {
  const cache = useContext(MarkupCacheContext)
  const language = useLanguage()
  const timeZone = useTimeZone()
  if (!cache || by === null) return <div className="contents">{children}</div>
  const key = JSON.stringify([name, language, timeZone, by])
  const markup = cache.find(key)
  if (markup === undefined) {
    return (
      <div className="contents" {...{ [MARKUP_MARK]: cache.willKeep(key) }}>
        {children}
      </div>
    )
  }
  // biome-ignore lint/security/noDangerouslySetInnerHtml: React drew it, from the same properties
  return <div className="contents" dangerouslySetInnerHTML={{ __html: markup }} />
}
