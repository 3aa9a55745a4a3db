import { afterAll, expect, test } from 'vitest'
import { startLivekit } from '#tests/livekit.ts'

const livekit = await startLivekit()
const { RoomServiceClient } = await import('livekit-server-sdk')
afterAll(() => livekit.stop())

function rooms() {
  const { LIVEKIT_URL = '', LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = process.env
  return new RoomServiceClient(LIVEKIT_URL.replace('ws', 'http'), LIVEKIT_API_KEY, LIVEKIT_API_SECRET)
}

test('a test file talks to a livekit-server of its own, and can pull its plug', async () => {
  await rooms().createRoom({ name: 'a-session' })
  expect((await rooms().listRooms()).map((room) => room.name)).toEqual(['a-session'])
  await livekit.kill()
  await expect(rooms().listRooms()).rejects.toThrow()
  await livekit.restart()
  expect(await rooms().listRooms()).toEqual([])
})
