import { type RefObject, Suspense } from 'react'
import { lazily } from '#app/ui/kit/lazily.tsx'

const MentionList = lazily(() => import('./mention-list.tsx'))

export interface MentionsProps {
  /** Where one writes. */
  area: RefObject<HTMLTextAreaElement>
  communityId: string
  text: string
  onText: (text: string) => void
  /** The list opens above: what one writes in stands at the foot. */
  up?: boolean
}

/** Offers the community's people behind an @ that is being typed; nothing of it is loaded before. Its parent is `relative`. */
export function Mentions(props: MentionsProps) {
  if (!props.text.includes('@')) return null
  return (
    <Suspense>
      <MentionList {...props} />
    </Suspense>
  )
}
