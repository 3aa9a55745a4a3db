import type { Asker } from '#communities/memberships/permissions.server.ts'
import { db } from '#platform/db.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { handleSocket, type PersonSocket, publish } from '#platform/realtime.server.ts'
import { notesCursor, notesOpen, notesPointed, notesUpdate } from './contract.ts'
import { openNotes } from './open-notes.server.ts'
import { requireNotes } from './require-notes.server.ts'
import { writeNotes } from './write-notes.server.ts'

/** Whose cursor a socket shows in a session's notes: asked for once, and told at each move. */
interface Shown {
  person: { id: string; name: string }
  clientId: number
}

const shownBy = new WeakMap<PersonSocket, Map<string, Shown>>()

/** Registers how sockets read and write notes, and show their cursors to each other. */
export function serveNotes(): void {
  handleSocket(notesOpen, async (person, { sessionId, stateVector }) =>
    openNotes(await requireAsker(person), sessionId, Buffer.from(stateVector, 'base64')),
  )
  handleSocket(notesUpdate, async (person, { sessionId, update }) => {
    await writeNotes(await requireAsker(person), sessionId, Buffer.from(update, 'base64'))
    return {}
  })
  handleSocket(notesCursor, async (person, { sessionId, clientId, cursor }) => {
    if (cursor === null) {
      hide(person, sessionId)
      return {}
    }
    // Who loses the community is taken off the channel (rooms/presence/watch-closely): then nobody sees them point any more.
    if (!person.hears(`session:${sessionId}`)) throw new DomainError('session.notFound')
    const shown = await show(person, sessionId, clientId)
    publish(`session:${sessionId}`, notesPointed, { sessionId, clientId: shown.clientId, person: shown.person, cursor })
    return {}
  })
}

async function show(person: PersonSocket, sessionId: string, clientId: number): Promise<Shown> {
  const known = shownBy.get(person)?.get(sessionId)
  if (known?.clientId === clientId) return known
  const asker = await requireAsker(person)
  await requireNotes(asker, sessionId, 'notes.edit')
  if (known) hide(person, sessionId)
  const shown = { person: { id: asker.id, name: asker.name }, clientId }
  const sessions = shownBy.get(person)
  if (sessions) {
    sessions.set(sessionId, shown)
    return shown
  }
  const first = new Map([[sessionId, shown]])
  shownBy.set(person, first)
  person.whenGone(() => {
    for (const id of [...first.keys()]) hide(person, id)
  })
  return shown
}

function hide(person: PersonSocket, sessionId: string): void {
  const sessions = shownBy.get(person)
  const shown = sessions?.get(sessionId)
  if (!shown) return
  sessions?.delete(sessionId)
  publish(`session:${sessionId}`, notesPointed, { sessionId, ...shown, cursor: null })
}

async function requireAsker({ memberId }: PersonSocket): Promise<Asker & { name: string }> {
  const member = await db.member.findUnique({ where: { id: memberId, deactivatedAt: null }, select: { id: true, role: true, name: true } })
  if (!member) throw new DomainError('signIn.required')
  return member
}
