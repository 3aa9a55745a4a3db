import { randomUUID } from 'node:crypto'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import type { BuiltApp } from '#tests/operations/built-app.ts'
import { makeScene, type Scene, signInSeats } from '#tests/permissions/scene.ts'
import { listRoutes } from '../list-routes.ts'
import { listEvents } from './ask-socket.ts'
import type { Target } from './fuzz.ts'
import type { Random } from './random.ts'
import { readVocabulary } from './vocabulary.ts'

/** An app with a community and all that is in one. `renew` puts another one in its place, with everybody signed in: cases break things. */
export async function makeTarget(app: BuiltApp): Promise<Target & { renew(): Promise<void> }> {
  await db.workspace.create({ data: { id: 1, name: 'Demo' } })
  const people = await signInSeats()
  let scene: Scene
  let cookies: string[] = []
  const renew = async () => {
    await db.member.updateMany({ data: { deactivatedAt: null } })
    scene = await makeScene({ visibility: 'open', archived: false }, people, 'community.read')
    const viewers = [...Object.values(people.seated).map(({ viewer }) => viewer), people.author]
    cookies = await Promise.all(
      viewers.map(async ({ id }) => signInCookie(await startSignIn(db, id, { userAgent: 'a test' })).split(';', 1)[0] ?? ''),
    )
  }
  await renew()
  const places: Record<string, () => string> = {
    threadId: () => scene.threadId,
    sessionId: () => scene.sessionId,
    roomId: () => scene.roomId,
    recordingId: () => scene.recordingId,
    communityId: () => scene.communityId,
    community: () => scene.slug,
    room: () => scene.roomSlug,
    actionId: () => scene.actionId,
    itemId: () => scene.agendaItemId,
    remarkId: () => scene.remarkId,
    lineId: () => scene.lineId,
    requestId: () => scene.requestId,
    memberId: () => people.bystander.id,
    assigneeId: () => people.author.id,
    clientId: randomUUID,
    part: () => 'film',
    view: () => 'done',
    token: () => 'x'.repeat(43),
  }
  const ids = Object.keys(places).filter((name) => name.endsWith('Id'))
  return {
    url: app.url,
    port: app.port,
    routes: await listRoutes(),
    events: await listEvents(),
    ...readVocabulary(),
    cookies: () => cookies,
    place: (random: Random, name: string) => (places[name] ?? places[random.pick(ids)] ?? randomUUID)(),
    renew,
  }
}
