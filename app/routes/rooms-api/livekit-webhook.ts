import type { ActionFunctionArgs } from '@remix-run/node'
import { answerAction } from '#app/http/answer.server.ts'
import { takeWebhook } from '#rooms/presence/take-webhook.server.ts'

/** LiveKit tells here what happens in its rooms. The raw body is signed; 403 where it is not LiveKit's. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { init } = await answerAction(async () => takeWebhook(await request.text(), request.headers.get('authorization')))
  return new Response(null, { status: init?.status ?? 204 })
}
