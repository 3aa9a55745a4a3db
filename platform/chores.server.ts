import { onlyOne } from '#platform/db.server.ts'
import { log } from '#platform/log.server.ts'

/**
 * Does something now and then again and again, in one process of all at a time. Work that fails is logged and tried again
 * the next time, so it must bear repeating.
 *
 * @returns stops it, after the work that runs
 */
export function startChore(name: string, everyMs: number, work: () => Promise<void>): () => Promise<void> {
  const doIt = async () => {
    await onlyOne(`chore.${name}`, work).catch((error: unknown) =>
      log.error({ error, chore: name }, 'a chore failed, and runs again later'),
    )
  }
  let current = doIt()
  const timer = setInterval(() => {
    current = current.then(doIt)
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await current
  }
}
