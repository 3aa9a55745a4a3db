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
}

const smtp = env.SMTP_URL ? nodemailer.createTransport(env.SMTP_URL) : null
const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' })

/** Where mails go as .eml files until SMTP_URL is set. */
export const outboxDir = path.join(env.PALIER_DATA_DIR, 'outbox')

/** Sends a mail by SMTP, or puts it into the outbox folder as a whole file (written aside, then renamed). */
export async function sendMail(mail: Mail): Promise<void> {
  const message = { from: env.MAIL_FROM, ...mail }
  if (smtp) {
    await smtp.sendMail(message)
    return
  }
  const { message: bytes } = await writer.sendMail(message)
  await mkdir(outboxDir, { recursive: true, mode: 0o700 })
  const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID()}.eml`
  const temporary = path.join(outboxDir, `.${name}`)
  // Whoever opens the file reads it as it is, and a link in it is whole: no line of it is folded or encoded.
  const [head = ''] = (bytes as Buffer).toString().split('\n\n', 1)
  const readable = `${head.replace(/^Content-Transfer-Encoding: .*$/m, 'Content-Transfer-Encoding: 8bit')}\n\n${mail.text}\n`
  await writeFile(temporary, readable, { mode: 0o600 })
  await rename(temporary, path.join(outboxDir, name))
  log.info({ to: mail.to, file: name }, 'mail written to the outbox folder')
}
