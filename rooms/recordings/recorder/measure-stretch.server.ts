import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { readStretchLog, STRETCH_LOG, stretchFolder } from '../stretch-log.server.ts'

/**
 * How long a stretch lasted whose recorder died, in milliseconds: up to the log's last line, or up to when a file was last written
 * where that is later. 0 where nothing is left of it.
 */
export function measureStretch(recordingId: string, number: number): number {
  const folder = stretchFolder(recordingId, number)
  try {
    const events = readStretchLog(readFileSync(path.join(folder, STRETCH_LOG), 'utf8'))
    const start = events[0]
    if (start?.e !== 'start') return 0
    const written = readdirSync(folder).map((name) => statSync(path.join(folder, name)).mtimeMs - start.wall)
    return Math.round(Math.max(0, ...events.map(({ t }) => t), ...written))
  } catch {
    return 0
  }
}
