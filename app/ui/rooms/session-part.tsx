import type { ReactNode } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Link2 } from '#app/ui/kit/icons.tsx'
import { Card } from '#app/ui/kit/states.tsx'
import { useToast } from '#app/ui/kit/toasts.tsx'

const useText = textsOf('feed', 'sessions')

/** A part of a session's page, with an address of its own: `#<id>`. */
export function SessionPart({ id, title, aside, children }: { id: string; title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <Card className="group scroll-mt-4 p-4 sm:p-5" id={id}>
      <header className="mb-3.5 flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h2 className="flex items-center gap-1 font-bold">
          {title}
          <PartLink id={id} title={title} />
        </h2>
        {aside}
      </header>
      {children}
    </Card>
  )
}

/** Copies the address of a part. It is a link as well: it can be opened, dragged and copied by other means. */
function PartLink({ id, title }: { id: string; title: string }) {
  const { sessions, feed } = useText()
  const toast = useToast()
  return (
    <a
      href={`#${id}`}
      aria-label={sessions.linkTo({ part: title })}
      title={sessions.linkTo({ part: title })}
      className="inline-flex size-7 items-center justify-center rounded-lg text-faint opacity-0 group-hover:opacity-100 hover:bg-sunken hover:text-ink focus-visible:opacity-100 print:hidden"
      onClick={() => {
        // Browsers give no clipboard to pages without https: the address is in the address bar then.
        navigator.clipboard?.writeText(new URL(`#${id}`, location.href).href).then(
          () => toast(feed.linkCopied),
          () => {},
        )
      }}
    >
      <Link2 className="size-4" aria-hidden />
    </a>
  )
}
