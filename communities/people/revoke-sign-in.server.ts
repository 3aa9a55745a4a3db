import { z } from 'zod'
import type { Viewer } from '#communities/people/contract.ts'
import { db } from '#platform/db.server.ts'
import { parseInput } from '#platform/errors.server.ts'
import { disconnectSignIns } from './disconnect-sign-ins.server.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({ signInId: z.uuid('input.invalid') })

/** Signs one of a member's own browsers out. One that is out already, or another person's, is left alone. @throws InvalidInput */
export async function revokeSignIn(viewer: Pick<Viewer, 'id'>, raw: unknown): Promise<void> {
  const { signInId } = parseInput(input, raw)
  disconnectSignIns(await revokeSignIns(db, { id: signInId, memberId: viewer.id }))
}
