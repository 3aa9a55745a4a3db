import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { db } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'

const run = promisify(execFile)
const ROOT = path.resolve(import.meta.dirname, '../..')
const passwordFile = path.join(env.PALIER_DATA_DIR, 'demo-password')

async function seed(...flags: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'prisma/seed.ts', ...flags], {
    cwd: ROOT,
    env: process.env,
  })
  return stdout
}

async function counts() {
  const [members, communities, rooms, threads, replies] = await Promise.all([
    db.member.count(),
    db.community.count(),
    db.room.count(),
    db.thread.count(),
    db.reply.count(),
  ])
  return { members, communities, rooms, threads, replies }
}

// Three processes seed, and each starts anew.
vi.setConfig({ testTimeout: 60_000 })

test('an empty database gets one demo company, whoever else seeds it, and its password is told each time', async () => {
  const [one, other] = await Promise.all([seed('--if-empty'), seed('--if-empty')])
  expect(one).toBe(other)
  expect(one).toContain('ana@demo.palier')
  expect(one).toContain(readFileSync(passwordFile, 'utf8').trim())
  expect(statSync(passwordFile).mode & 0o777).toBe(0o600)

  const made = await counts()
  expect(made).toMatchObject({ members: 5, communities: 3 })
  expect(await db.member.findMany({ where: { role: 'admin' }, select: { email: true } })).toEqual([{ email: 'ana@demo.palier' }])
  const visibilities = await db.community.findMany({ orderBy: { visibility: 'asc' }, select: { visibility: true } })
  expect(visibilities.map(({ visibility }) => visibility)).toEqual(['open', 'closed', 'secret'])

  expect(await seed()).toBe(one)
  expect(await counts()).toEqual(made)
})

test('what the rows keep about themselves is true', async () => {
  const threads = await db.thread.findMany({ include: { replies: true, reactions: true } })
  for (const thread of threads) {
    expect(thread.replyCount).toBe(thread.replies.length)
    expect(thread.reactionCount).toBe(thread.reactions.length)
    const newest = Math.max(thread.createdAt.getTime(), ...thread.replies.map((reply) => reply.createdAt.getTime()))
    expect(thread.lastActivityAt.getTime()).toBeGreaterThanOrEqual(newest)
    expect(newest).toBeLessThan(Date.now())
  }
  for (const community of await db.community.findMany({ include: { memberships: true } })) {
    expect(community.memberCount).toBe(community.memberships.length)
  }
})

test('where somebody has an account, an empty-only seed leaves everything alone', async () => {
  await db.community.deleteMany()
  const before = await counts()
  await seed('--if-empty')
  expect(await counts()).toEqual(before)
})
