import { z } from 'zod'
import { addMember } from '#communities/memberships/add-member.server.ts'
import { db, isUniqueViolation } from '#platform/db.server.ts'
import { DomainError, InvalidInput, parseInput } from '#platform/errors.server.ts'
import { defineLimit } from '#platform/limits.server.ts'
import { emailSchema, languageSchema, nameSchema, newPasswordSchema, timeZoneSchema } from './fields.server.ts'
import { hashPassword } from './password.server.ts'
import { type Browser, startSignIn } from './start-sign-in.server.ts'
import { takeInvitation } from './take-invitation.server.ts'

const input = z.object({
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
  language: languageSchema.catch('en'),
  timeZone: timeZoneSchema.catch('UTC'),
  workspaceName: z.string().trim().max(80, 'workspaceName.tooLong').optional(),
  invitation: z.string().max(100).optional(),
})

const perAddress = defineLimit('sign-up-address', 20, 60 * 60)

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
  const passwordHash = await hashPassword(fields.password)
  try {
    return await db.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_SIGN_UP_LOCK}::bigint)`
      const workspace = await tx.workspace.findUnique({ where: { id: 1 } })
      if (!workspace) {
        if (!fields.workspaceName) throw new InvalidInput({ workspaceName: 'workspaceName.missing' })
        await tx.workspace.create({ data: { name: fields.workspaceName } })
      }
      const invitation = fields.invitation ? await takeInvitation(tx, fields.invitation) : null
      if (workspace && workspace.signUpPolicy === 'invitation' && !invitation) throw new DomainError('signUp.invitationNeeded')
      const { name, email, language, timeZone } = fields
      const member = await tx.member.create({
        data: { name, email, language, timeZone, passwordHash, role: workspace ? 'member' : 'admin' },
      })
      if (invitation?.communityId) await addMember(tx, { communityId: invitation.communityId, memberId: member.id, role: 'member' })
      return startSignIn(tx, member.id, browser)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new InvalidInput({ email: 'email.taken' })
    throw error
  }
}
