import { z } from 'zod'

/** How many characters a post or a reply may have. */
export const MARKDOWN_MAX = 10_000

/** How many of the newest replies a feed shows below a post, and the most that are read at one time. */
export const REPLIES_IN_FEED = 3
export const REPLIES_MAX = 2_000

/** What a member writes, as Markdown. */
export const markdownSchema = z
  .string({ error: 'markdown.missing' })
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'markdown.missing').max(MARKDOWN_MAX, 'markdown.tooLong'))

export const idSchema = z.uuid('input.invalid')

/** All that Unicode recommends to show as one emoji, with skin tones, families and flags; a letter with a hundred accents is none. */
const oneEmoji = /^\p{RGI_Emoji}$/v

/** One emoji. A keyboard's plain ❤ becomes ❤️, so that both are the same reaction. */
export const emojiSchema = z
  .string({ error: 'emoji.wrong' })
  .max(40, 'emoji.wrong')
  .transform((text) => (oneEmoji.test(`${text.trim()}\uFE0F`) ? `${text.trim()}\uFE0F` : text.trim()))
  .refine((text) => oneEmoji.test(text), 'emoji.wrong')
