import { log } from '#platform/log.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomRoster } from '#rooms/presence/contract.ts'
import { readRosters } from './read-rosters.server.ts'

/** In a rush (everyone comes at ten), watchers are told so often at most. */
const AT_MOST_EVERY_MS = 100

interface Pending {
  /** Something changed since the last reading. */
  again: boolean
}

const running = new Map<string, Pending>()

/**
 * Tells who watches the community what a room's roster is now: at once, and in a rush once every 100 ms with the latest.
 * Call it after the transaction that changed it. A roster that could not be read is told with the next change, or the next sweep.
 */
export function publishRoster(roomId: string): void {
  const pending = running.get(roomId)
  if (pending) {
    pending.again = true
    return
  }
  running.set(roomId, { again: false })
  void tell(roomId)
}

async function tell(roomId: string): Promise<void> {
  try {
    const [roster] = await readRosters({ roomIds: [roomId] })
    if (roster) publish(`community:${roster.communityId}`, roomRoster, roster)
  } catch (error) {
    log.warn({ error, roomId }, 'a roster could not be told')
  }
  setTimeout(() => {
    const again = running.get(roomId)?.again
    running.delete(roomId)
    if (again) publishRoster(roomId)
  }, AT_MOST_EVERY_MS).unref()
}
