import { data, redirect } from '@remix-run/node'
import { publicPage } from '#app/http/answer.server.ts'
import { isEmptyWorkspace } from '#communities/people/is-empty-workspace.server.ts'

/** Any address that no page has: answered by the root's error boundary; where nobody has an account yet, by the way to the first one. */
export const loader = publicPage(async (): Promise<never> => {
  if (await isEmptyWorkspace()) throw redirect('/sign-up')
  throw data(null, { status: 404 })
})

export default function NotFound() {
  return null
}
