import { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { z } from 'zod'
import { personColour } from '#app/ui/kit/avatar.tsx'
import type { notesCursor, notesPointed } from '#rooms/notes/contract.ts'

type Cursor = z.input<typeof notesCursor.input>['cursor']
type Pointed = z.output<typeof notesPointed.payload>

/** A cursor is told so often at most. */
const TELL_EVERY_MS = 80
/** Of the ten colours of people, one each that stands out on light and on dark. */
const carets = ['#c2541f', '#a06a00', '#7d8000', '#3f8a2f', '#0f8a6a', '#0f86a0', '#3b78c9', '#7a6fe0', '#a45cc8', '#cc4a86']

const caretOf = (personId: string) => carets[Number(personColour(personId).slice(-1))] ?? '#3b78c9'

/**
 * Whose cursor is where: one's own is told to the others, and theirs are shown. Yjs's awareness holds them and forgets who said
 * nothing for half a minute; names come from the server.
 */
export function createNotesCursors(doc: Doc, tell: (cursor: Cursor) => void) {
  const awareness = new Awareness(doc)
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldCursor: string | null = null

  const tellNow = () => {
    clearTimeout(timer)
    timer = undefined
    const cursor = (awareness.getLocalState()?.['cursor'] ?? null) as Cursor
    const text = JSON.stringify(cursor)
    if (cursor === null && toldCursor === text) return
    toldCursor = text
    tell(JSON.parse(text) as Cursor)
  }
  const soon = () => {
    timer ??= setTimeout(tellNow, TELL_EVERY_MS)
  }
  const onUpdate = (_: unknown, origin: unknown) => {
    if (origin === 'local') soon()
  }
  awareness.on('update', onUpdate)

  /** Somebody is gone, with this browser of theirs. */
  const forget = (clientId: number) => {
    awareness.states.delete(clientId)
    const clock = (awareness.meta.get(clientId)?.clock ?? 0) + 1
    awareness.meta.set(clientId, { clock, lastUpdated: Date.now() })
    awareness.emit('change', [{ added: [], updated: [], removed: [clientId] }, 'server'])
  }

  return {
    awareness,
    /** Somebody pointed: it is shown under the name that the server says. */
    pointed({ clientId, person, cursor }: Pointed): void {
      if (clientId === null) {
        for (const [id, state] of awareness.getStates()) if (id !== doc.clientID && state['user']?.id === person.id) forget(id)
        return
      }
      if (clientId === doc.clientID) return
      const known = awareness.getStates().get(clientId) as { user?: { id: string } } | undefined
      if (known?.user && known.user.id !== person.id) return
      if (cursor === null) awareness.states.delete(clientId)
      else awareness.states.set(clientId, { user: { ...person, color: caretOf(person.id) }, cursor })
      const clock = (awareness.meta.get(clientId)?.clock ?? 0) + 1
      awareness.meta.set(clientId, { clock, lastUpdated: Date.now() })
      awareness.emit('change', [{ added: known ? [] : [clientId], updated: known ? [clientId] : [], removed: [] }, 'server'])
      // Who has just come does not know where the others are.
      if (!known && cursor) soon()
    },
    /** After a lost connection: the others have forgotten. */
    tellAgain: soon,
    close(): void {
      clearTimeout(timer)
      awareness.off('update', onUpdate)
      if (toldCursor !== null && toldCursor !== 'null') tell(null)
      awareness.destroy()
    },
  }
}

/** A cursor of somebody else: a line with their name above it, which takes no space among the words. */
export function buildCursor(user: { id: string; name: string; color: string }): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'notes-caret'
  caret.style.borderColor = user.color
  caret.setAttribute('aria-hidden', 'true')
  const name = document.createElement('span')
  name.className = personColour(user.id)
  name.textContent = user.name.split(' ', 1)[0] ?? ''
  // No letter of its own: one that the typeface lacks comes from another, and makes its line taller.
  caret.append(name)
  return caret
}

export const buildSelection = (user: { color: string }) => ({ style: `background-color: ${user.color}40` })
