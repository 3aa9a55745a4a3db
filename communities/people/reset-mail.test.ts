import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { truncateAll } from '#tests/database.ts'

// A mail server that takes everything, as the one of SMTP_URL.
const received: { to: string[]; source: string }[] = []
const server = new SMTPServer({
  authOptional: true,
  onData: (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), source: Buffer.concat(chunks).toString() })
      done()
    })
  },
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
process.env['SMTP_URL'] = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}/?ignoreTLS=true`
process.env['MAIL_FROM'] = 'Palier <palier@demo.palier>'
process.env['PUBLIC_URL'] = 'https://palier.example'

const { db } = await import('#platform/db.server.ts')
const { runDueJobs } = await import('#platform/jobs.server.ts')
const { mailResetLinks } = await import('./mail-reset-link.server.ts')
const { requestPasswordReset } = await import('./request-password-reset.server.ts')
const { resetPassword } = await import('./reset-password.server.ts')
const { signIn } = await import('./sign-in.server.ts')

mailResetLinks()
beforeEach(async () => {
  await truncateAll()
  received.length = 0
})
afterAll(() => new Promise<void>((resolve) => server.close(resolve)))

test.each([
  ['en', 'Ana', 'Subject: Change your Palier password', 'Hello Ana,', 'It works for 60 minutes, and once.'],
  ['fr', 'Chloé', 'Subject: Changer votre mot de passe Palier', 'Bonjour Chloé,', 'Il est valable 60 minutes et ne sert qu’une fois.'],
] as const)(
  'the mail to a reader of %s arrives by SMTP, and its link lets a new password in',
  async (language, name, subject, hello, once) => {
    await db.member.create({
      data: { email: 'reader@demo.palier', name, passwordHash: 'none', language, timeZone: 'Europe/Paris' },
    })
    await requestPasswordReset({ email: 'Reader@demo.palier' }, `address-${language}`)
    await runDueJobs()
    await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 5000 })
    const [mail] = received
    const source = mail?.source ?? ''
    const text = decode(source)
    expect(mail?.to).toEqual(['reader@demo.palier'])
    expect(source).toContain(subject)
    expect(source).toContain('From: Palier <palier@demo.palier>')
    expect(text).toContain(hello)
    expect(text).toContain(once)
    const token = /https:\/\/palier\.example\/reset-password\/([\w-]{43})\n/.exec(text)?.[1] ?? ''
    await resetPassword({ token, password: 'a new password of mine' }, `address-${language}`)
    await signIn({ email: 'reader@demo.palier', password: 'a new password of mine' }, { userAgent: '' }, `address-${language}`)
  },
)

test('an address without an account gets no mail', async () => {
  await db.member.create({
    data: { email: 'ana@demo.palier', name: 'Ana', passwordHash: 'none', language: 'en', timeZone: 'Europe/Paris' },
  })
  await requestPasswordReset({ email: 'nobody@demo.palier' }, 'address')
  // Mails go out in the order in which they were asked for: this one would come after the other.
  await requestPasswordReset({ email: 'ana@demo.palier' }, 'address')
  await runDueJobs()
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 5000 })
  expect(received[0]?.to).toEqual(['ana@demo.palier'])
})

/** The text of a mail of one part. */
function decode(source: string): string {
  const [head = '', ...parts] = source.replaceAll('\r\n', '\n').split('\n\n')
  const body = parts.join('\n\n')
  if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString()
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head)) return body
  const bytes = body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
