import { type Format, makeFormat } from '#app/i18n/format.tsx'
import { texts } from '#app/i18n/text.server.ts'
import type { Text } from '#app/i18n/text.tsx'
import type { Viewer } from '#communities/people/contract.ts'
import { formatMoment, recordingPath } from '#rooms/recordings/contract.ts'
import type { ExportedLine, ExportedSession } from '#rooms/sessions/contract.ts'
import { sessionFileName } from './session-file-name.server.ts'

/** A session as a Markdown file, in the reader's language and time zone. What people wrote stands in it as they wrote it. */
export function writeSessionMarkdown(
  exported: ExportedSession,
  { language, timeZone }: Pick<Viewer, 'language' | 'timeZone'>,
  url: string,
): { markdown: string; fileName: string } {
  const text = texts[language]
  const format = makeFormat(language, timeZone)
  const { session, followUp } = exported
  const title = followUp?.title || session.topic || session.room.name
  const parts = [
    `# ${oneLine(title)}`,
    facts(exported, text, format),
    followUp && [followUp.draft && `*${text.followUps.draft}*`, deeper(followUp.markdown)].filter(Boolean).join('\n\n'),
    section(text.sessions.recordings, recordings(exported, url, text, format)),
    section(text.sessions.agenda, agenda(exported, text, format)),
    // A day is the same everywhere.
    section(text.sessions.actions, actions(exported, makeFormat(language, 'UTC'))),
    section(text.sessions.notes, exported.notes === followUp?.markdown ? '' : deeper(exported.notes)),
    section(text.sessions.chat, lines(exported.chat, text, format)),
    section(text.feed.replies, lines(exported.replies, text, format)),
    text.sessions.exportedFrom({ url }),
  ]
  return {
    markdown: `${parts.filter(Boolean).join('\n\n')}\n`,
    fileName: sessionFileName({ at: session.openedAt, names: [session.room.name, title], timeZone, extension: 'md' }),
  }
}

function facts({ session, people, missed }: ExportedSession, { sessions, followUps }: Text, format: Format): string {
  const { openedAt, endedAt, community, room } = session
  const until = endedAt
    ? `${sessions.between({ from: format.time(openedAt), to: format.time(endedAt) })} (${format.duration(endedAt.getTime() - openedAt.getTime())})`
    : `${sessions.fromOn({ from: format.time(openedAt) })}, ${sessions.stillRunning}`
  return [
    `- ${oneLine(community.name)}, ${oneLine(room.name)}`,
    `- ${sessions.when}: ${format.date(openedAt)}, ${until}`,
    `- ${sessions.people}: ${format.list(people.map(({ person }) => person.name))}`,
    missed.length > 0 && `- ${followUps.wereMissed}: ${format.list(missed.map(({ name }) => name))}`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** A transcript is long, and put right later: it is led to. */
function recordings({ recordings: taken }: ExportedSession, url: string, { transcripts }: Text, format: Format): string {
  return taken
    .map(({ id, startedAt, durationMs, transcribed }) => {
      const { href } = new URL(recordingPath(id), url)
      const words = transcribed ? `, [${transcripts.title}](${href}#transcript)` : ''
      return `- [${format.time(startedAt)}, ${formatMoment(durationMs)}](${href})${words}`
    })
    .join('\n')
}

function agenda({ agenda: items }: ExportedSession, { sessions }: Text, format: Format): string {
  return items
    .map(({ title, owner, reached, spans }) => {
      const when = spans.map(({ startedAt, endedAt }) =>
        sessions.between({ from: format.time(startedAt), to: format.time(endedAt ?? startedAt) }),
      )
      const remarks = [owner, ...when, !reached && sessions.notReached].filter(Boolean).join(', ')
      return `- ${oneLine(title)}${remarks && ` (${remarks})`}`
    })
    .join('\n')
}

function actions({ actions: taken }: ExportedSession, format: Format): string {
  return taken
    .map(({ text, assignee, dueOn, done }) => {
      const remarks = [assignee, dueOn && format.date(dueOn)].filter(Boolean).join(', ')
      return `- [${done ? 'x' : ' '}] ${oneLine(text)}${remarks && ` (${remarks})`}`
    })
    .join('\n')
}

const lines = (written: readonly ExportedLine[], { sessions }: Text, format: Format) =>
  written
    .map(({ by, at, markdown }) => `- **${by ?? sessions.former}**, ${format.time(at)}: ${markdown.trim().replaceAll('\n', '\n  ')}`)
    .join('\n')

const section = (title: string, content: string) => content.trim() && `## ${title}\n\n${content.trim()}`
const oneLine = (text: string) => text.replace(/\s+/g, ' ')

/** What people wrote stands below our own headings: its headings go two levels down. */
const deeper = (markdown: string) => markdown.trim().replace(/^(#{1,4}) /gm, (_, marks: string) => `##${marks} `)
