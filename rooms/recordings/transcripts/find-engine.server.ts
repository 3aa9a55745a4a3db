import { existsSync } from 'node:fs'
import path from 'node:path'
import { env } from '#platform/env.server.ts'

/** What writes down what was said: our own engine, which was installed (`npm run transcripts:install`), or one elsewhere (`TRANSCRIPTS_URL`). */
export type TranscriptEngine = 'installed' | 'outside'

/** Where the installed engine is. Its list of what it is made of is written last: without it, nothing is installed. */
export const engineFolder = () => path.join(env.PALIER_DATA_DIR, 'transcripts')
export const installedFile = () => path.join(engineFolder(), 'installed.json')

/** Which engine there is; null: no recording is written down. One look at the disk at most, so that an install needs no restart. */
export function findEngine(): TranscriptEngine | null {
  return env.TRANSCRIPTS_URL ? 'outside' : findInstalled()
}

/** Our own engine, if it was installed. */
export function findInstalled(): 'installed' | null {
  return existsSync(installedFile()) ? 'installed' : null
}
