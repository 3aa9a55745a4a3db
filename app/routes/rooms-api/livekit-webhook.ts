import type { ActionFunctionArgs } from '@remix-run/node'
import { takeWebhook } from '#rooms/presence/take-webhook.server.ts'

/** LiveKit tells here what happens in its rooms; the raw body is signed. An error is a 500, and LiveKit tries again. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const taken = await takeWebhook(await request.text(), request.headers.get('authorization'))
  return new Response(null, { status: taken ? 204 : 401 })
}
