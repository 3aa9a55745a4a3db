// Records what a real livekit-server tells of real browsers into rooms/presence/recorded-webhooks/, for tests to replay:
// `npx tsx scripts/record-webhooks.ts`, after LiveKit was updated. Each file is a list of bodies in the order in which they came.
import { mkdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk'
import { startLivekit } from '../tests/livekit.ts'
import { type MediaClient, openMediaClients } from '../tests/media-clients.ts'

const FOLDER = path.resolve(import.meta.dirname, '../rooms/presence/recorded-webhooks')
const PEOPLE = {
  ana: '01900000-0000-7000-8000-00000000000a',
  ben: '01900000-0000-7000-8000-00000000000b',
  chloe: '01900000-0000-7000-8000-00000000000c',
}
type Name = keyof typeof PEOPLE
/** LiveKit gives a lost connection up after some seconds, and tells of it then. */
const WAIT_LIMIT_MS = 60_000

interface Body {
  event: string
  participant?: { identity: string; sid: string }
}
let bodies: Body[] = []
const receiver = http.createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  bodies.push(JSON.parse(text) as Body)
  response.writeHead(204).end()
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
const livekit = await startLivekit({ webhookPort: (receiver.address() as AddressInfo).port })
const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = process.env
const rooms = new RoomServiceClient(livekit.url, key, secret)
const clients = await openMediaClients()

async function record(name: string, sessionId: string, scene: (join: (who: Name) => Promise<MediaClient>) => Promise<void>) {
  bodies = []
  await rooms.createRoom({ name: sessionId, departureTimeout: 90, emptyTimeout: 120 })
  await scene(async (who) => {
    const token = new AccessToken(key, secret, { identity: PEOPLE[who], name: who, ttl: 300 })
    token.addGrant({ room: sessionId, roomJoin: true })
    return clients.join(livekit.url, await token.toJwt())
  })
  await rooms.deleteRoom(sessionId)
  await until(() => bodies.some(({ event }) => event === 'room_finished'))
  writeFileSync(path.join(FOLDER, `${name}.json`), `${JSON.stringify(bodies, null, 2)}\n`)
  console.log(`${name}: ${bodies.map(({ event }) => event).join(', ')}`)
}

async function until(isSo: () => boolean) {
  const giveUpAt = Date.now() + WAIT_LIMIT_MS
  while (!isSo()) {
    if (Date.now() > giveUpAt) throw new Error('LiveKit did not tell what was expected')
    await sleep(100)
  }
}
const leaves = (who: Name) =>
  bodies.filter(({ event, participant }) => event === 'participant_left' && participant?.identity === PEOPLE[who])

mkdirSync(FOLDER, { recursive: true })
await record('two-people', '01900000-0000-7000-8000-000000000001', async (join) => {
  const ana = await join('ana')
  const ben = await join('ben')
  await sleep(2_000)
  await ana.leave()
  await until(() => leaves('ana').length === 1)
  await ben.leave()
  await until(() => leaves('ben').length === 1)
})
await record('lost-and-back', '01900000-0000-7000-8000-000000000002', async (join) => {
  const ana = await join('ana')
  const ben = await join('ben')
  const chloe = await join('chloe')
  await sleep(1_000)
  await ben.vanish()
  await until(() => leaves('ben').length === 1)
  const benAgain = await join('ben')
  await ana.leave()
  await until(() => leaves('ana').length === 1)
  await sleep(1_000)
  await chloe.leave()
  await benAgain.leave()
  await until(() => leaves('chloe').length === 1 && leaves('ben').length === 2)
})
await record('two-tabs', '01900000-0000-7000-8000-000000000003', async (join) => {
  await join('ana')
  const ben = await join('ben')
  const anaInAnotherTab = await join('ana')
  await until(() => leaves('ana').length === 1)
  await sleep(1_000)
  await ben.leave()
  await anaInAnotherTab.leave()
  await until(() => leaves('ana').length === 2 && leaves('ben').length === 1)
})

await clients.close()
await livekit.stop()
receiver.close()
