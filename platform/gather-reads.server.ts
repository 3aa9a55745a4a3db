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
  types: { getTypeParser(oid: number, format: 'text'): (value: string) => unknown; json?: 'parsed' }
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

/** More than the product has; what never comes again makes room for what may. */
const MANY_TEXTS = 2_000
/** `json_build_array` takes no more. */
const MOST_COLUMNS = 100
/** More than a page has at one time. */
const MOST_TOGETHER = 24
/** What was read together keeps some 300 kB in each connection that knows it. */
const NAMED_MAX = 150

const BOOL = 16
const INT2 = 21
const INT4 = 23
const JSON_TYPE = 114
const JSONB = 3802
/** What returns nothing (`pg_notify`) has no text. */
const VOID = 2278

/** A statement whose columns are known. */
interface Known {
  number: number
  fields: pg.FieldDef[]
  /** Columns that come as JSON has them; the others as the text that PostgreSQL writes for them. */
  native: boolean[]
}

/** A pool that gathers the reads of a request: see `gatherReads`. Transactions, and what is asked for outside of requests, pass as they are. */
export class GatheringPool extends pg.Pool {
  /** Whether a statement is a read, and its columns, known after it ran once by itself. */
  private readonly reads = new Map<string, boolean>()
  private readonly shapes = new Map<string, Known>()
  private readonly known = new Map<string, Known>()
  /** Statements that are read together, by their numbers. */
  private readonly joined = new Map<string, string>()
  /** Never given twice. */
  private numbers = 1
  private readonly nameOf = createStatementNames({ prefix: 'gathered', most: NAMED_MAX, sameColumns: true })
  private readonly alone: (read: Read) => Promise<Rows>

  constructor(config: pg.PoolConfig) {
    super({ ...config, Client: CountedClient } as pg.PoolConfig)
    const alone = this.query.bind(this) as unknown as (...args: unknown[]) => Promise<Rows>
    this.alone = alone
    this.query = ((...args: unknown[]) => {
      const request = requests.getStore()
      const [read] = args
      if (!request || !this.isGatherable(read)) return alone(...args)
      return new Promise<Rows>((resolve, reject) => {
        request.waiting.push({ read, resolve, reject })
        // All that the loaders ask for in this turn is there when the next one begins.
        if (request.waiting.length === 1) setImmediate(() => this.send(request.waiting.splice(0)))
      })
    }) as unknown as typeof this.query
  }

  private isGatherable(read: unknown): read is Read {
    if (typeof read !== 'object' || read === null || !('rowMode' in read) || read.rowMode !== 'array') return false
    const { text } = read as Read
    return this.reads.get(text) ?? remember(this.reads, text, isRead(text))
  }

  private send(waiting: Waiting[]): void {
    const parts: Part[] = []
    for (const each of waiting) {
      const padded = padLists(each.read)
      const known = this.find(padded.text)
      if (known) parts.push({ ...each, ...padded, known })
      else this.sendAlone(each)
    }
    // The same reads are the same statement, in whatever order they came.
    parts.sort((a, b) => a.known.number - b.known.number)
    for (let from = 0; from < parts.length; from += MOST_TOGETHER) {
      const [first, ...others] = parts.slice(from, from + MOST_TOGETHER)
      if (first && others.length === 0) this.sendAlone(first)
      else if (first) void this.sendTogether([first, ...others])
    }
  }

  /** A statement has the same columns whatever number of ids it is asked for. */
  private find(text: string): Known | undefined {
    const known = this.known.get(text)
    if (known) return known
    const shape = this.shapes.get(shapeOf(text))
    return shape && remember(this.known, text, { ...shape, number: this.numbers++ })
  }

  private sendAlone({ read, resolve, reject }: Waiting): void {
    this.alone(read).then(({ command, rowCount, oid, fields, rows }) => {
      const native = fields.map(({ dataTypeID }) => isNative(dataTypeID, read))
      if (isJoinable(fields)) remember(this.shapes, shapeOf(read.text), { number: 0, fields, native })
      resolve({ command, rowCount, oid, fields, rows })
    }, reject)
  }

