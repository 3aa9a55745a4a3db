import type { ChatLineCard } from '#rooms/chat/contract.ts'

/** What can be done to a line, as `/sessions/<id>/chat` takes it. */
export type LineIntent =
  | { intent: 'edit'; lineId: string; markdown: string }
  | { intent: 'delete'; lineId: string; restore?: boolean }
  | { intent: 'react'; lineId: string; emoji: string; on: boolean }

/** A change that was made here and that the server has not acknowledged. */
export interface LineChange {
  key: string
  /** Who makes it. */
  memberId: string
  intent: LineIntent
}

/**
 * Lines as they will be when the server has agreed. What it has already, is not done twice; what comes back waits for its answer, which
 * has the words.
 */
export function withChanges(lines: readonly ChatLineCard[], changes: readonly LineChange[]): ChatLineCard[] {
  return changes.reduce<ChatLineCard[]>(
    (shown, change) =>
      shown.flatMap((line) => {
        if (line.id !== change.intent.lineId) return [line]
        const changed = withChange(line, change)
        return changed ? [changed] : []
      }),
    [...lines],
  )
}

function withChange(line: ChatLineCard, { intent, memberId }: LineChange): ChatLineCard | null {
  switch (intent.intent) {
    case 'delete':
      return intent.restore ? line : null
    case 'edit':
      return line.markdown === intent.markdown ? line : { ...line, markdown: intent.markdown, html: asTyped(intent.markdown) }
    case 'react': {
      // Only what is an emoji for sure.
      if (!/\p{Extended_Pictographic}/u.test(intent.emoji)) return line
      return { ...line, reactions: withReaction(line.reactions, memberId, intent) }
    }
  }
}

function withReaction(reactions: ChatLineCard['reactions'], memberId: string, { emoji, on }: { emoji: string; on: boolean }) {
  const known = reactions.some((reaction) => reaction.emoji === emoji) ? reactions : [...reactions, { emoji, memberIds: [] }]
  return known
    .map((reaction) => {
      if (reaction.emoji !== emoji) return reaction
      const others = reaction.memberIds.filter((id) => id !== memberId)
      if (!on) return { ...reaction, memberIds: others }
      return reaction.memberIds.includes(memberId) ? reaction : { ...reaction, memberIds: [...others, memberId] }
    })
    .filter(({ memberIds }) => memberIds.length > 0)
}

/** Markdown is rendered by the server: until then, the letters. */
function asTyped(markdown: string): string {
  const escaped = markdown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<p>${escaped.replaceAll('\n', '<br>')}</p>`
}
