import { type ActionFunctionArgs, redirectDocument } from '@remix-run/node'
import { clearedSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { signOut } from '#communities/people/sign-out.server.ts'

/** Signs this browser out, also where its sign-in is over already. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await viewerOf(args)
  if (viewer) await signOut(viewer)
  return redirectDocument('/sign-in', { headers: { 'set-cookie': clearedSignInCookie() } })
}
