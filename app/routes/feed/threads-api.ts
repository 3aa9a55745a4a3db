import type { ActionFunctionArgs } from '@remix-run/node'
import { memberJson } from '#app/http/answer.server.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { postThread } from '#communities/threads/post-thread.server.ts'

/** POST: posts a thread. */
export const action = memberJson<string, ActionFunctionArgs>(async ({ viewer, request }) => postThread(viewer, await readForm(request)))
