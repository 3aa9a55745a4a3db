import { toBase64 } from 'lib0/buffer'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Doc } from 'yjs'
import { postJson } from '#app/http/post-json.ts'
import { askServer, getSocket } from '#app/realtime/socket.ts'
import { useCloseWatch } from '#app/realtime/use-close-watch.ts'
import { useServerEvent } from '#app/realtime/use-server-event.ts'
import type { notesPointed, notesUpdated, OpenedNotes } from '#rooms/notes/contract.ts'
import { createCompositionGate } from './composition-gate.ts'
import { createNotesCursors } from './notes-cursors.ts'
import { createNotesLink, type NotesServer, type NotesStatus } from './notes-link.ts'
import { openNotesStore } from './notes-store.ts'

/** What a socket takes at a time; what is larger is posted. As the server has it: a test says so. */
export const NOTES_SOCKET_BYTES_MAX = 40 * 1024
/** Where messages between the server's processes can get lost, nothing tells so: now and then the notes are compared. */
const COMPARE_EVERY_MS = 60_000

const unopened: NotesStatus = { phase: 'connecting', mayEdit: false, endedAt: null, unsent: false, refusal: null }

/** A session's notes, live, for as long as they are on screen. */
export function useNotes(memberId: string, sessionId: string) {
  const [notes, setNotes] = useState<ReturnType<typeof openNotes> | null>(null)
  useEffect(() => {
    const opened = openNotes(memberId, sessionId)
    setNotes(opened)
    return () => {
      setNotes(null)
      opened.close()
    }
  }, [memberId, sessionId])

  useCloseWatch(notes && { sessionId }, () => {
    void notes?.link.open()
    notes?.cursors.tellAgain()
  })
  useServerEvent<typeof notesUpdated>('notes.updated', (told) => {
    if (told.sessionId === sessionId) notes?.link.told(told.update)
  })
  useServerEvent<typeof notesPointed>('notes.pointed', (told) => {
    if (told.sessionId === sessionId) notes?.gate.pass(() => notes.cursors.pointed(told))
  })
  useEffect(() => {
    if (!notes) return
    const socket = getSocket()
    socket.on('disconnect', notes.link.lost)
    const timer = setInterval(() => socket.connected && void notes.link.open(), COMPARE_EVERY_MS)
    return () => {
      socket.off('disconnect', notes.link.lost)
      clearInterval(timer)
    }
  }, [notes])

  const status = useSyncExternalStore(notes?.link.subscribe ?? nothing, notes?.link.getStatus ?? (() => unopened), () => unopened)
  return { notes, status }
}

const nothing = () => () => {}

function openNotes(memberId: string, sessionId: string) {
  const doc = new Doc()
  const store = openNotesStore(memberId, sessionId)
  const server: NotesServer = {
    open: (stateVector) => askServer<OpenedNotes>('notes.open', { sessionId, stateVector }),
    write: (bytes) => {
      const update = toBase64(bytes)
      return bytes.length > NOTES_SOCKET_BYTES_MAX
        ? postJson(`/sessions/${sessionId}/notes`, { update })
        : askServer('notes.update', { sessionId, update })
    },
  }
  const gate = createCompositionGate()
  const link = createNotesLink(doc, server, store, undefined, gate)
  const cursors = createNotesCursors(doc, (cursor) => {
    const { phase, mayEdit } = link.getStatus()
    if (phase === 'live' && mayEdit && getSocket().connected) void askServer('notes.cursor', { sessionId, clientId: doc.clientID, cursor })
  })
  return {
    doc,
    link,
    cursors,
    gate,
    close() {
      gate.close()
      cursors.close()
      link.close()
      store.close()
      doc.destroy()
    },
  }
}
