import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
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

test.runIf(process.platform === 'linux')('for a loopback address, none of its ports is open to the network', () => {
  const sockets = listeningSockets(livekit.pid())
  expect(sockets.map(({ protocol }) => protocol)).toContain('udp')
  expect(sockets.filter(({ address }) => !LOOPBACK.has(address))).toEqual([])
})

/** 127.0.0.1 and ::1, as Linux writes them. */
const LOOPBACK = new Set(['0100007F', '00000000000000000000000001000000'])

/** The sockets on which a process waits for others, by what Linux says of its open files. */
function listeningSockets(pid: number): { protocol: string; address: string }[] {
  const open = new Set(
    readdirSync(`/proc/${pid}/fd`).map((descriptor) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1]
      } catch {
        // Closed meanwhile.
        return undefined
      }
    }),
  )
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      // 0A: listening; 07: a UDP socket without a peer.
      .filter(([, , , state, , , , , , inode]) => open.has(inode ?? '') && state === (protocol.startsWith('tcp') ? '0A' : '07'))
      .map(([, local = '']) => ({ protocol, address: local.split(':')[0] ?? '' })),
  )
}
