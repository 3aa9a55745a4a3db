import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const SETTLE_MS = 300

/**
 * The statements that PostgreSQL executes while `work` runs, with their parameters, read from its log.
 *
 * @param {import('./instance.mjs').Instance} instance Whose database server is its own.
 * @param {() => Promise<unknown>} work
 * @returns {Promise<{ text: string, values: (string | null)[] }[]>}
 */
export async function recordStatements({ database, dataFolder }, work) {
  const file = path.join(dataFolder, 'postgres.log')
  await database.query("ALTER SYSTEM SET log_min_duration_statement = '0'")
  await reload(database)
  const start = statSync(file).size
  await work()
  await database.query('ALTER SYSTEM RESET log_min_duration_statement')
  await reload(database)
  return readStatements(readFileSync(file).subarray(start).toString('utf8'))
}

async function reload(database) {
  await database.query('SELECT pg_reload_conf()')
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
}

/** An entry begins with an instant; what follows without one belongs to it. */
function readStatements(log) {
  const entries = log.split(/\n(?=\d{4}-\d\d-\d\d )/)
  return entries.flatMap((entry, at) => {
    const [, text] = /duration: [\d.]+ ms {2}execute [^:]+: ([\s\S]*)$/.exec(entry) ?? []
    if (!text || !/^\s*(SELECT|WITH)/i.test(text)) return []
    const [, detail] = /DETAIL: {2}[Pp]arameters: ([\s\S]*)$/.exec(entries[at + 1] ?? '') ?? []
    return [{ text: text.trim(), values: detail ? readParameters(detail) : [] }]
  })
}

/** `$1 = 'it''s', $2 = NULL` */
function readParameters(detail) {
  return [...detail.matchAll(/\$\d+ = (NULL|'((?:[^']|'')*)')/g)].map(([, value, inner]) =>
    value === 'NULL' ? null : inner.replaceAll("''", "'"),
  )
}
