import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CACHE = path.join(os.tmpdir(), 'palier-test-media')

/** A file in which a synthetic voice (`en-gb`, `fr`, …) says a text; espeak-ng must be installed. */
export async function say(text: string, voice: string): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify([text, voice]))
    .digest('hex')
  const file = path.join(CACHE, `${hash.slice(0, 24)}.wav`)
  if (existsSync(file)) return file
  await mkdir(CACHE, { recursive: true })
  const draft = `${file}.${process.pid}.wav`
  await run('espeak-ng', ['-v', voice, '-s', '150', '-w', draft, text])
  await rename(draft, file)
  return file
}
