import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { env } from '#platform/env.server.ts'
import { engineFolder, installedFile, type TranscriptEngine } from '../find-engine.server.ts'
import { type Engine, EngineError } from './engine.server.ts'
import { openOutsideEngine } from './outside-engine.server.ts'
import { openOwnEngine } from './own-engine.server.ts'

/** As scripts/transcripts/install.mjs writes it. */
const installedSchema = z.object({ python: z.string(), model: z.string() })
/** Our own side of the engine; processes run in the clone's folder. */
const LISTEN = 'rooms/recordings/transcripts/engine/listen.py'

/**
 * Opens the engine that was chosen, to be closed after use.
 *
 * @throws EngineError `engine.absent`
 */
export async function openEngine(engine: TranscriptEngine | null): Promise<Engine> {
  if (engine === 'outside' && env.TRANSCRIPTS_URL) {
    return openOutsideEngine({ url: env.TRANSCRIPTS_URL, key: env.TRANSCRIPTS_KEY, model: env.TRANSCRIPTS_MODEL })
  }
  const text = engine && (await readFile(installedFile(), 'utf8').catch(() => null))
  if (text === null) throw new EngineError('engine.absent', 'there is no engine for transcripts')
  const { python, model } = installedSchema.parse(JSON.parse(text))
  const [program, folder] = [python, model].map((place) => path.join(engineFolder(), place))
  return openOwnEngine([program ?? '', path.resolve(LISTEN), folder ?? ''])
}
