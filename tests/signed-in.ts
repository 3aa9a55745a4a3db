import { readSignInCookie, signInCookie } from '#app/http/sign-in-cookie.server.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'

/** Signs a browser of this person in: what its Cookie header says. */
export async function signedIn(person: { id: string }): Promise<string> {
  const token = await startSignIn(db, person.id, { userAgent: 'test' })
  return signInCookie(token).split(';', 1)[0] ?? ''
}

/** Finds whose sign-in a Cookie header carries, as the app does. */
export async function authenticate(cookies: string | undefined): Promise<{ memberId: string; signInId: string } | null> {
  const viewer = await findViewer(readSignInCookie(cookies))
  return viewer && { memberId: viewer.id, signInId: viewer.signInId }
}
