/** More statements than the product has; a list of ids of every length must not fill PostgreSQL's memory. */
const NAMED_MAX = 500

/** PostgreSQL refuses to run a prepared `SELECT *` once its table has another column: an upgrade beside a running process would stop it. */
const allColumns = /\*\s*(FROM|,|$)|\.\*/i

interface Naming {
  /** What the names begin with: unlike that of others who name statements on the same connections. */
  prefix?: string
  most?: number
  /** What the statements answer is the same whatever columns their tables get. */
  sameColumns?: boolean
}

/**
 * Names statements for `pg`, which then has PostgreSQL parse and plan each of them once a connection, and not each time. A statement gets
 * its name when it comes for the second time; the names are the same on all connections.
 *
 * @returns the name for a statement's text; undefined where it is to be run without one
 */
export function createStatementNames({
  prefix = 'palier',
  most = NAMED_MAX,
  sameColumns = false,
}: Naming = {}): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const seenOnce = new Set<string>()
  return (text) => {
    const name = names.get(text)
    if (name || names.size >= most) return name
    if (!seenOnce.delete(text)) {
      // What never comes again makes room for what may.
      if (seenOnce.size >= most) seenOnce.clear()
      seenOnce.add(text)
      return undefined
    }
    if (!sameColumns && allColumns.test(text)) return undefined
    const made = `${prefix}_${names.size}`
    names.set(text, made)
    return made
  }
}
