import { useText } from '#app/i18n/text.tsx'

/** A session's notes as they were at its end, from the HTML that the server wrote. */
export function NotesReader({ html }: { html: string }) {
  const { notes } = useText()
  if (html === '') return <p className="text-soft">{notes.nothing}</p>
  return (
    <div
      className="prose notes"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: made from the document by rooms/notes/serialize-notes, which escapes all that people wrote
      dangerouslySetInnerHTML={{ __html: html }}
    />
  )
}
