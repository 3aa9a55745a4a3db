import type { PersonCard } from '#communities/people/contract.ts'
import { classNames } from './class-names.ts'

const sizes = {
  tiny: 'size-5 text-[0.5625rem]',
  small: 'size-7 text-xs',
  medium: 'size-9 text-sm',
  large: 'size-14 text-xl',
  huge: 'size-24 text-4xl',
} as const
export type AvatarSize = keyof typeof sizes

// Whole names, so that Tailwind finds them.
const colours = ['person-0', 'person-1', 'person-2', 'person-3', 'person-4', 'person-5', 'person-6', 'person-7', 'person-8', 'person-9']

/** Which of the ten colours a person has: always the same, from their id. */
export function personColour(id: string): string {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return colours[sum % colours.length] ?? 'person-0'
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/u)
  const first = [...new Intl.Segmenter().segment(words[0] ?? '')][0]?.segment ?? '?'
  const last = words.length > 1 ? ([...new Intl.Segmenter().segment(words.at(-1) ?? '')][0]?.segment ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

/** A person's face, or their initials on their colour. Decorative where the name stands beside it (`alone` unset). */
export function Avatar({
  person,
  size = 'medium',
  alone = false,
  className,
}: {
  person: PersonCard
  size?: AvatarSize
  alone?: boolean
  className?: string
}) {
  const shape = classNames(
    'inline-flex shrink-0 items-center justify-center overflow-hidden rounded-full font-semibold select-none',
    sizes[size],
    className,
  )
  if (person.photoKey) {
    return (
      <img
        src={`/photos/${person.photoKey}`}
        alt={alone ? person.name : ''}
        title={alone ? person.name : undefined}
        className={classNames(shape, 'object-cover')}
        loading="lazy"
        decoding="async"
      />
    )
  }
  return (
    <span
      className={classNames(shape, personColour(person.id))}
      {...(alone ? { role: 'img', 'aria-label': person.name, title: person.name } : { 'aria-hidden': true })}
    >
      {initials(person.name)}
    </span>
  )
}

/** Some faces that overlap, then "+3". Decorative: say the names beside it. */
export function AvatarStack({
  people,
  most = 4,
  size = 'small',
  total = people.length,
}: {
  people: PersonCard[]
  most?: number
  size?: AvatarSize
  total?: number
}) {
  const shown = people.slice(0, total > most ? most - 1 : most)
  const rest = total - shown.length
  return (
    <span className="inline-flex -space-x-1.5" aria-hidden>
      {shown.map((person) => (
        <Avatar key={person.id} person={person} size={size} className="ring-2 ring-surface" />
      ))}
      {rest > 0 && (
        <span
          className={classNames(
            'tabular inline-flex items-center justify-center rounded-full bg-sunken font-semibold text-soft ring-2 ring-surface',
            sizes[size],
          )}
        >
          +{rest}
        </span>
      )}
    </span>
  )
}
