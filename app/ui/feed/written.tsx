import { useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { withDirections } from './with-directions.ts'

const useText = textsOf('feed')

/** A feed shows about so much of a long text, and the rest when asked: in letters, a line of its own counting as many. */
const SHOWN_LETTERS = 1_200
const LETTERS_PER_LINE = 60

/** Whether a text is too long to stand in a feed whole. */
export function isLong(html: string): boolean {
  const lines = html.match(/<(?:p|br|li|h\d|pre|tr|hr)\b/g)?.length ?? 0
  const letters = html.replace(/<[^>]*>/g, '').length
  return letters > SHOWN_LETTERS || lines * LETTERS_PER_LINE > SHOWN_LETTERS
}

/** What a member wrote, as the server rendered it; in a feed, a long one folded. */
export function Written({ html, whole }: { html: string; whole: boolean }) {
  const { feed } = useText()
  const [open, setOpen] = useState(false)
  const folded = !whole && !open && isLong(html)
  return (
    <div className="flex flex-col items-start gap-1">
      <div
        className={classNames('prose w-full', folded && 'max-h-72 overflow-hidden mask-b-from-70%')}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from Markdown and sanitised by the server when it was written
        dangerouslySetInnerHTML={{ __html: withDirections(html) }}
        translate="yes"
      />
      {folded && (
        <button type="button" className="text-sm font-semibold text-soft hover:text-ink hover:underline" onClick={() => setOpen(true)}>
          {feed.readOn}
        </button>
      )}
    </div>
  )
}
