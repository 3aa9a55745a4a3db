import { expect, test } from 'vitest'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { action } from './chat.ts'

test.each(['shout', 'constructor', 'toString'])('an intent that is none, like %s, is refused', async (intent) => {
  const ana = await makePerson('Ana')
  const { room, community } = await makeRoom([ana])
  const { id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId: community.id } })
  const cookie = signInCookie(await startSignIn(db, ana.id, { userAgent: 'a test' })).split(';', 1)[0] ?? ''
  const headers = { cookie, 'content-type': 'application/json' }
  const request = new Request('http://palier.test/', { method: 'POST', headers, body: JSON.stringify({ intent }) })
  const context = { requestId: 'r', nonce: '', clientAddress: '127.0.0.1' }
  const answer = await action({ request, params: { sessionId }, context })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('input.invalid')
})
