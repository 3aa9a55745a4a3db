import { textsOf } from '#app/i18n/text.tsx'
import { Globe, KeyRound, Lock } from '#app/ui/kit/icons.tsx'
import type { Visibility } from '#prisma/generated/enums.ts'

const useText = textsOf('communities')

const icons = { open: Globe, closed: Lock, secret: KeyRound }

export function VisibilityIcon({ visibility, className = 'size-4' }: { visibility: Visibility; className?: string }) {
  const Icon = icons[visibility]
  return <Icon className={className} aria-hidden />
}

/** Who can see a community: an icon and a word. */
export function VisibilityLabel({ visibility }: { visibility: Visibility }) {
  const { communities } = useText()
  return (
    <span className="inline-flex items-center gap-1" title={communities.visibilityText[visibility]}>
      <VisibilityIcon visibility={visibility} className="size-3.5" />
      {communities.visibility[visibility]}
    </span>
  )
}

/** The three visibilities as choices of a form. */
export function useVisibilityChoices() {
  const { communities } = useText()
  return (['open', 'closed', 'secret'] as const).map((value) => ({
    value,
    title: communities.visibility[value],
    text: communities.visibilityText[value],
    icon: <VisibilityIcon visibility={value} />,
  }))
}
