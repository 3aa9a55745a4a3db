import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { closeDatabase, db, isDatabaseAway, Prisma } from '#platform/db.server.ts'
import { truncateAll } from '#tests/database.ts'
import { makePerson, makeRoom } from '#tests/rooms-scene.ts'
import { GatheringPool, gatherReads } from './gather-reads.server.ts'

afterAll(closeDatabase)

/** Reads these in one request, and says how many statements that took. */
async function inOneRequest<T>(work: () => Promise<T>): Promise<{ answer: T; statements: number }> {
  const cost = { statements: 0 }
  return { answer: await gatherReads(cost, work), statements: cost.statements }
}

const odd = `'"$1\\ \u0001é👍`
const values = [
  Prisma.sql`SELECT 1 AS a, NULL::int AS b, true AS c, NULL::boolean AS d, 'x' AS a WHERE ${1} = 1`,
  Prisma.sql`SELECT ${odd}::text AS text, '$1 ''$2''' AS "$3", ${null}::text AS nothing, ''::text AS empty`,
  Prisma.sql`SELECT ${new Date('2026-03-29T01:30:00.123Z')}::timestamptz(3) AS at, '2026-12-01'::date AS day, '12:30'::time AS time`,
  Prisma.sql`SELECT 9007199254740993::bigint AS big, 1.10::numeric AS exact, 0.1::float8 AS float, 'NaN'::float8 AS none, 7::int2 AS small`,
  Prisma.sql`SELECT ${'{"a":[1,null,"é\\n"]}'}::jsonb AS json, 'null'::json AS nothing, '"x"'::json AS string`,
  Prisma.sql`SELECT '\\x00ff10'::bytea AS bytes, ARRAY[1,NULL,3] AS numbers, ARRAY['a','b"c',NULL] AS texts, ARRAY[true,false] AS flags`,
  Prisma.sql`SELECT ${randomUUID()}::uuid AS id, ARRAY[now()]::timestamptz(3)[] IS NOT NULL AS there, 'open'::"Visibility"::text AS visibility`,
  Prisma.sql`SELECT n FROM generate_series(1, 2000) n ORDER BY n * 7919 % 2000`,
  Prisma.sql`SELECT 1 AS a WHERE false -- nothing`,
  Prisma.sql`WITH few AS (SELECT n FROM generate_series(1, ${3}) n) SELECT n, n::text AS text FROM few ORDER BY n DESC LIMIT ${2}`,
]
const read = (sql: Prisma.Sql) => db.$queryRaw<unknown[]>(sql)

