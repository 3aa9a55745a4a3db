import { COMMUNITY } from './call-scene.mjs'
import { signIn } from './instance.mjs'

/** A member's sockets are limited; nobody has more tabs than this open. */
const SOCKETS_A_MEMBER = 40

/**
 * Makes so many sign-ins of colleagues who came for it, and are in the community that the bench looks at.
 *
 * @param {import('./instance.mjs').Instance} instance
 * @param {number} sockets
 * @returns {Promise<string[]>} tokens
 */
export async function signInCrowd(instance, sockets) {
  const names = Array.from({ length: Math.ceil(sockets / SOCKETS_A_MEMBER) }, (_, index) => `watcher-${index}`)
  await instance.database.query(
    `WITH came AS (
       INSERT INTO "Member" (id, email, name, "passwordHash", "timeZone")
       SELECT uuidv7(), name || '@demo.palier', name, 'no password signs in with this', 'UTC' FROM unnest($1::text[]) AS name
       ON CONFLICT (email) DO NOTHING RETURNING id
     )
     INSERT INTO "Membership" ("communityId", "memberId") SELECT c.id, came.id FROM came, "Community" c WHERE c.slug = $2`,
    [names, COMMUNITY],
  )
  const signedIn = await Promise.all(names.map((name) => signIn(instance, name, SOCKETS_A_MEMBER)))
  return signedIn.flatMap(({ tokens }) => tokens).slice(0, sockets)
}
