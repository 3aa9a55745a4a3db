import { redirectDocument } from '@remix-run/node'
import { publicPage } from '#app/http/answer.server.ts'
import { clearedSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { signOut } from '#communities/people/sign-out.server.ts'

/** Signs this browser out, also where its sign-in is over already. */
export const action = publicPage(async (args) => {
  const viewer = await viewerOf(args)
  if (viewer) await signOut(viewer)
  throw redirectDocument('/sign-in', { headers: { 'set-cookie': clearedSignInCookie() } })
})
