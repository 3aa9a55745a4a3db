import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { memberJson, readForm } from '#app/http/answer.server.ts'
import { DomainError } from '#platform/errors.server.ts'
import { writeNotes } from '#rooms/notes/write-notes.server.ts'

const idSchema = z.uuid()
const formSchema = z.object({ update: z.base64() })

/** POST `{ update }`: writes a Yjs update into a session's notes that is too large for a socket (a long text pasted, say). */
export const action = memberJson<null, ActionFunctionArgs>(async ({ viewer, params, request }) => {
  const sessionId = idSchema.safeParse(params['sessionId'])
  if (!sessionId.success) throw new DomainError('session.notFound')
  const form = formSchema.safeParse(await readForm(request))
  if (!form.success) throw new DomainError('input.invalid')
  await writeNotes(viewer, sessionId.data, Buffer.from(form.data.update, 'base64'))
  return null
})
