import { NotebookPen } from '#app/ui/kit/icons.tsx'
import { lazily } from '#app/ui/kit/lazily.tsx'
import type { SessionPanel } from '../contract.ts'

/** The session's notes, written together; the editor is loaded once somebody opens them. */
export const notesOfSession: SessionPanel = {
  id: 'notes',
  shortcut: 'N',
  icon: NotebookPen,
  label: ({ panels }) => panels.notes,
  Panel: lazily(() => import('./notes-panel.tsx')),
}
