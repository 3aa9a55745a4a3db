import { randomUUID } from 'node:crypto'
import type { Viewer } from '#communities/people/contract.ts'
import { findViewer } from '#communities/people/find-viewer.server.ts'
import { signIn } from '#communities/people/sign-in.server.ts'
import { signUp } from '#communities/people/sign-up.server.ts'
import { db, type SignUpPolicy } from '#platform/db.server.ts'

export const PASSWORD = 'a short sentence'
const browser = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }

/** An address of the network that nobody came from yet, so that the limits of other tests do not count. */
export const newAddress = () => randomUUID()

/** What is typed to sign up as one of the demo company. */
export function form(name: string, more: Record<string, string> = {}): Record<string, string> {
  const email = `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()}@demo.palier`
  return { name, email, password: PASSWORD, language: 'en', timeZone: 'Europe/Paris', ...more }
}

/** Signs somebody up; the first one names the workspace. */
export async function signUpAs(name: string, more: Record<string, string> = {}): Promise<Viewer> {
  return viewerOf(await signUp(form(name, { workspaceName: 'Demo', ...more }), browser, newAddress()))
}

/** Signs somebody in once more, in another browser. */
export async function signInAs(name: string, password = PASSWORD): Promise<Viewer> {
  return viewerOf(await signIn({ ...form(name), password }, browser, newAddress()))
}

export async function viewerOf(token: string): Promise<Viewer> {
  const viewer = await findViewer(token)
  if (!viewer) throw new Error('nobody is signed in by this token')
  return viewer
}

export const setPolicy = (signUpPolicy: SignUpPolicy) => db.workspace.update({ where: { id: 1 }, data: { signUpPolicy } })

/** The sign-ins of a member that still work. */
export async function openSignIns(memberId: string): Promise<string[]> {
  const rows = await db.signIn.findMany({ where: { memberId, revokedAt: null }, select: { id: true }, orderBy: { id: 'asc' } })
  return rows.map(({ id }) => id)
}
