const REPLIES_PER_THREAD = 2
/** So many in one transaction. */
const BATCH = 100_000

/**
 * Fills a community with `count` threads, two replies and one or two reactions each, with the counts that are kept with them.
 * The same rows whatever the count, the newest first: a page of them weighs the same in a small company and in a large one.
 *
 * @param {import('pg').Pool} database
 * @param {string} slug
 * @param {number} count
 */
export async function seedThreads(database, slug, count) {
  for (let from = 1; from <= count; from += BATCH) await seedBatch(database, slug, from, Math.min(from + BATCH - 1, count))
  await database.query('VACUUM (ANALYZE) "Thread", "Reply", "Reaction"')
}

async function seedBatch(database, slug, from, to) {
  const client = await database.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `CREATE TEMPORARY TABLE seeded ON COMMIT DROP AS
       SELECT n, uuidv7(age) AS id, c.id AS "communityId", people.ids AS people, now() + age AS at
       FROM "Community" c,
         (SELECT array_agg(id ORDER BY email) AS ids FROM "Member") people,
         generate_series($2::int, $3::int) n, LATERAL (SELECT n * interval '-3 minutes' AS age) a
       WHERE c.slug = $1`,
      [slug, from, to],
    )
    await client.query(
      `INSERT INTO "Thread" (id, "communityId", kind, "authorId", markdown, html, "replyCount", "reactionCount", "createdAt", "lastActivityAt")
       SELECT id, "communityId", 'update', people[1 + n % 5], text, '<p>' || replace(text, E'\\n\\n', '</p><p>') || '</p>',
         ${REPLIES_PER_THREAD}, 1 + n % 2, at, at + interval '2 minutes'
       FROM seeded, LATERAL (SELECT concat('Note ', n, ': the delivery for order ', 4000 + n, ' is on its way, and should be at the workshop before noon.',
         repeat(E'\\n\\nWho unloads it? The last one needed two people, a trolley, and a little patience with the lift.', n % 3)) AS text) body`,
    )
    await client.query(
      `INSERT INTO "Reply" (id, "threadId", "authorId", markdown, html, "createdAt")
       SELECT uuidv7(), id, people[1 + (n + r) % 5], text, '<p>' || text || '</p>', at + r * interval '1 minute'
       FROM seeded, generate_series(1, ${REPLIES_PER_THREAD}) r, LATERAL (SELECT concat('I can be there at ', 8 + r, '. Number ', n, ' is mine.') AS text) body`,
    )
    await client.query(
      `INSERT INTO "Reaction" (id, "threadId", "memberId", emoji)
       SELECT uuidv7(), id, people[1 + (n + r) % 5], '👍' FROM seeded, generate_series(0, n % 2) r`,
    )
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}
