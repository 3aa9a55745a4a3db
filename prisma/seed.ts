// Puts the demo company in, and prints how to sign in. `--if-empty`: only where nobody has an account yet.
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PHOTO_FOLDER } from '#communities/people/find-photo.server.ts'
import { hashPassword } from '#communities/people/password.server.ts'
import { closeDatabase, db, type Tx } from '#platform/db.server.ts'
import { env } from '#platform/env.server.ts'
import { renderMarkdown } from '#platform/markdown.server.ts'
import { storeFile } from '#platform/storage.server.ts'
import { type DemoCommunity, type DemoKey, demoCommunities, demoPeople } from './demo-company.ts'
import { type Ids, makeMeeting } from './demo-meeting.ts'

/** Held while the company is made, so that of two seeds that race one finds the work done. */
const SEED_LOCK = 4_120_240_002
const PASSWORD_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
const SEED_TIMEOUT_MS = 60_000

const ifEmpty = process.argv.includes('--if-empty')
const passwordFile = path.join(env.PALIER_DATA_DIR, 'demo-password')
await db.$transaction(
  async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK}::bigint)`
    if (ifEmpty && (await tx.member.count()) > 0) return
    await makeCompany(tx)
  },
  { timeout: SEED_TIMEOUT_MS, maxWait: SEED_TIMEOUT_MS },
)
const workspace = await db.workspace.findUnique({ where: { id: 1 } })
if (workspace?.demo && existsSync(passwordFile)) {
  const addresses = demoPeople.map(({ key }) => `${key}@demo.palier`)
  console.log(`Sign in as ${addresses.join(', ')}`)
  console.log(`with the password ${readFileSync(passwordFile, 'utf8').trim()} (Ana is the admin).`)
}
await closeDatabase()

/** The demo password of this installation: generated once, for its owner's eyes. */
function keepPassword(): string {
  if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim()
  const group = () => Array.from({ length: 4 }, () => PASSWORD_ALPHABET[randomInt(PASSWORD_ALPHABET.length)]).join('')
  const generated = `${group()}-${group()}-${group()}`
  writeFileSync(passwordFile, `${generated}\n`, { mode: 0o600 })
  return generated
}

/** Makes what is missing of the company; what is there by its address stays as it is. */
async function makeCompany(tx: Tx): Promise<void> {
  await tx.workspace.upsert({
    where: { id: 1 },
    update: { demo: true },
    create: { id: 1, name: 'Palier demo', demo: true, signUpPolicy: 'open' },
  })
  const passwordHash = await hashPassword(keepPassword())
  const ids = {} as Ids
  for (const { key, name, timeZone } of demoPeople) {
    const email = `${key}@demo.palier`
    const member = await tx.member.upsert({
      where: { email },
      update: { passwordHash },
      create: { email, name, passwordHash, role: key === 'ana' ? 'admin' : 'member', timeZone },
    })
    ids[key] = member.id
    if (!member.photoKey) await tx.member.update({ where: { email }, data: { photoKey: await hangPortrait(key) } })
  }
  for (const community of demoCommunities) {
    if ((await tx.community.count({ where: { slug: community.slug } })) === 0) await makeCommunity(tx, community, ids)
  }
}

/** Faces first: each of the company has a drawn portrait. */
async function hangPortrait(key: DemoKey): Promise<string> {
  const portrait = readFileSync(path.resolve(`prisma/demo-portraits/${key}.webp`))
  return (await storeFile(PHOTO_FOLDER, 'webp', portrait)).slice(PHOTO_FOLDER.length + 1)
}

async function makeCommunity(tx: Tx, demo: DemoCommunity, ids: Ids): Promise<void> {
  const { slug, name, purpose, visibility, startingPoint, members, rooms } = demo
  const owner = members.find(([, role]) => role === 'owner')?.[0] ?? 'ana'
  const community = await tx.community.create({
    data: {
      ...{ slug, name, purpose, visibility, startingPoint, createdById: ids[owner], memberCount: members.length },
      createdAt: hoursAgo(24 * 8),
      memberships: { create: members.map(([key, role]) => ({ memberId: ids[key], role, joinedAt: hoursAgo(24 * 8) })) },
      rooms: { create: rooms.map(([roomSlug, roomName], position) => ({ slug: roomSlug, name: roomName, position })) },
    },
    include: { rooms: true },
  })
  for (const post of demo.posts) {
    const createdAt = hoursAgo(post.hoursAgo)
    const reactions = (post.reactions ?? []).flatMap(([emoji, ...keys]) => keys.map((key) => ({ emoji, memberId: ids[key] })))
    await tx.thread.create({
      data: {
        ...{ communityId: community.id, kind: 'update', authorId: ids[post.by], createdAt },
        ...written(post.says),
        ...answers(post.replies ?? [], createdAt, ids),
        reactionCount: reactions.length,
        reactions: { create: reactions },
      },
    })
  }
  for (const meeting of demo.meetings) {
    const room = community.rooms.find((candidate) => candidate.slug === meeting.room)
    if (!room) throw new Error(`the demo meets in "${meeting.room}", which is no room of "${slug}"`)
    const openedAt = hoursAgo(meeting.hoursAgo)
    const replies = answers(meeting.replies ?? [], openedAt, ids)
    await makeMeeting(tx, { ...meeting, openedAt, roomId: room.id, communityId: community.id }, replies, ids)
  }
}

/** The replies of a thread, with what the thread keeps about them. */
function answers(replies: { by: DemoKey; afterMinutes: number; says: string }[], since: Date, ids: Ids) {
  const create = replies.map(({ by, afterMinutes, says }) => ({
    authorId: ids[by],
    createdAt: new Date(since.getTime() + afterMinutes * 60_000),
    ...written(says),
  }))
  const newest = create.reduce((latest, reply) => (reply.createdAt > latest ? reply.createdAt : latest), since)
  return { replies: { create }, replyCount: create.length, lastActivityAt: newest }
}

function written(markdown: string) {
  return { markdown, html: renderMarkdown(markdown) }
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * 3_600_000)
}
