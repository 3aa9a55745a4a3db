import { type InboxEntry, placeOf } from '#communities/inbox/contract.ts'
import { env } from '#platform/env.server.ts'
import { sayMatter } from './say-matter.server.ts'
import { type Reader, writeDate } from './write-date.ts'

interface Addressee extends Reader {
  name: string
}

interface Contents {
  /** Newest first. */
  entries: InboxEntry[]
  /** How many there are in all. */
  unread: number
  unsubscribeUrl: string
}

const words = {
  en: {
    subject: (count: number) => (count === 1 ? 'Palier: 1 thing to look at' : `Palier: ${count} things to look at`),
    hello: (name: string) => `Hello ${name},`,
    intro: 'this is new in your inbox:',
    quoted: (text: string) => `“${text}”`,
    more: (count: number) => `and ${count} more`,
    inbox: 'Open your inbox',
    why: 'You asked for this mail each working morning.',
    stop: 'Stop it',
    settings: 'Change when you are told of things',
    pair: (label: string, url: string) => `${label}: ${url}`,
  },
  fr: {
    subject: (count: number) => (count === 1 ? 'Palier : 1 chose à voir' : `Palier : ${count} choses à voir`),
    hello: (name: string) => `Bonjour ${name},`,
    intro: 'voici ce qui est arrivé dans « À voir » :',
    quoted: (text: string) => `« ${text} »`,
    more: (count: number) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
    inbox: 'Ouvrir « À voir »',
    why: 'Vous avez demandé ce message chaque matin ouvré.',
    stop: 'Ne plus le recevoir',
    settings: 'Choisir quand on vous prévient',
    pair: (label: string, url: string) => `${label} : ${url}`,
  },
} as const

const CLOCK = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const

/** The morning's mail with what is unread, in its reader's language and time zone; its HTML asks for nothing from anywhere. */
export function writeDigest(
  reader: Addressee,
  { entries, unread, unsubscribeUrl }: Contents,
): { subject: string; text: string; html: string } {
  const say = words[reader.language]
  const matters = entries.map((entry) => ({
    what: sayMatter(entry, reader),
    excerpt: entry.excerpt && say.quoted(entry.excerpt),
    when: writeDate(reader, new Date(entry.happenedAt), CLOCK),
    url: env.publicUrl + placeOf(entry),
  }))
  const inboxUrl = `${env.publicUrl}/inbox`
  const settingsUrl = `${env.publicUrl}/me/notices`
  const more = unread > entries.length ? say.more(unread - entries.length) : ''
  const text = [
    say.hello(reader.name),
    say.intro,
    ...matters.map(({ what, excerpt, when, url }) => [what, excerpt, when, url].filter(Boolean).join('\n')),
    more,
    say.pair(say.inbox, inboxUrl),
    ['-- ', say.why, say.pair(say.stop, unsubscribeUrl), say.pair(say.settings, settingsUrl)].join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n')
  const html = `<!doctype html>
<html lang="${reader.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(say.subject(unread))}</title></head>
<body style="margin:0 auto;padding:24px 16px;max-width:560px;font:16px/1.5 system-ui,sans-serif">
<p>${escapeHtml(say.hello(reader.name))}<br>${escapeHtml(say.intro)}</p>
${matters.map(matterHtml).join('\n')}
${more ? `<p>${escapeHtml(more)}</p>\n` : ''}<p style="margin:28px 0"><a href="${escapeHtml(inboxUrl)}" style="padding:10px 16px;border-radius:12px;background:#0a7552;color:#ffffff;font-weight:600;text-decoration:none">${escapeHtml(say.inbox)}</a></p>
<p style="font-size:13px;opacity:.75">${escapeHtml(say.why)}<br><a href="${escapeHtml(unsubscribeUrl)}" style="color:inherit">${escapeHtml(say.stop)}</a> · <a href="${escapeHtml(settingsUrl)}" style="color:inherit">${escapeHtml(say.settings)}</a></p>
</body>
</html>
`
  return { subject: say.subject(unread), text: `${text}\n`, html }
}

function matterHtml({ what, excerpt, when, url }: { what: string; excerpt: string; when: string; url: string }): string {
  const quote = excerpt ? `<br>${escapeHtml(excerpt)}` : ''
  return `<p style="margin:16px 0"><a href="${escapeHtml(url)}" style="color:inherit;font-weight:600">${escapeHtml(what)}</a>${quote}<br><span style="font-size:13px;opacity:.75">${escapeHtml(when)}</span></p>`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
