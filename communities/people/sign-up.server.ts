import { z } from 'zod'
import { db, isUniqueViolation, type Tx } from '#platform/db.server.ts'
import { DomainError, InvalidInput, parseInput } from '#platform/errors.server.ts'
import { emitDomainEvent } from '#platform/events.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { emailSchema, languageSchema, nameSchema, newPasswordSchema, timeZoneSchema, workspaceNameSchema } from './fields.server.ts'
import { hashPassword } from './password.server.ts'
import { type Browser, startSignIn } from './start-sign-in.server.ts'
import { takeInvitation } from './take-invitation.server.ts'

const input = z.object({
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  language: languageSchema.catch('en'),
  timeZone: timeZoneSchema.catch('UTC'),
  workspaceName: z.string().max(1000, 'workspaceName.tooLong').optional(),
  invitation: z.string().max(100).optional(),
})

// A whole office may come from one address on its first morning.
const perAddress = defineLimit('sign-up-address', 100, 60 * 60)
const perAccount = defineLimit('sign-up-account', 10, 60 * 60)

/** Held while the first member is made, so that of two who come at once one becomes admin and the other is told the rules. */
const FIRST_SIGN_UP_LOCK = 4_120_240_001

/**
 * Makes an account and signs its browser in; returns the token for the cookie.
 *
 * The first person of all becomes the workspace's admin and names it. Later ones need an invitation, unless the workspace is
 * open to all. An invitation's use is counted in the same transaction, so racing for its last use lets one in.
 *
 * @throws InvalidInput (`email.taken` for an address that has an account); DomainError `signUp.invitationNeeded`, `invitation.gone`, `limit.reached`
 */
export async function signUp(raw: unknown, browser: Browser, clientAddress: string): Promise<string> {
  const fields = parseInput(input, raw)
  await perAddress.spend(clientAddress)
  await perAccount.spend(fields.email)
  const passwordHash = await hashPassword(fields.password)
  const { token, began } = await db
    .$transaction((tx) => enter(tx, fields, passwordHash, browser))
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new InvalidInput({ email: 'email.taken' }) : error
    })
  await perAccount.reset(fields.email)
  if (began) await emitDomainEvent('membership.began', began)
  return token
}

async function enter(tx: Tx, fields: z.output<typeof input>, passwordHash: string, browser: Browser) {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_SIGN_UP_LOCK}::bigint)`
  const workspace = await tx.workspace.findUnique({ where: { id: 1 }, select: { signUpPolicy: true } })
  if (!workspace) {
    const { workspaceName } = parseInput(z.object({ workspaceName: workspaceNameSchema }), fields)
    await tx.workspace.create({ data: { name: workspaceName } })
  }
  const invitation = workspace && fields.invitation ? await takeInvitation(tx, fields.invitation) : null
  if (workspace?.signUpPolicy === 'invitation' && !invitation) throw new DomainError('signUp.invitationNeeded')
  const { name, email, language, timeZone } = fields
  const { id: memberId } = await tx.member.create({
    data: { name, email, language, timeZone, passwordHash, role: workspace ? 'member' : 'admin' },
    select: { id: true },
  })
  const communityId = (await invitation?.bring(memberId)) ?? null
  return { token: await startSignIn(tx, memberId, browser), began: communityId && { memberId, communityId } }
}
