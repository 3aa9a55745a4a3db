import { textsOf } from '#app/i18n/text.tsx'
import type { Trace } from '#rooms/follow-ups/contract.ts'

const useText = textsOf('followUps', 'sessions')

/** Who was missed, and why one knows. */
export function MissedPeople({ missed }: Pick<Trace, 'missed'>) {
  const { followUps } = useText()
  if (missed.length === 0) return null
  return (
    <section className="mt-4 flex flex-col gap-1 border-t border-line pt-4">
      <h3 className="text-sm font-semibold text-faint">{followUps.wereMissed}</h3>
      <ul className="flex flex-col">
        {missed.map(({ id, name, saidSo, onAgenda }) => (
          <li key={id}>
            <span className="font-semibold">{name}</span>{' '}
            <span className="text-sm text-soft">
              {[saidSo && followUps.saidSo, onAgenda && followUps.hadLine].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What stood out of the chat: its links, and its most reacted lines. Each leads to its line. */
export function ChatHighlights({ links, loved }: Pick<Trace, 'links' | 'loved'>) {
  const { followUps, sessions } = useText()
  if (links.length === 0 && loved.length === 0) return null
  const by = (person: { name: string } | null) => person?.name ?? sessions.former
  return (
    <div className="flex flex-col gap-4">
      {loved.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold text-faint">{followUps.loved}</h3>
          <ul className="flex flex-col gap-2">
            {loved.map((line) => (
              <li key={line.lineId} className="flex flex-col rounded-xl bg-sunken/60 px-3 py-2">
                <span>{line.text}</span>
                <span className="tabular flex flex-wrap gap-x-2.5 text-sm text-soft">
                  <a href={`#chat-${line.lineId}`} className="font-semibold hover:text-ink hover:underline">
                    {by(line.by)}
                  </a>
                  {line.reactions.map(({ emoji, count }) => (
                    <span key={emoji}>
                      {emoji} {count}
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {links.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold text-faint">{followUps.links}</h3>
          <ul className="flex flex-col gap-1">
            {links.map(({ url, lineId, by: person }) => (
              <li key={lineId + url} className="leading-snug">
                <a href={url} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline underline-offset-2">
                  {url.replace(/^https?:\/\//, '')}
                </a>{' '}
                <a
                  href={`#chat-${lineId}`}
                  aria-label={followUps.lineOf({ name: by(person) })}
                  className="text-sm whitespace-nowrap text-soft hover:text-ink hover:underline"
                >
                  {by(person)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
