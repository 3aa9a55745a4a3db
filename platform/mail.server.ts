import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import nodemailer from 'nodemailer'
import { env } from '#platform/env.server.ts'
import { log } from '#platform/log.server.ts'

export interface Mail {
  to: string
  subject: string
  text: string
  /** The same for who reads HTML. It must ask for nothing from anywhere. */
  html?: string
  headers?: Record<string, string>
  /** Names this mail for ever: its Message-ID and its file follow from it. With it, the mail is sent at most once a call. */
  id?: string
}

const smtp = env.SMTP_URL ? nodemailer.createTransport(env.SMTP_URL) : null
const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })

/** Where mails go as .eml files until SMTP_URL is set. */
export const outboxDir = path.join(env.PALIER_DATA_DIR, 'outbox')

/**
 * Sends a mail by SMTP, or puts it into the outbox folder as a whole file (written aside, then renamed; one with an `id` takes the
 * place of the same one before).
 *
 * @returns `unclear` for a mail with an `id` whose connection broke when it may have arrived already
 * @throws Error where it was certainly not sent, so that trying again after an error sends nothing twice
 */
export async function sendMail({ id, ...mail }: Mail): Promise<'sent' | 'unclear'> {
  const message = {
    from: env.MAIL_FROM,
    ...mail,
    ...(id && {
      messageId: `<${id}@${new URL(env.publicUrl).hostname}>`,
      headers: { 'Auto-Submitted': 'auto-generated', ...mail.headers },
    }),
  }
  if (smtp) {
    // Whatever can go wrong before the mail itself goes wrong here.
    if (id) await smtp.verify()
    try {
      await smtp.sendMail(message)
      return 'sent'
    } catch (error) {
      if (!id || (error as { responseCode?: number }).responseCode !== undefined) throw error
      log.error({ error, id }, 'a mail may not have arrived; it is not sent twice')
      return 'unclear'
    }
  }
  const { message: bytes } = await writer.sendMail(message)
  await mkdir(outboxDir, { recursive: true, mode: 0o700 })
  const name = id ? `${id}.eml` : `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`
  const temporary = path.join(outboxDir, `.${name}.${randomUUID()}`)
  await writeFile(temporary, readable(bytes as Buffer, mail), { mode: 0o600 })
  await rename(temporary, path.join(outboxDir, name))
  log.info({ to: mail.to, file: name }, 'mail written to the outbox folder')
  return 'sent'
}

/** Whoever opens the file reads it as it is, and a link in it is whole: no line of it is folded or encoded. */
function readable(bytes: Buffer, { text, html }: Pick<Mail, 'text' | 'html'>): string {
  const [head = ''] = bytes.toString().split('\n\n', 1)
  if (html === undefined) return `${head.replace(/^Content-Transfer-Encoding: .*$/m, 'Content-Transfer-Encoding: 8bit')}\n\n${text}\n`
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1] ?? ''
  const part = (kind: string, content: string) =>
    `--${boundary}\nContent-Type: text/${kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${content}\n`
  return `${head}\n\n${part('plain', text)}${part('html', html)}--${boundary}--\n`
}