describe('reads of one request', () => {
  test('that come at the same time are one statement, with the answers that each has by itself', async () => {
    const alone = []
    for (const sql of values) alone.push(await read(sql))
    // Each is known after it ran once; the third time, the statement has a name.
    await inOneRequest(() => Promise.all(values.map(read)))
    for (const order of [values, values.toReversed(), values]) {
      const { answer, statements } = await inOneRequest(() => Promise.all(order.map(read)))
      expect(statements).toBe(1)
      expect(order === values ? answer : answer.toReversed()).toEqual(alone)
    }
  })

  test('through Prisma are the same as without, whatever number of ids they are asked for', async () => {
    await truncateAll()
    const people = await Promise.all(['Ana', 'Ben', 'Chloé'].map((name) => makePerson(name)))
    const { community } = await makeRoom(people)
    const ids = people.map(({ id }) => id)
    const work = (known: string[]) =>
      Promise.all([
        db.member.findMany({
          where: { id: { in: known } },
          orderBy: { name: 'asc' },
          include: { memberships: { include: { community: true } } },
        }),
        db.community.findUnique({ where: { id: community.id }, include: { rooms: true, _count: { select: { memberships: true } } } }),
        db.membership.count(),
        db.room.findFirst({ where: { name: 'nowhere' } }),
      ])
    await inOneRequest(() => work(ids))
    for (const known of [ids, ids.slice(0, 2), ids.slice(0, 1), []]) {
      const { answer, statements } = await inOneRequest(() => work(known))
      expect(answer).toEqual(await work(known))
      // Prisma writes another statement for one id, and for none.
      expect(statements).toBeLessThanOrEqual(known.length > 1 ? 1 : 2)
    }
  })

  test('for lists of any length are few statements: PostgreSQL is not made to keep one for each', async () => {
    const pool = new GatheringPool({ connectionString: process.env['DATABASE_URL'], max: 1 })
    const ask = (text: string, values: unknown[]) => pool.query({ text, values, rowMode: 'array', types: pg.types })
    try {
      for (let length = 2; length <= 9; length++) {
        const ids = Array.from({ length }, (_, at) => at)
        const list = ids.map((at) => `$${at + 2}`).join()
        const work = async () => {
          const [within, without] = await Promise.all([
            ask(`SELECT n, ' IN ($1,$2)' FROM generate_series(1, $1::int) n WHERE n IN (${list})`, [20, ...ids]),
            ask(`SELECT n FROM generate_series(1, $1::int) n WHERE n NOT IN (${list}) AND n < $${length + 2}::int`, [
              20,
              ...ids,
              length + 2,
            ]),
          ])
          return [within.rows, without.rows]
        }
        for (let time = 0; time < 3; time++) {
          const { answer } = await inOneRequest(work)
          expect(answer).toEqual([ids.slice(1).map((id) => [id, ' IN ($1,$2)']), [[length], [length + 1]]])
        }
      }
      const kept = await pool.query<{ name: string }>(`SELECT name FROM pg_prepared_statements WHERE name LIKE 'gathered%'`)
      // For 2, 4, 8 and 16.
      expect(kept.rows).toHaveLength(4)
    } finally {
      await pool.end()
    }
  })

  test('fail alone: the others have their answers, and the error is its own', async () => {
    const quotient = (by: number) => read(Prisma.sql`SELECT 1 / ${by}::int AS x`)
    const other = (value: number) => read(Prisma.sql`SELECT ${value}::int AS y`)
    await inOneRequest(() => Promise.all([quotient(1), other(1)]))
    const { answer } = await inOneRequest(() => Promise.allSettled([other(1), quotient(0), other(2), quotient(1)]))
    expect(answer).toMatchObject([
      { value: [{ y: 1 }] },
      { status: 'rejected', reason: { message: expect.stringContaining('division by zero') } },
      { value: [{ y: 2 }] },
      { value: [{ x: 1 }] },
    ])
  })

  test('are not tried again on a connection that is gone', async () => {
    const end = (really: boolean) =>
      read(Prisma.sql`SELECT pg_terminate_backend(CASE WHEN ${really} THEN pg_backend_pid() END)::text AS ended`)
    const other = () => read(Prisma.sql`SELECT 1 AS x`)
    await inOneRequest(() => Promise.all([end(false), other()]))
    const { answer, statements } = await inOneRequest(() => Promise.allSettled([end(true), other()]))
    expect(statements).toBe(1)
    for (const one of answer) expect(isDatabaseAway((one as PromiseRejectedResult).reason)).toBe(true)
    expect(await other()).toEqual([{ x: 1 }])
  })
})

describe('what is no read of a request', () => {
  beforeEach(truncateAll)

  test('a write is sent by itself, and what is read after it sees it', async () => {
    const seen = async () => {
      const { id } = await makePerson('Ana')
      const [found, count] = await Promise.all([db.member.findUnique({ where: { id } }), db.member.count()])
      return [found?.name, count]
    }
    await inOneRequest(seen)
    expect((await inOneRequest(seen)).answer).toEqual(['Ana', 2])
  })

  test('a transaction keeps its own connection: it reads what it wrote, and nobody else does', async () => {
    const { id } = await makePerson('Ana')
    const name = (client: Pick<typeof db, 'member'>) => client.member.findUnique({ where: { id }, select: { name: true } })
    const { answer } = await inOneRequest(() =>
      db.$transaction(async (tx) => {
        await tx.member.update({ where: { id }, data: { name: 'Anna' } })
        return Promise.all([name(tx), name(db), db.member.count()])
      }),
    )
    expect(answer).toEqual([{ name: 'Anna' }, { name: 'Ana' }, 1])
  })
})
