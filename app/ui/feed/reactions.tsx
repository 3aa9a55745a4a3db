import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { textsOf } from '#app/i18n/text.tsx'
import { Button } from '#app/ui/kit/button.tsx'
import { classNames } from '#app/ui/kit/class-names.ts'
import { SmilePlus } from '#app/ui/kit/icons.tsx'
import type { ReactionCount } from '#communities/threads/contract.ts'

const useText = textsOf('common', 'feed')

const offered = ['👍', '❤️', '🎉', '😄', '👀', '🙏']

interface ReactionsProps {
  reactions: ReactionCount[]
  onReact: (emoji: string, on: boolean) => void
}

/** The reactions of a post or reply: each is a switch. */
export function Reactions({ reactions, onReact, disabled }: ReactionsProps & { disabled: boolean }) {
  const { feed } = useText()
  return reactions.map(({ emoji, count, mine }) => (
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
  ))
}

/** Where to choose a reaction: a small set, and a field for any other emoji. Escape, or going elsewhere, closes it. */
export function ReactionPicker({ reactions, onReact, align, up = false }: ReactionsProps & { align: 'start' | 'end'; up?: boolean }) {
  const { feed, common } = useText()
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    first.current?.focus()
    const away = (event: Event) => !box.current?.contains(event.target as Node) && setOpen(false)
    document.addEventListener('pointerdown', away)
    document.addEventListener('focusin', away)
    return () => {
      document.removeEventListener('pointerdown', away)
      document.removeEventListener('focusin', away)
    }
  }, [open])
  const choose = (emoji: string) => {
    onReact(emoji, !reactions.some((reaction) => reaction.emoji === emoji && reaction.mine))
    setOpen(false)
    button.current?.focus()
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const emoji = String(new FormData(event.currentTarget).get('emoji') ?? '').trim()
    if (emoji) choose(emoji)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open) return
    event.stopPropagation()
    setOpen(false)
    button.current?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it, wherever the focus is in it
    <div ref={box} className="relative" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-expanded={open}
        aria-label={feed.react}
        title={feed.react}
        onClick={() => setOpen(!open)}
        className="inline-flex size-8 items-center justify-center rounded-lg text-faint hover:bg-sunken hover:text-ink"
      >
        <SmilePlus className="size-4" aria-hidden />
      </button>
      {open && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a form's look
        <div
          role="group"
          aria-label={feed.react}
          className={classNames(
            align === 'start' ? 'left-0' : 'right-0',
            up ? 'bottom-full mb-1' : 'top-full mt-1',
            'absolute z-40 flex w-max flex-col gap-1 rounded-xl border border-line bg-surface p-1.5 shadow-lg shadow-black/5',
          )}
        >
          <div className="flex gap-0.5">
            {offered.map((emoji, position) => (
              <button
                key={emoji}
                ref={position === 0 ? first : undefined}
                type="button"
                className="size-9 rounded-lg text-lg hover:bg-sunken"
                onClick={() => choose(emoji)}
              >
                {emoji}
              </button>
            ))}
          </div>
          <form onSubmit={onSubmit} className="flex gap-1">
            <input
              name="emoji"
              aria-label={feed.anotherEmoji}
              placeholder={feed.anotherEmoji}
              autoComplete="off"
              maxLength={40}
              className="h-8 w-0 min-w-0 flex-1 rounded-lg bg-sunken px-2 text-sm"
            />
            <Button type="submit" look="outline" size="small">
              {common.add}
            </Button>
          </form>
        </div>
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
