import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { AccessToken } from 'livekit-server-sdk'
import pg from 'pg'
import type { Browser } from 'playwright/test'
import type { Demo } from './fixtures.ts'

const LIBRARY = path.resolve(import.meta.dirname, '../../node_modules/livekit-client/dist/livekit-client.umd.js')
/** So many of them have their cameras on. */
const PICTURES = 3

export interface Crowd {
  /** In the order in which they came. */
  names: string[]
  /** The last one begins to speak, and goes on. */
  lastOneSpeaks(): Promise<void>
  /** All of them leave, and their accounts are closed. */
  leave(): Promise<void>
}

/**
 * Brings many members of the demo company's `everyone` into a session: each with a connection of their own to LiveKit, all from one
 * page. They hear and see nothing, and a few send a small picture, so that a small machine holds a large meeting.
 */
export async function bringCrowd(browser: Browser, { dataFolder }: Demo, sessionId: string, count: number): Promise<Crowd> {
  const read = (name: string) => JSON.parse(readFileSync(path.join(dataFolder, name), 'utf8')) as Record<string, string>
  const { databasePassword = '', livekitKey, livekitSecret } = read('secrets.json')
  const database = new pg.Client({
    connectionString: `postgresql://palier:${encodeURIComponent(databasePassword)}@127.0.0.1:${read('ports.json')['postgres']}/palier`,
  })
  await database.connect()
  const people = Array.from({ length: count }, (_, at) => ({ id: randomUUID(), name: `Colleague ${String(at + 1).padStart(2, '0')}` }))
  const ids = people.map(({ id }) => id)
  await database.query(
    `INSERT INTO "Member" (id, email, name, "passwordHash", "timeZone") SELECT id, id || '@crowd.palier', name, '-', 'Europe/Paris'
     FROM unnest($1::uuid[], $2::text[]) AS person(id, name)`,
    [ids, people.map(({ name }) => name)],
  )
  await database.query(
    `INSERT INTO "Membership" ("communityId", "memberId") SELECT c.id, m FROM "Community" c, unnest($1::uuid[]) AS m WHERE c.slug = 'everyone'`,
    [ids],
  )
  const tokens = await Promise.all(
    people.map(({ id, name }) => {
      const token = new AccessToken(livekitKey, livekitSecret, { identity: id, name, ttl: 300 })
      token.addGrant({ room: sessionId, roomJoin: true })
      return token.toJwt()
    }),
  )
  const context = await browser.newContext()
  const page = await context.newPage()
  // At LiveKit's own address: ours asks each for their sign-in, and a page has one.
  const livekit = `127.0.0.1:${read('ports.json')['livekit']}`
  await page.goto(`http://${livekit}`)
  // By the browser's driver: the page's own rules let no script in.
  await page.evaluate(readFileSync(LIBRARY, 'utf8'))
  // As a string: the library is the page's own. One after the other, as a meeting fills.
  await page.evaluate(`(async () => {
    window.rooms = []
    for (const token of ${JSON.stringify(tokens)}) {
      const room = new LivekitClient.Room()
      await room.connect(${JSON.stringify(`ws://${livekit}`)}, token, { autoSubscribe: false })
      window.rooms.push(room)
    }
    for (const [at, room] of window.rooms.slice(0, ${PICTURES}).entries()) {
      const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 })
      const pen = canvas.getContext('2d')
      let turn = 0
      setInterval(() => {
        pen.fillStyle = 'hsl(' + (at * 120 + turn++ * 5) + ' 40% 40%)'
        pen.fillRect(0, 0, 160, 90)
      }, 500)
      const [track] = canvas.captureStream(2).getVideoTracks()
      await room.localParticipant.publishTrack(track, { source: 'camera', simulcast: false })
    }
  })()`)
  return {
    names: people.map(({ name }) => name),
    lastOneSpeaks: () =>
      page.evaluate(`(async () => {
        const sound = new AudioContext()
        const voice = sound.createOscillator()
        const out = sound.createMediaStreamDestination()
        voice.connect(out)
        voice.start()
        await sound.resume()
        await window.rooms.at(-1).localParticipant.publishTrack(out.stream.getAudioTracks()[0], { source: 'microphone' })
      })()`),
    leave: async () => {
      await page.evaluate('Promise.all(window.rooms.map((room) => room.disconnect()))')
      await context.close()
      await database.query(`DELETE FROM "Membership" WHERE "memberId" = ANY($1::uuid[])`, [ids])
      await database.query(`UPDATE "Member" SET "deactivatedAt" = now() WHERE id = ANY($1::uuid[])`, [ids])
      await database.end()
    },
  }
}
