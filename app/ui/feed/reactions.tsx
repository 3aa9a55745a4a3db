import { SmilePlus } from 'lucide-react'
import { useText } from '#app/i18n/text.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { Menu } from '#app/ui/kit/menu.tsx'
import type { ReactionCount } from '#communities/threads/contract.ts'

const offered = ['👍', '❤️', '🎉', '😄', '👀', '🙏']

/** The reactions of a post or reply, each a switch, and a small set to choose another from. */
export function Reactions({
  reactions,
  onReact,
  disabled,
  quiet = false,
}: {
  reactions: ReactionCount[]
  onReact: (emoji: string, on: boolean) => void
  disabled: boolean
  quiet?: boolean
}) {
  const { feed } = useText()
  return (
    <div className="flex flex-wrap items-center gap-1">
      {reactions.map(({ emoji, count, mine }) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={mine}
          aria-label={feed.reaction({ emoji, count })}
          disabled={disabled}
          onClick={() => onReact(emoji, !mine)}
          className={classNames(
            'tabular inline-flex h-7 items-center gap-1 rounded-full border px-2 text-sm',
            mine ? 'border-accent bg-accent-soft font-semibold' : 'border-line enabled:hover:border-line-strong',
          )}
        >
          <span aria-hidden>{emoji}</span> {count}
        </button>
      ))}
      {!disabled && (
        <Menu
          label={feed.react}
          align="start"
          trigger={<SmilePlus className="size-4" aria-hidden />}
          triggerClass={classNames(
            'inline-flex items-center justify-center rounded-full text-faint hover:bg-sunken hover:text-ink',
            quiet ? 'size-6' : 'size-8',
          )}
        >
          <div className="flex gap-0.5">
            {offered.map((emoji) => (
              <button
                key={emoji}
                type="button"
                role="menuitem"
                tabIndex={-1}
                aria-label={emoji}
                className="size-9 rounded-lg text-lg hover:bg-sunken focus-visible:bg-sunken"
                onClick={() => onReact(emoji, !reactions.some((reaction) => reaction.emoji === emoji && reaction.mine))}
              >
                {emoji}
              </button>
            ))}
          </div>
        </Menu>
      )}
    </div>
  )
}

/** The counts as they will be when the server has agreed. */
export function withReaction(reactions: ReactionCount[], emoji: string, on: boolean): ReactionCount[] {
  const known = reactions.find((reaction) => reaction.emoji === emoji)
  if (!known) return on ? [...reactions, { emoji, count: 1, mine: true }] : reactions
  if (known.mine === on) return reactions
  return reactions
    .map((reaction) => (reaction === known ? { emoji, mine: on, count: known.count + (on ? 1 : -1) } : reaction))
    .filter((reaction) => reaction.count > 0)
}
