import { withDirections } from '#app/ui/feed/with-directions.ts'

/** A session's notes as they were at its end, from the HTML that the server wrote. */
export function NotesReader({ html }: { html: string }) {
  return (
    <div
      className="prose notes"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: made from the document by rooms/notes/serialize-notes, which escapes all that people wrote
      dangerouslySetInnerHTML={{ __html: withDirections(html) }}
      translate="yes"
    />
  )
}
