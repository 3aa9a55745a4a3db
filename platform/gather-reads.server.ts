import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { createStatementNames } from './statement-names.server.ts'

/** What a request has cost so far. */
export interface RequestCost {
  /** Statements that were sent to the database, those that begin and end a transaction too. */
  statements: number
}

/** A statement as the driver adapter asks for it: rows as arrays, their values read by its own parsers. */
interface Read {
  text: string
  values: unknown[]
  name?: string
  rowMode: 'array'
  types: { getTypeParser(oid: number, format: 'text'): (value: string) => unknown }
}

type Rows = Pick<pg.QueryArrayResult, 'command' | 'rowCount' | 'oid' | 'fields' | 'rows'>

interface Waiting {
  read: Read
  resolve(rows: Rows): void
  reject(error: unknown): void
}

interface Request {
  cost: RequestCost
  waiting: Waiting[]
}

const requests = new AsyncLocalStorage<Request>()

/**
 * Answers a request: what its loaders read at the same time goes to the database as one statement. So a page takes as many statements as
 * its longest chain of reads that need each other, on one connection, however many loaders it has.
 *
 * @param cost counted on while it is answered
 */
export function gatherReads<T>(cost: RequestCost, work: () => T): T {
  return requests.run({ cost, waiting: [] }, work)
}

/** A connection that counts what a request sends. */
class CountedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config)
    const send = this.query.bind(this) as (...args: unknown[]) => unknown
    this.query = ((...args: unknown[]) => {
      const request = requests.getStore()
      if (request) request.cost.statements++
      return send(...args)
    }) as typeof this.query
  }
}

const MANY_TEXTS = 2_000
/** `json_build_array` takes no more. */
const MOST_COLUMNS = 100
/** As many as a page has at one time; more would be planned together for no gain. */
const MOST_TOGETHER = 24

const isRead = (text: string) => /^\s*(SELECT|WITH)\b/.test(text) && !/\b(INSERT|UPDATE|DELETE|MERGE)\b/.test(text)
const parameters = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g
const BOOL = 16
const INT2 = 21
const INT4 = 23
/** What JSON has as it is; everything else comes as the text that PostgreSQL writes for it. */
const nativeTypes = new Set([BOOL, INT2, INT4])

/** A pool that gathers the reads of a request: see `gatherReads`. Transactions, and what is asked for outside of requests, pass as they are. */
export class GatheringPool extends pg.Pool {
  /** The columns of a statement, by its text: known after it ran once by itself. */
  private readonly fields = new Map<string, pg.FieldDef[]>()
  private readonly nameOf = createStatementNames({ prefix: 'gathered', sameColumns: true })

  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: CountedClient } as pg.PoolConfig)
    const alone = this.query.bind(this) as unknown as (read: Read) => Promise<Rows>
    this.query = ((...args: unknown[]) => {
      const request = requests.getStore()
      const [read] = args
      if (!request || !isGatherable(read)) return (alone as (...all: unknown[]) => unknown)(...args)
      return new Promise<Rows>((resolve, reject) => {
        request.waiting.push({ read, resolve, reject })
        // All that the loaders ask for in this turn is there when the next one begins.
        if (request.waiting.length === 1) setImmediate(() => this.send(request.waiting.splice(0), alone))
      })
    }) as unknown as typeof this.query
  }

  private send(waiting: Waiting[], alone: (read: Read) => Promise<Rows>): void {
    const known: Waiting[] = []
    for (const each of waiting) {
      if (this.fields.has(shapeOf(each.read.text))) known.push(each)
      else this.sendAlone(each, alone)
    }
    for (let from = 0; from < known.length; from += MOST_TOGETHER) {
      const [first, ...others] = known.slice(from, from + MOST_TOGETHER)
      if (first && others.length === 0) this.sendAlone(first, alone)
      else if (first) void this.sendTogether([first, ...others], alone)
    }
  }

  private sendAlone({ read, resolve, reject }: Waiting, alone: (read: Read) => Promise<Rows>): void {
    alone(read).then((rows) => {
      if (this.fields.size >= MANY_TEXTS) this.fields.clear()
      if (isJoinable(rows.fields)) this.fields.set(shapeOf(read.text), rows.fields)
      resolve(rows)
    }, reject)
  }

  private async sendTogether(waiting: Waiting[], alone: (read: Read) => Promise<Rows>): Promise<void> {
    // The same reads are the same statement, in whatever order they came.
    waiting.sort((a, b) => (a.read.text < b.read.text ? -1 : 1))
    const parts = waiting.map(({ read }) => ({ read, fields: this.fields.get(shapeOf(read.text)) ?? [] }))
    const text = joinReads(parts)
    const name = this.nameOf(text)
    const values = parts.flatMap(({ read }) => read.values)
    try {
      const { rows } = await alone({ text, values, rowMode: 'array', types: asText, ...(name && { name }) })
      const [answers = []] = rows as (string | null)[][]
      for (const [at, { resolve }] of waiting.entries()) resolve(rowsOf(answers[at] ?? null, parts[at] as Part))
    } catch (error) {
      // One that PostgreSQL refuses must not fail the others, and its error is its own.
      if (isRefused(error)) for (const each of waiting) this.sendAlone(each, alone)
      else for (const { reject } of waiting) reject(error)
    }
  }
}

interface Part {
  read: Read
  fields: pg.FieldDef[]
}

const asText = { getTypeParser: () => (value: string) => value }

function isGatherable(read: unknown): read is Read {
  return typeof read === 'object' && read !== null && 'rowMode' in read && read.rowMode === 'array' && isRead((read as Read).text)
}

/** What returns nothing (`pg_notify`) has no text. */
const VOID = 2278
const isJoinable = (fields: pg.FieldDef[]) => fields.length <= MOST_COLUMNS && fields.every(({ dataTypeID }) => dataTypeID !== VOID)

/** A statement whatever number of ids it is asked for: its columns are the same. */
const shapeOf = (text: string) => text.replace(/\$\d+(,\s*\$\d+)+/g, '$')

/** Each read as a column: an array of its rows, in their order, each an array of its values. */
function joinReads(parts: Part[]): string {
  let before = 0
  const columns = parts.map(({ read, fields }) => {
    const names = fields.map((_, at) => `c${at}`)
    const values = fields.map(({ dataTypeID }, at) => (nativeTypes.has(dataTypeID) ? `c${at}` : `c${at}::text`))
    const text = read.text.replace(parameters, (all, number?: string) => (number ? `$${Number(number) + before}` : all))
    before += read.values.length
    return `(SELECT json_agg(json_build_array(${values.join()})) FROM (\n${text}\n) AS q(${names.join()}))`
  })
  return `SELECT ${columns.join(',\n')}`
}

function rowsOf(answer: string | null, { read, fields }: Part): Rows {
  const rows: unknown[][] = answer === null ? [] : JSON.parse(answer)
  for (const [at, { dataTypeID }] of fields.entries()) {
    if (nativeTypes.has(dataTypeID)) continue
    const parse = read.types.getTypeParser(dataTypeID, 'text')
    for (const row of rows) {
      const value = row[at]
      if (typeof value === 'string') row[at] = parse(value)
    }
  }
  return { command: 'SELECT', rowCount: rows.length, oid: 0, fields, rows }
}

/** Whether PostgreSQL itself said no to the statement (a connection that is gone says so too, and then nothing is tried again). */
function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '')
}
