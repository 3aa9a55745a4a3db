import { agendaOfSession } from './agenda/agenda-of-session.ts'
import { chatPanel } from './chat/panel.ts'
import type { SessionPanel } from './contract.ts'
import { notesOfSession } from './notes/notes-of-session.ts'

/** The panels beside the faces, after the people, in the order of their tabs. */
export const sessionPanels: readonly SessionPanel[] = [chatPanel, agendaOfSession, notesOfSession]
