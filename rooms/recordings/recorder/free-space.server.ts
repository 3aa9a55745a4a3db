import { statfsSync } from 'node:fs'
import { env } from '#platform/env.server.ts'

/** How much the disk with the recordings can still hold, in bytes, for us. */
export function freeBytes(): number {
  const { bavail, bsize } = statfsSync(env.PALIER_DATA_DIR)
  return bavail * bsize
}
