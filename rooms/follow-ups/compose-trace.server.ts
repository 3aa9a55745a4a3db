import { plainTextOf } from '#platform/plain-text.server.ts'
import type { Trace } from '#rooms/follow-ups/contract.ts'

interface Named {
  id: string
  name: string
}

/** An agenda line as the session left it. */
export interface AgendaFact {
  itemId: string
  title: string
  owner: Named | null
  /** Who put it there. */
  createdBy: Named | null
  minutes: number | null
  threadId: string | null
  reached: boolean
  spans: { startedAt: Date; endedAt: Date }[]
}

/** A chat line that may be worth telling of. */
export interface ChatFact {
  lineId: string
  by: Named | null
  html: string
  reactions: { emoji: string; count: number }[]
}

/** What is in the rows when a session is over, in any order but that of the agenda and of the chat. */
export interface TraceFacts {
  openedAt: Date
  endedAt: Date
  visits: { person: Named; joinedAt: Date; leftAt: Date | null }[]
  /** Who said that they can't be there. */
  absent: Named[]
  agenda: AgendaFact[]
  chat: ChatFact[]
  recordings: { recordingId: string }[]
}

/** Of a person, what is kept. */
const nameOf = (person: Named | null) => person && { id: person.id, name: person.name }

const LINKS_MAX = 50
const LOVED_MAX = 5
const LINE_MAX = 300

/** What a session comes to: what its follow-up tells without anybody having written a word. The same whatever order visits are given in. */
export function composeTrace({ openedAt, endedAt, visits, absent, agenda, chat, recordings }: TraceFacts): Trace {
  const clip = (at: Date) => Math.min(Math.max(at.getTime(), openedAt.getTime()), endedAt.getTime())
  const people = peopleOf(visits, (at) => (at ? clip(at) : endedAt.getTime()))
  return {
    openedAt: openedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    people,
    missed: missedOf(new Set(people.map(({ id }) => id)), absent, agenda),
    agenda: agenda.map(({ createdBy: _, spans, owner, ...line }) => ({
      ...line,
      owner: nameOf(owner),
      spans: spans.map((span) => ({
        startedAt: new Date(clip(span.startedAt)).toISOString(),
        endedAt: new Date(clip(span.endedAt)).toISOString(),
      })),
    })),
    links: linksOf(chat),
    loved: lovedOf(chat),
    recordings,
  }
}

/** Each person once, with the time in which any of their visits ran. */
function peopleOf(visits: TraceFacts['visits'], clip: (at: Date | null) => number): Trace['people'] {
  const byPerson = new Map<string, { person: Named; spans: [number, number][] }>()
  for (const { person, joinedAt, leftAt } of visits) {
    const known = byPerson.get(person.id) ?? { person, spans: [] }
    const from = clip(joinedAt)
    known.spans.push([from, Math.max(from, clip(leftAt))])
    byPerson.set(person.id, known)
  }
  return [...byPerson.values()]
    .map(({ person: { id, name }, spans }) => {
      spans.sort(([a], [b]) => a - b)
      let presentMs = 0
      let covered = Number.NEGATIVE_INFINITY
      for (const [from, to] of spans) {
        presentMs += Math.max(0, to - Math.max(from, covered))
        covered = Math.max(covered, to)
      }
      return { id, name, presentMs, firstMs: spans[0]?.[0] ?? 0 }
    })
    .sort((a, b) => a.firstMs - b.firstMs || (a.id < b.id ? -1 : 1))
    .map(({ firstMs: _, ...person }) => person)
}

function missedOf(present: ReadonlySet<string>, absent: readonly Named[], agenda: readonly AgendaFact[]): Trace['missed'] {
  const missed = new Map<string, Trace['missed'][number]>()
  const add = (person: Named | null, why: { saidSo?: true; onAgenda?: true }) => {
    if (!person || present.has(person.id)) return
    const known = missed.get(person.id) ?? { id: person.id, name: person.name, saidSo: false, onAgenda: false }
    missed.set(person.id, { ...known, ...why })
  }
  for (const person of absent) add(person, { saidSo: true })
  for (const { owner, createdBy } of agenda) {
    add(owner, { onAgenda: true })
    add(createdBy, { onAgenda: true })
  }
  return [...missed.values()]
}

function linksOf(chat: readonly ChatFact[]): Trace['links'] {
  const links = new Map<string, Trace['links'][number]>()
  for (const { lineId, by, html } of chat) {
    for (const [, href = ''] of html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)) {
      const url = plainTextOf(href)
      if (/^https?:/.test(url) && !links.has(url)) links.set(url, { url, lineId, by: nameOf(by) })
    }
  }
  return [...links.values()].slice(0, LINKS_MAX)
}

function lovedOf(chat: readonly ChatFact[]): Trace['loved'] {
  const count = ({ reactions }: ChatFact) => reactions.reduce((sum, reaction) => sum + reaction.count, 0)
  return chat
    .filter((line) => count(line) > 0)
    .sort((a, b) => count(b) - count(a))
    .slice(0, LOVED_MAX)
    .map(({ lineId, by, html, reactions }) => ({
      lineId,
      by: nameOf(by),
      text: [...plainTextOf(html)].slice(0, LINE_MAX).join(''),
      reactions: [...reactions].sort((a, b) => b.count - a.count || (a.emoji < b.emoji ? -1 : 1)),
    }))
}
