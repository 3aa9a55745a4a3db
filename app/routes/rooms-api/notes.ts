import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { memberJson } from '#app/http/answer.server.ts'
import { NOTES } from '#app/http/doors.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { writeNotes } from '#rooms/notes/write-notes.server.ts'

const formSchema = z.object({ update: z.base64() })

/** POST `{ update }`: writes a Yjs update into a session's notes that is too large for a socket (a long text pasted, say). */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const form = formSchema.safeParse(await readForm(request, NOTES))
  if (!form.success) throw new DomainError('input.invalid')
  await writeNotes(viewer, params['sessionId'] ?? '', Buffer.from(form.data.update, 'base64'))
  return null
})
