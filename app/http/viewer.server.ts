import { type AppLoadContext, redirect } from '@remix-run/node'
import type { Viewer } from '#communities/people/contract.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { isEmptyWorkspace } from '#communities/people/is-empty-workspace.server.ts'
import { languageOfRequest } from './language.server.ts'
import { requireOwnAccount } from './own-account.server.ts'
import { readSignInCookie } from './sign-in-cookie.server.ts'

interface Asked {
  request: Request
  context: AppLoadContext
}

/** Who asks; null where nobody is signed in. One query a request, however many loaders ask. */
export function viewerOf({ request, context }: Asked): Promise<Viewer | null> {
  context.viewer ??= findViewer(readSignInCookie(request.headers.get('cookie')), languageOfRequest(request))
  return context.viewer
}

/** Who asks; somebody who is not signed in is sent to do so and comes back here (on an empty database: to sign up first). */
export async function requireViewer(asked: Asked): Promise<Viewer> {
  const viewer = await viewerOf(asked)
  // A page that is open stays where it is, with all that was typed into it: only a new document is sent to the door.
  requireOwnAccount(asked, viewer)
  if (viewer) return viewer
  if (await isEmptyWorkspace()) throw redirect('/sign-up')
  const { pathname, search } = new URL(asked.request.url)
  throw redirect(pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(pathname + search)}`)
}

const HERE = 'http://here'
const OWN_PATH = /^\/(?![/\\])[^\p{Cc}]*$/u

/** A path of our own, as a header can hold it, that is safe to redirect to, or the fallback. Browsers read past control characters: with one it is not safe. */
export function ownPath(to: string | null, fallback = '/'): string {
  if (!to || !OWN_PATH.test(to) || !URL.canParse(to, HERE)) return fallback
  const { pathname, search, hash } = new URL(to, HERE)
  // Dots are resolved by now: `/.//elsewhere` is `//elsewhere`.
  return OWN_PATH.test(pathname) ? pathname + search + hash : fallback
}
