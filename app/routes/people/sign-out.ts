import { redirectDocument } from '@remix-run/node'
import { publicPage } from '#app/http/answer.server.ts'
import { DOORSTEP } from '#app/http/doors.server.ts'
import { ACCOUNT } from '#app/http/page-account.ts'
import { readForm } from '#app/http/read-form.server.ts'
import { clearedSignInCookie } from '#app/http/sign-in-cookie.server.ts'
import { viewerOf } from '#app/http/viewer.server.ts'
import { signOut } from '#communities/people/sign-out.server.ts'

/** Signs this browser out, also where its sign-in is over already. A page of somebody else's signs nobody out: it becomes a new one. */
export const action = publicPage(async (args) => {
  const { [ACCOUNT]: account } = await readForm(args.request, DOORSTEP)
  const viewer = await viewerOf(args)
  if (viewer && typeof account === 'string' && account !== viewer.id) throw redirectDocument('/')
  if (viewer) await signOut(viewer)
  throw redirectDocument('/sign-in', { headers: { 'set-cookie': clearedSignInCookie() } })
})