  private async sendTogether(parts: Part[]): Promise<void> {
    const key = parts.map(({ known }) => known.number).join()
    const text = this.joined.get(key) ?? remember(this.joined, key, joinReads(parts), 2 * NAMED_MAX)
    const name = this.nameOf(text)
    const values = parts.flatMap((part) => part.values)
    try {
      const { rows } = await this.alone({ text, values, rowMode: 'array', types: asText, ...(name && { name }) })
      const [answers = []] = rows as (string | null)[][]
      for (const [at, part] of parts.entries()) part.resolve(rowsOf(answers[at] ?? null, part))
    } catch (error) {
      // One that PostgreSQL refuses must not fail the others, and its error is its own.
      if (isRefused(error)) for (const each of parts) this.sendAlone(each)
      else for (const { reject } of parts) reject(error)
    }
  }
}

interface Part extends Waiting, Padded {
  known: Known
}

/** What is sent of a read that goes with others. */
type Padded = Pick<Read, 'text' | 'values'>

const asText = { getTypeParser: () => (value: string) => value }

const isRead = (text: string) => /^\s*(SELECT|WITH)\b/.test(text) && !/\b(INSERT|UPDATE|DELETE|MERGE)\b/.test(text)
const isJoinable = (fields: pg.FieldDef[]) => fields.length <= MOST_COLUMNS && fields.every(({ dataTypeID }) => dataTypeID !== VOID)
const shapeOf = (text: string) => text.replace(/\$\d+(,\s*\$\d+)*/g, '$')

function isNative(type: number, { types }: Read): boolean {
  return type === BOOL || type === INT2 || type === INT4 || (types.json === 'parsed' && (type === JSON_TYPE || type === JSONB))
}

function remember<T>(map: Map<string, T>, key: string, value: T, most = MANY_TEXTS): T {
  if (map.size >= most) map.clear()
  map.set(key, value)
  return value
}

const list = /\bIN \(\$\d+(?:,\$\d+)+\)/

/**
 * Makes lists of ids, as Prisma writes them, as long as the next power of two, by their last id: else what is read together would be
 * another statement for each length, and there is an end to the statements that PostgreSQL keeps.
 */
function padLists({ text, values }: Padded): Padded {
  if (!list.test(text)) return { text, values }
  const padded: unknown[] = []
  const place = (parameter: string) => `$${padded.push(values[Number(parameter.slice(1)) - 1])}`
  const rewritten = text.replace(tokens, (all, ids?: string, parameter?: string) => {
    if (parameter) return place(parameter)
    if (!ids) return all
    const each = ids.split(',')
    const last = each.at(-1) ?? ''
    while (Math.log2(each.length) % 1 !== 0) each.push(last)
    return `IN (${each.map(place).join()})`
  })
  return { text: rewritten, values: padded }
}

const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\bIN \((\$\d+(?:,\$\d+)+)\)|(\$\d+)/g
const parameters = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g

/** Each read as a column: an array of its rows, in their order, each an array of its values. */
function joinReads(parts: Part[]): string {
  let before = 0
  const columns = parts.map(({ text: own, values: { length }, known: { native } }) => {
    const columnsOfRow = native.map((asItIs, at) => (asItIs ? `c${at}` : `c${at}::text`))
    const text = own.replace(parameters, (all, number?: string) => (number ? `$${Number(number) + before}` : all))
    before += length
    return `(SELECT json_agg(json_build_array(${columnsOfRow.join()})) FROM (\n${text}\n) AS q(${native.map((_, at) => `c${at}`).join()}))`
  })
  return `SELECT ${columns.join(',\n')}`
}

function rowsOf(answer: string | null, { read, known: { fields, native } }: Part): Rows {
  const rows: unknown[][] = answer === null ? [] : JSON.parse(answer)
  for (const [at, { dataTypeID }] of fields.entries()) {
    if (native[at]) continue
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
