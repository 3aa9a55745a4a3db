import type { ChatLineCard } from '#rooms/chat/contract.ts'

/** Lines of one person that follow each other within so long stand under one name. */
const TOGETHER_MS = 5 * 60_000

export interface LineGroup {
  /** Null where no day has to be told. */
  day: string | null
  lines: [ChatLineCard, ...ChatLineCard[]]
}

/** Puts together what one person wrote in one go; `dayOf` says on which day an instant is, in the reader's zone. */
export function groupLines(lines: readonly ChatLineCard[], dayOf: (at: Date) => string): LineGroup[] {
  const groups: LineGroup[] = []
  let day: string | null = null
  for (const line of lines) {
    const at = new Date(line.createdAt)
    const today = dayOf(at)
    const group = groups.at(-1)
    const last = group?.lines.at(-1)
    const goesOn =
      group &&
      last &&
      today === day &&
      !line.replyTo &&
      last.author?.id === line.author?.id &&
      at.getTime() - new Date(last.createdAt).getTime() < TOGETHER_MS
    if (goesOn) group.lines.push(line)
    else groups.push({ day: day !== null && today !== day ? today : null, lines: [line] })
    day = today
  }
  return groups
}

const emojiOnly = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s)+$/u

/** Whether a line is a few emoji and nothing else: then it is shown large. */
export function isEmojiOnly(markdown: string): boolean {
  return emojiOnly.test(markdown) && [...new Intl.Segmenter().segment(markdown.replace(/\s/g, ''))].length <= 6
}
