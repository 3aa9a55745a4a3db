import { publicPage } from '#app/http/answer.server.ts'
import { WEBHOOK } from '#app/http/doors.server.ts'
import { readText } from '#app/http/read-form.server.ts'
import { takeWebhook } from '#rooms/presence/take-webhook.server.ts'

/** LiveKit tells here what happens in its rooms; the raw body is signed. An error is a 500, and LiveKit tries again. */
export const action = publicPage(async ({ request }) => {
  const authorization = request.headers.get('authorization')
  const taken = authorization !== null && (await takeWebhook(await readText(request, WEBHOOK), authorization))
  return new Response(null, { status: taken ? 204 : 401 })
})
