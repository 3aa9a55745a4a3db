import type { ComponentType } from 'react'
import type { Text } from '#app/i18n/text.tsx'
import type { Icon } from '#app/ui/kit/icons.tsx'
import type { CallRoom } from '../call-state.ts'

/** What a panel of a session knows. It also stands on the session's page, where there is no call: it must not ask for one. */
export interface PanelProps {
  room: CallRoom
  sessionId: string
  /** Whether the viewer belongs to the community: those who only read see it all and write nothing. */
  isMember: boolean
  /** The person has just asked for the panel: it may put the focus where they will write. */
  asked?: boolean
}

/** Something that goes with a session and is shown beside the faces: its chat, its agenda, its notes. */
export interface SessionPanel {
  /** Also the name under which the tab of the browser remembers that it is open. */
  id: string
  /** A letter of its own: the single key that shows and hides it. */
  shortcut: string
  icon: Icon
  label: (common: Text['common']) => string
  Panel: ComponentType<PanelProps>
  /** A button of its own also on a phone, where there is space for few. */
  onPhone?: true
  /** Says, in a few words, what there is to see while the panel is closed; null: nothing. Its button then has a dot. A hook. */
  useNews?: (panel: PanelProps) => string | null
}
