import type { LoaderFunctionArgs } from '@remix-run/node'
import { beforeEach, expect, test } from 'vitest'
import { signInCookie } from '#app/http/sign-in-cookie.server.ts'
import { readCaptions } from '#app/ui/recordings/player/read-captions.ts'
import type { Viewer } from '#communities/people/contract.ts'
import { startSignIn } from '#communities/people/start-sign-in.server.ts'
import { db } from '#platform/db.server.ts'
import { makeRecording } from '#tests/ready-recording.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import * as captions from './captions.ts'
import * as file from './transcript-file.ts'

let recordingId: string
let ana: Viewer
let emma: Viewer
let communityId: string

beforeEach(async () => {
  ;[ana, emma] = await Promise.all([makePerson('Ana'), makePerson('Emma')])
  const { room, community } = await makeRoom([ana])
  communityId = community.id
  const session = await db.session.create({ data: { roomId: room.id, communityId, topic: 'Chairs: oak & ash' } })
  const said = (startMs: number, name: string, text: string) => ({ startMs, endMs: startMs + 900, name, text, words: text.toLowerCase() })
  const lines = [said(0, 'Ana', 'Du <chêne> & du hêtre'), said(61_000, '', 'From the film')]
  const recording = await makeRecording({ communityId, sessionId: session.id }, { transcriptState: 'ready', transcript: { create: lines } })
  recordingId = recording.id
})

async function get(loader: (args: LoaderFunctionArgs) => Promise<unknown>, name: string, viewer: Viewer | null): Promise<Response> {
  const cookie = viewer ? signInCookie(await startSignIn(db, viewer.id, { userAgent: 'a test' })).split(';', 1)[0] : ''
  const request = new Request(`http://palier.test/recordings/${recordingId}/${name}`, { headers: { cookie: cookie ?? '' } })
  const context = { requestId: 'r', nonce: '', clientAddress: '127.0.0.1' }
  try {
    return (await loader({ request, params: { recordingId }, context })) as Response
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    return new Response(null, { status: (thrown as { init: { status: number } }).init.status })
  }
}

test('captions are for who may watch at this moment, and kept nowhere', async () => {
  const answer = await get(captions.loader, 'captions', ana)
  expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual(['text/vtt; charset=utf-8', 'no-store'])
  expect(readCaptions(await answer.text())).toEqual([
    { startMs: 0, endMs: 900, speaker: 'Ana', text: 'Du <chêne> & du hêtre' },
    { startMs: 61_000, endMs: 61_900, speaker: null, text: 'From the film' },
  ])
  expect((await get(captions.loader, 'captions', null)).status).toBe(401)
  expect((await get(captions.loader, 'captions', emma)).status).toBe(404)
  await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
  expect((await get(captions.loader, 'captions', emma)).status).toBe(200)
})

test('as a file, for members: with a name, in either format', async () => {
  const text = await get(file.loader, 'transcript.txt', ana)
  expect(text.headers.get('content-disposition')).toContain('filename="2026-11-24 Main - Chairs oak & ash - Transcript.txt"')
  expect(text.headers.get('cache-control')).toBe('no-store')
  expect(await text.text()).toMatch(
    /^Chairs: oak & ash\nTuesday,? 24 November 2026.* 10:00\nTranscript\n\n0:00 Ana\nDu <chêne> & du hêtre\n\n1:01 Somebody\nFrom the film\n$/,
  )
  const vtt = await get(file.loader, 'transcript.vtt', ana)
  expect([vtt.headers.get('content-type'), readCaptions(await vtt.text()).length]).toEqual(['text/vtt; charset=utf-8', 2])
  await db.community.update({ where: { id: communityId }, data: { visibility: 'open' } })
  expect((await get(file.loader, 'transcript.txt', emma)).status).toBe(403)
})

test('a file says whose voice is missing in it, by the name of today', async () => {
  const voicesMissing = [
    { memberId: emma.id, name: 'Emma Before' },
    { memberId: null, name: '' },
  ]
  await db.recording.update({ where: { id: recordingId }, data: { voicesMissing } })
  const told = 'Not in it: Emma and Somebody.'
  expect(await (await get(file.loader, 'transcript.txt', ana)).text()).toMatch(
    new RegExp(`\\nTranscript\\n${told}[^\\n]+\\n\\n0:00 Ana\\n`),
  )
  const vtt = await (await get(file.loader, 'transcript.vtt', ana)).text()
  expect(vtt).toContain(`WEBVTT\n\nNOTE ${told}`)
  expect(readCaptions(vtt)).toHaveLength(2)
})
