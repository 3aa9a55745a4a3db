import { z } from 'zod'

const MAX_LENGTH = 10_000

/** What a member writes, as Markdown. */
export const markdownSchema = z
  .string({ error: 'markdown.missing' })
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'markdown.missing').max(MAX_LENGTH, 'markdown.tooLong'))

export const idSchema = z.uuid('input.invalid')

/** Made by the browser: sending the same id again is the same post, not a second one. */
export const clientIdSchema = z.uuid('input.invalid').optional()

/** One emoji: a single grapheme that is a picture or a flag, not a letter. */
export const emojiSchema = z
  .string()
  .max(40, 'emoji.wrong')
  .refine(
    (text) => /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}/u.test(text) && [...new Intl.Segmenter().segment(text)].length === 1,
    'emoji.wrong',
  )
