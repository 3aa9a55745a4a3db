import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  to: string[]
  headers: Map<string, string>
  /** By kind, as `text/plain`. */
  parts: Map<string, string>
}

export interface MailServer {
  /** As `SMTP_URL` names it. */
  url: string
  received: ReceivedMail[]
  /** Called when a mail has arrived whole, before its sender hears so; an error is what the sender hears. */
  onArrival(work: () => Promise<void> | void): void
  close(): Promise<void>
}

/** A mail server that takes everything, as the one of SMTP_URL. */
export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let arrived: () => Promise<void> | void = () => {}
  const server = new SMTPServer({
    authOptional: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), ...readMail(Buffer.concat(chunks).toString()) })
        try {
          await arrived()
          done()
        } catch (error) {
          done(error as Error)
        }
      })
    },
  })
  // A sender that is killed cuts its connection.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}/?ignoreTLS=true`,
    received,
    onArrival: (work) => {
      arrived = work
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function readMail(source: string): Pick<ReceivedMail, 'headers' | 'parts'> {
  const { headers, body } = readPart(source.replaceAll('\r\n', '\n'))
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => readPart(part.trimStart()))
    : [{ headers, body }]
  return {
    headers,
    parts: new Map(parts.map((part) => [part.headers.get('content-type')?.split(';')[0] ?? '', decode(part.headers, part.body)])),
  }
}

function readPart(source: string): { headers: Map<string, string>; body: string } {
  const [head = '', ...rest] = source.split('\n\n')
  const lines = head.replaceAll(/\n[ \t]+/g, ' ').split('\n')
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]))
  return { headers, body: rest.join('\n\n') }
}

function decode(headers: Map<string, string>, body: string): string {
  const encoding = headers.get('content-transfer-encoding')
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body
  const bytes = body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
