import { z } from 'zod'
import { CHAT_LINE_MAX } from './contract.ts'

/** A line, as Markdown. */
export const chatMarkdownSchema = z
  .string({ error: 'markdown.missing' })
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(z.string().min(1, 'markdown.missing').max(CHAT_LINE_MAX, 'chatLine.tooLong'))
