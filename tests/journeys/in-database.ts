import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { Demo } from './fixtures.ts'

/** The instance's own database: what no page can do (moving the clock) is done there. */
export async function inDatabase<T>({ dataFolder }: Demo, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const read = (name: string) => JSON.parse(readFileSync(path.join(dataFolder, name), 'utf8')) as Record<string, string>
  const password = encodeURIComponent(read('secrets.json')['databasePassword'] ?? '')
  const client = new pg.Client({ connectionString: `postgresql://palier:${password}@127.0.0.1:${read('ports.json')['postgres']}/palier` })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
