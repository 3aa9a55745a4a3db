import { plainTextsOf, renderMarkdown, renderMarked } from '#platform/markdown.server.ts'
import { mentionFinder, type Named, tailsOf } from './find-mentions.server.ts'

/** What a text becomes, and who is named in it, in the order of their first mention, each once. */
export interface WithMentions {
  html: string
  mentionedIds: string[]
}

const NAME_MAX = 80
/** More people are told by a post of a community than by naming them. */
const TAILS_MAX = 50

/** A text in which nobody is named. */
export function renderPlain(markdown: string): string {
  return renderMarkdown(markdown)
}

/** With what names may begin in a text: one of these begins with a member's name, or nobody is named. */
export function readTails(markdown: string): string[] {
  const tails = new Set(plainTextsOf(markdown).flatMap((text) => tailsOf(text, NAME_MAX)))
  return [...tails].slice(0, TAILS_MAX)
}

/** A text in which some of these people may be named. */
export function renderNaming({ markdown, people }: { markdown: string; people: Named[] }): WithMentions {
  const findIn = mentionFinder(people)
  const mentionedIds = new Set<string>()
  const html = renderMarked(markdown, (text) =>
    findIn(text).map(({ from, to, ids }) => {
      for (const id of ids) mentionedIds.add(id)
      return { from, to, memberId: ids[0] ?? '' }
    }),
  )
  return { html, mentionedIds: [...mentionedIds] }
}
