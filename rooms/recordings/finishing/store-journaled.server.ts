import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { newFileKey, removeFile, storeFileFrom } from '#platform/storage.server.ts'
import { makeFolder, writeWhole } from '#platform/whole-files.server.ts'

const FOLDER = 'recordings'
const keysSchema = z.array(z.string())

/**
 * Keeps files whose keys no row knows yet. The keys are written down in a file of `workFolder` first: who does the work again after a
 * death removes what was kept then (`dropJournaled`), so that no file is left that nobody knows.
 *
 * @returns the keys, in the order of the files; these are gone from where they were
 */
export async function storeJournaled(workFolder: string, files: readonly { path: string; extension: string }[]): Promise<string[]> {
  const planned = files.map((file) => ({ ...file, key: newFileKey(FOLDER, file.extension) }))
  await makeFolder(workFolder)
  await writeWhole(journalOf(workFolder), JSON.stringify(planned.map(({ key }) => key)))
  for (const file of planned) await storeFileFrom(FOLDER, file.extension, file.path, file.key)
  return planned.map(({ key }) => key)
}

/** Removes what an earlier try kept, unless a row knows it by now: ask only where none does. */
export async function dropJournaled(workFolder: string): Promise<void> {
  const text = await readFile(journalOf(workFolder), 'utf8').catch(() => '[]')
  for (const key of keysSchema.parse(JSON.parse(text))) await removeFile(key)
}

function journalOf(workFolder: string): string {
  return path.join(workFolder, 'stored.json')
}
