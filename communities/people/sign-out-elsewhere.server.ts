import { z } from 'zod'
import { parseInput } from '#platform/errors.server.ts'
import type { Viewer } from './contract.ts'
import { revokeSignIns } from './revoke-sign-ins.server.ts'

const input = z.object({ signInId: z.uuid('input.invalid').optional() })

/** Signs one other browser of the viewer's out (`signInId`), or all of them at once, this one included. @throws InvalidInput */
export async function signOutElsewhere(viewer: Viewer, raw: unknown): Promise<void> {
  const { signInId } = parseInput(input, raw)
  await revokeSignIns({ memberId: viewer.id, ...(signInId && { id: signInId }) })
}
