import { log } from '#platform/log.server.ts'
import { publish } from '#platform/realtime.server.ts'
import { roomAgenda } from '#rooms/agenda/events/contract.ts'
import { gatherAgenda } from './gather-agenda.server.ts'

/** Rooms whose agenda is being read to be told; true: it changed again meanwhile. */
const running = new Map<string, boolean>()

/**
 * Tells who looks at a room from close by what its agenda is now; changes that come while it is being read are told together, after it.
 * Call it after the transaction. What could not be told is told with the next change, or read when looking begins again.
 */
export function publishAgenda(roomId: string): void {
  if (running.has(roomId)) {
    running.set(roomId, true)
    return
  }
  running.set(roomId, false)
  void tell(roomId)
}

async function tell(roomId: string): Promise<void> {
  try {
    const agenda = await gatherAgenda({ roomId })
    if (agenda) publish(`room:${roomId}`, roomAgenda, agenda)
  } catch (error) {
    log.warn({ error, roomId }, 'an agenda could not be told')
  }
  const again = running.get(roomId)
  running.delete(roomId)
  if (again) publishAgenda(roomId)
}
