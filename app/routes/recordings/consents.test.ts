import { beforeEach, expect, test } from 'vitest'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import { answerRecording } from '#rooms/recordings/consent/answer-recording.server.ts'
import { exportConsents } from '#rooms/recordings/consent/export-consents.server.ts'
import { startRecording } from '#rooms/recordings/control/start-recording.server.ts'
import { readOwnRecording } from '#rooms/recordings/read-own-recording.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { loader } from './consents.ts'

let ana: Viewer
let ben: Viewer
let recordingId: string

beforeEach(async () => {
  await truncateAll()
  ;[ana, ben] = await Promise.all([makePerson('Ana'), makePerson('=Ben "B"')])
  const { room, community } = await makeRoom([ana, ben])
  await db.workspace.create({ data: { name: 'Atelier', keepRecordingsDays: 90 } })
  const { id: sessionId } = await db.session.create({ data: { roomId: room.id, communityId: community.id, personCount: 1 } })
  await db.visit.create({ data: { sessionId, memberId: ana.id, joinedAt: new Date() } })
  recordingId = await startRecording(ana, sessionId)
  const frenchBen: Viewer = { ...ben, language: 'fr' }
  const say = async (answer: string) => {
    const { words } = await readOwnRecording(frenchBen, sessionId)
    await answerRecording(ben, sessionId, { recordingId, answer, shown: words?.shown })
  }
  await say('declined')
  await db.community.update({ where: { id: community.id }, data: { keepRecordingsDays: 30 } })
  await say('accepted')
  await say('accepted')
})

test('the ledger goes out whole: every line, with the words in full, and for how long each was told that it is kept', async () => {
  const { lines } = await exportConsents(ben, recordingId)
  expect(lines.map(({ name, answer, words }) => [name, answer, words.language, words.keepDays])).toEqual([
    ['Ana', 'told', 'en', 90],
    ['=Ben "B"', 'declined', 'fr', 90],
    ['=Ben "B"', 'accepted', 'fr', 30],
  ])
  const [told, , accepted] = lines.map(({ words }) => words.parts.map(({ text }) => text).join(' '))
  expect(told).toContain('90 days, then it is deleted')
  expect(told).toContain('Atelier is responsible for the recording')
  expect(accepted).toContain('30 jours, puis il est supprimé')
  expect(accepted).toContain('adressez-vous à Ana')
})

test('as a table, a cell is never a formula', async () => {
  const cookie = signInCookie(await startSignIn(db, ana.id, { userAgent: 'a test' })).split(';', 1)[0] ?? ''
  const request = new Request('http://palier.test/?format=csv', { headers: { cookie } })
  const context = { requestId: 'r', nonce: '', clientAddress: '127.0.0.1' }
  const answer = (await loader({ request, params: { recordingId }, context })) as Response
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const table = await answer.text()
  expect(table).toMatch(/"at","name","answer","language","version","keepDays","words"\r\n/)
  expect(table).toContain(`"'=Ben ""B""","declined","fr","3","90","Cet appel est enregistré`)
})
